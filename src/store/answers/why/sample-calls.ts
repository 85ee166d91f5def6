import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { CallSums, SummedCalls } from '../call-sums.ts';
import { Patience } from '../patience.ts';
import { EvenSample } from './even-sample.ts';

const HOUR_MS = 3_600_000;
const PIECE_MS = 4;
const FIRST_HOURS = 4;
const MOST_HOURS = 1000;

/** Calls of a window that fit. */
export interface CallsOfWindow {
  readonly window: Window;
  readonly calls: SummedCalls;
}

/** Reads the ids of calls from the log, for what is not known without; says from 0 to 1 how far that is. */
export type ReadIds = (of: CallsOfWindow, take: (id: Id) => void) => AsyncGenerator<number, void>;

/** Some calls of many. */
export interface SampledIds {
  readonly ids: readonly Id[];
  readonly callCount: number;
}

/** Chooses at most so many calls evenly from those of some windows, in short pieces; says from 0 to 1 how far that is. */
export async function* sampleCalls(
  { sums, readIds }: { readonly sums: CallSums; readonly readIds: ReadIds },
  parts: readonly CallsOfWindow[],
  most: number,
): AsyncGenerator<number, SampledIds> {
  const counted: CountedCalls[] = [];
  for (const part of parts) {
    const known = yield* knownCounts(sums, part);
    if (known === undefined) return yield* sampleLog(readIds, parts, most);
    counted.push({ ...part, counts: known });
  }
  const callCount = counted.reduce((sum, { counts }) => sum + totalOf(counts), 0);
  const every = Math.max(1, callCount / most);
  const ids: Id[] = [];
  for (const part of counted) {
    const known = yield* chooseKnown(sums, part, every);
    if (known === undefined) return yield* sampleLog(readIds, parts, most);
    ids.push(...known);
  }
  return { ids, callCount };
}

async function* sampleLog(
  readIds: ReadIds,
  parts: readonly CallsOfWindow[],
  most: number,
): AsyncGenerator<number, SampledIds> {
  const sample = new EvenSample<Id>(most);
  for (const [place, part] of parts.entries()) {
    for await (const share of readIds(part, (id) => sample.add(id))) yield (place + share) / parts.length;
  }
  return { ids: sample.chosen(), callCount: sample.count };
}

interface CountedCalls extends CallsOfWindow {
  /** Number of calls in each hour that has some, by its first second. */
  readonly counts: ReadonlyMap<number, number>;
}

function totalOf(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, callCount) => sum + callCount, 0);
}

// For a filter of messages the log is searched first.
async function* knownCounts(
  sums: CallSums,
  { window, calls }: CallsOfWindow,
): AsyncGenerator<number, ReadonlyMap<number, number> | undefined> {
  for (;;) {
    const patience = new Patience(PIECE_MS);
    const known = await sums.knownCounts(window, { ...calls, patience });
    if (known === undefined || patience.scan?.isComplete !== false) return known;
    yield patience.scan.share;
  }
}

/** Chooses from some hours at a time; undefined if the log must be asked after all. */
async function* chooseKnown(
  sums: CallSums,
  { window, calls, counts }: CountedCalls,
  every: number,
): AsyncGenerator<number, readonly Id[] | undefined> {
  const hours = [...counts.keys()].map((second) => second * 1000).sort((one, other) => one - other);
  const ids: Id[] = [];
  let first = (every - 1) / 2;
  let atOnce = FIRST_HOURS;
  for (let at = 0; at < hours.length; ) {
    const some = hours.slice(at, at + atOnce);
    at += some.length;
    const startedAt = performance.now();
    const sample = await sums.knownSample(hoursOf(window, some), calls, { every, first });
    if (sample === undefined) return undefined;
    ids.push(...sample.ids);
    first += sample.ids.length * every - sample.callCount;
    const tookMs = Math.max(1, performance.now() - startedAt);
    atOnce = Math.max(1, Math.min(MOST_HOURS, Math.floor((some.length * PIECE_MS) / tookMs)));
    yield at / hours.length;
  }
  return ids;
}

function hoursOf({ from, to }: Window, hours: readonly number[]): Window {
  const [first = 0, last = 0] = [hours[0], hours.at(-1)];
  const end = Math.min(to?.getTime() ?? Number.POSITIVE_INFINITY, last + HOUR_MS);
  return { from: new Date(Math.max(from.getTime(), first)), to: new Date(end) };
}
