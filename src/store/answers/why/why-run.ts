import { printFilter } from '../../../filter/print.ts';
import { filterOfFacts } from '../../../filter/why-terms.ts';
import { missingStatuses } from '../../../insight/why/missing.ts';
import type { PayloadWish } from '../../../insight/why/read-payloads.ts';
import { wholePeak } from '../../../insight/why/whole-peak.ts';
import { type WhySteps, whySteps } from '../../../insight/why/why.ts';
import type { CallWhy, FilteredWhyLine, WhyRequest } from '../../../model/call-why.ts';
import type { Id } from '../../../model/id.ts';
import type { WhyAnswer, WhyLine } from '../../../model/why.ts';
import type { ResolveFilter } from '../call-filters.ts';
import type { CallSums } from '../call-sums.ts';
import type { ComparedRow, ComparedRows } from './compared-row.ts';
import { piecesOf } from './in-pieces.ts';
import { type CallsOfWindow, type ReadIds, type SampledIds, sampleCalls } from './sample-calls.ts';
import { aroundPeak, type WhyQuestion, whyQuestion } from './why-question.ts';

const MOST_HERE = 2000;
const MOST_ELSEWHERE = 5000;
/** Calls that show how many come in each stretch of time. */
const MOST_FOR_SHAPE = 1000;
const PIECE_MS = 4;

/** Sources of an answer. */
export interface WhySources {
  readonly now: () => Date;
  readonly resolve: ResolveFilter;
  readonly sums: CallSums;
  readonly readIds: ReadIds;
  readonly openRows: () => ComparedRows;
}

/** Answers why some calls are as they are, in pieces of some milliseconds, each with what is known so far. */
export async function* whyParts(sources: WhySources, request: WhyRequest): AsyncGenerator<CallWhy, CallWhy> {
  const run = new WhyRun(sources, await whyQuestion(request, sources.resolve, sources.now()));
  yield* run.parts();
  return run.answer();
}

class WhyRun {
  readonly #sources: WhySources;
  #question: WhyQuestion;
  readonly #rows: ComparedRows;
  #here: SampledIds = { ids: [], callCount: 0 };
  #elsewhere: SampledIds = { ids: [], callCount: 0 };
  #found: Pick<WhyAnswer, 'lines' | 'verdict'> = { lines: [], verdict: 'nothing' };
  #missing: readonly WhyLine[] = [];
  #progress: CallWhy['progress'] = { isComplete: false, reading: 'calls', share: 0 };

  constructor(sources: WhySources, question: WhyQuestion) {
    this.#sources = sources;
    this.#question = question;
    this.#rows = sources.openRows();
  }

