import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { CallSums, SummedCalls } from '../call-sums.ts';
import { Patience } from '../patience.ts';

const HOUR_MS = 3_600_000;
const PIECE_MS = 4;
const FIRST_HOURS = 4;
const MOST_HOURS = 1000;

/** Calls of a window that fit. */
export interface CallsOfWindow {
  readonly window: Window;
  readonly calls: SummedCalls;
}

/** Counts and chooses calls by reading the log, for what is not known without. */
export interface LogSamples {
  /** Counts calls, and says from 0 to 1 how far that is. */
  count(of: CallsOfWindow): AsyncGenerator<number, number>;
  /** One of so many calls that were counted. */
  choose(of: CallsOfWindow, every: number): Promise<readonly Id[]>;
}

/** Some calls of many. */
export interface SampledIds {
  readonly ids: readonly Id[];
  readonly callCount: number;
}

/** Chooses at most so many calls evenly from those of some windows, in short pieces; says from 0 to 1 how far that is. */
export async function* sampleCalls(
  { sums, log }: { readonly sums: CallSums; readonly log: LogSamples },
  parts: readonly CallsOfWindow[],
  most: number,
): AsyncGenerator<number, SampledIds> {
  const counted: CountedCalls[] = [];
  for (const part of parts) counted.push(yield* count(sums, log, part));
  const callCount = counted.reduce((sum, part) => sum + part.callCount, 0);
  const every = Math.max(1, callCount / most);
  const ids: Id[] = [];
  for (const part of counted) {
    const known = part.hours && (yield* chooseKnown(sums, part, every));
    ids.push(...(known ?? (await log.choose(part, Math.ceil(every)))));
  }
  return { ids, callCount };
}

interface CountedCalls extends CallsOfWindow {
  readonly callCount: number;
  /** The first moments of the hours in which they are; undefined if only the log knows. */
  readonly hours: readonly number[] | undefined;
}

async function* count(sums: CallSums, log: LogSamples, part: CallsOfWindow): AsyncGenerator<number, CountedCalls> {
  const known = yield* knownCounts(sums, part);
  if (known === undefined) return { ...part, callCount: yield* log.count(part), hours: undefined };
  const hours = [...known.keys()].map((second) => second * 1000).sort((one, other) => one - other);
  return { ...part, callCount: [...known.values()].reduce((sum, callCount) => sum + callCount, 0), hours };
}

// Where a filter looks at messages, the log is looked through for them first.
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
  { window, calls, hours = [] }: CountedCalls,
  every: number,
): AsyncGenerator<number, readonly Id[] | undefined> {
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