  answer(): CallWhy {
    const { window, baseline } = this.#question;
    const { lines, verdict } = this.#found;
    return {
      ...window,
      here: sampled(this.#here),
      elsewhere: { ...sampled(this.#elsewhere), ...baseline },
      verdict,
      lines: lines.map(filtered),
      // If nothing else differs, that is nothing special either.
      missing: lines.length === 0 ? [] : this.#missing.map(filtered),
      progress: this.#progress,
    };
  }

  async *parts(): AsyncGenerator<CallWhy, void> {
    this.#here = yield* this.#sample([this.#question.here], MOST_HERE, 0);
    const callsHere = yield* this.#read(this.#here.ids, 0.25);
    const isSpan = this.#question.baseline.how === 'around';
    // A span of no length has no calls, either.
    if (isSpan && this.#here.callCount > 0) yield* this.#leaveOutPeak();
    this.#elsewhere = yield* this.#sample(this.#question.elsewhere, MOST_ELSEWHERE, 0.5);
    const callsElsewhere = yield* this.#read(this.#elsewhere.ids, 0.75);
    yield* this.#compare(callsHere, callsElsewhere);
    this.#progress = { isComplete: true, reading: 'payloads', share: 1 };
  }

  /** Leaves out the rest of the peak that a span is part of, as some of the calls around it show it. */
  async *#leaveOutPeak(): AsyncGenerator<CallWhy, void> {
    const { window, elsewhere } = this.#question;
    const some = yield* this.#sample(elsewhere, MOST_FOR_SHAPE, 0.5);
    const calls = yield* this.#read(some.ids, 0.5);
    const ends = elsewhere.flatMap(({ window: { from, to } }) => [from.getTime(), to?.getTime() ?? 0]);
    const peak = wholePeak(inMs(window), this.#here.callCount, {
      times: calls.map(({ at }) => at),
      window: { from: Math.min(window.from.getTime(), ...ends), to: Math.max(window.to.getTime(), ...ends) },
      callsPerTime: some.callCount / Math.max(1, some.ids.length),
    });
    this.#question = aroundPeak(this.#question, peak, this.#sources.now());
  }

  async *#sample(parts: readonly CallsOfWindow[], most: number, from: number): AsyncGenerator<CallWhy, SampledIds> {
    const choosing = sampleCalls(this.#sources, parts, most);
    for (;;) {
      const { done, value } = await choosing.next();
      if (done) return value;
      yield this.#reading(from + value / 4);
    }
  }

  async *#read(ids: readonly Id[], from: number): AsyncGenerator<CallWhy, readonly ComparedRow[]> {
    const calls: ComparedRow[] = [];
    for await (const [rows, share] of piecesOf(ids, this.#rows.pieceMs, (some) => this.#rows.read(some))) {
      calls.push(...rows);
      yield this.#reading(from + share / 4);
    }
    return calls;
  }

  async *#compare(here: readonly ComparedRow[], elsewhere: readonly ComparedRow[]): AsyncGenerator<CallWhy, void> {
    const { chosenBy, chosenPaths, how } = this.#question.comparison;
    const { window } = this.#question;
    const span = how === 'around' ? inMs(window) : undefined;
    this.#missing = chosenBy.includes('status') ? [] : missingStatuses(here, elsewhere);
    const steps = whySteps(here, elsewhere, { chosenBy, chosenPaths, ...(span && { span }) });
    const rows = [...here, ...elsewhere];
    for await (const found of inPieces(steps)) {
      if (found !== undefined && 'payloadsOf' in found) {
        yield* this.#readPayloads(found.payloadsOf.flatMap((place) => rows[place] ?? []));
        continue;
      }
      if (found !== undefined) {
        this.#found = found;
        this.#progress = { isComplete: false, reading: 'payloads', share: 0 };
      }
      yield this.answer();
    }
  }

  async *#readPayloads(rows: readonly ComparedRow[]): AsyncGenerator<CallWhy, void> {
    const read = (some: readonly ComparedRow[]) => this.#rows.readPayloads(some);
    for await (const [, share] of piecesOf(rows, this.#rows.pieceMs, read)) {
      this.#progress = { isComplete: false, reading: 'payloads', share: Math.min(0.99, share) };
      yield this.answer();
    }
  }

  #reading(share: number): CallWhy {
    this.#progress = { isComplete: false, reading: 'calls', share: Math.max(this.#progress.share, share) };
    return this.answer();
  }
}

/** Goes through steps, some milliseconds at a time, and hands over what they find. */
async function* inPieces(steps: WhySteps): AsyncGenerator<WhyAnswer | PayloadWish | undefined, void> {
  for (;;) {
    const startedAt = performance.now();
    for (;;) {
      const { done, value } = steps.next();
      if (value !== undefined) yield value;
      if (done) return;
      if (performance.now() - startedAt >= PIECE_MS) break;
    }
    yield undefined;
  }
}

function inMs({ from, to }: WhyQuestion['window']) {
  return { from: from.getTime(), to: to.getTime() };
}

function sampled({ ids, callCount }: SampledIds): CallWhy['here'] {
  return { callCount, sampleCount: ids.length };
}

function filtered(line: WhyLine): FilteredWhyLine {
  const query = filterOfFacts(line.facts);
  return { ...line, filter: query && printFilter(query) };
}
