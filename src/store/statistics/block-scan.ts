import type { Span } from '../answers/spans.ts';
import { PickedRun, WholeRun } from './block-runs.ts';
import type { CallBlock } from './call-block.ts';
import { MIXED, type RunSink } from './call-run.ts';
import { holdsTime, type MicrosSet } from './micros-set.ts';
import { ALL_FIT, NONE_FIT, type Verdicts } from './verdicts.ts';

const NO_MICROS = new Int32Array(0);

/** Sections of a block to be read: its runs, its response times too, or everything. */
export type Sections = 'runs' | 'times' | 'all';

/** The calls of a span that fit a query; without verdicts all of them do. */
export interface Wanted {
  readonly span: Span;
  readonly verdicts: Verdicts | undefined;
  /** Failed calls that fit, whatever the verdict on them is. */
  readonly failed?: {
    readonly isEmpty: boolean;
    readonly has: (id: number) => boolean;
    /** 1 for kinds of failed calls. */
    readonly isError: readonly number[];
  };
}

/** Hands the calls of blocks that are wanted to sinks, run by run. */
export class BlockScan {
  readonly #wanted: Wanted;
  readonly #sinks: readonly RunSink[];
  #run: WholeRun | undefined;
  #picked: PickedRun | undefined;

  constructor(wanted: Wanted, sinks: readonly RunSink[]) {
    this.#wanted = wanted;
    this.#sinks = sinks;
  }

  /** The sections that are needed of a block whose calls lie between two seconds. */
  sectionsOf({ start, until }: Pick<CallBlock, 'start' | 'until'>): Sections {
    const { span, verdicts, failed } = this.#wanted;
    const shared = { from: Math.max(start, span.from), until: Math.min(until, span.until) };
    const isCut = start < span.from || until > span.until;
    if (isCut || failed?.isEmpty === false || this.#sinks.some((sink) => sink.needsSeconds(shared))) return 'all';
    return verdicts?.needTimes || this.#sinks.some((sink) => sink.needsTimes) ? 'times' : 'runs';
  }

  /** Hands over what is wanted of a block. */
  visit(block: CallBlock): void {
    const { span, failed } = this.#wanted;
    const run = this.#run ?? new WholeRun(block);
    this.#run = run;
    run.block = block;
    run.span = { from: Math.max(block.start, span.from), until: Math.min(block.until, span.until) };
    const isCut = block.start < span.from || block.until > span.until;
    let place = 0;
    let mixedPlace = 0;
    for (let at = 0; at < block.runs; at += 1) {
      const calls = block.runCalls[at] ?? 0;
      const user = block.runUser[at] ?? 0;
      run.kind = block.runKind[at] ?? 0;
      run.user = user === block.mixedMark ? MIXED : user;
      run.from = place;
      place += calls;
      run.to = place;
      if (run.user === MIXED) {
        run.usersShift = mixedPlace - run.from;
        mixedPlace += calls;
      }
      const isById = failed?.isError[run.kind] === 1;
      const verdict = isById ? (failed.isEmpty ? NONE_FIT : undefined) : this.#verdictOn(run);
      if (verdict === NONE_FIT) continue;
      if (isCut) cut(run, span);
      if (run.from === run.to) continue;
      if (verdict === ALL_FIT) this.#hand(run);
      else this.#handPicked(run, isById ? 'by id' : verdict);
    }
  }

  #verdictOn({ kind, user }: WholeRun): number | undefined {
    const { verdicts } = this.#wanted;
    if (verdicts === undefined) return ALL_FIT;
    return user === MIXED ? verdicts.ofAllUsers(kind) : verdicts.of(kind, user);
  }

  /** Picks the calls that fit where the verdict is a set, or if there is one for each user. */
  #handPicked(run: WholeRun, verdict: number | 'by id' | undefined): void {
    const { verdicts, failed } = this.#wanted;
    const picked = this.#picked ?? new PickedRun(run);
    this.#picked = picked;
    picked.reset(run);
    if (verdict === 'by id') pick(run, picked, (place) => failed?.has(run.idAt(place)) === true);
    else if (verdict === undefined && verdicts !== undefined) pickByUser(run, verdicts, picked);
    else if (verdict !== undefined && verdicts !== undefined) pickByTime(run, verdicts.setOf(verdict), picked);
    if (picked.to > 0) this.#hand(picked);
  }

  #hand(run: WholeRun | PickedRun): void {
    for (const sink of this.#sinks) sink.addRun(run);
  }
}

/** Picks calls of a mixed run by the verdict on the user of each. */
function pickByUser(run: WholeRun, verdicts: Verdicts, picked: PickedRun): void {
  const { kind, users, usersShift } = run;
  const times = run.block.hasTimes ? run.micros : NO_MICROS;
  const known = verdicts.ofClasses(kind);
  const { userClasses } = verdicts;
  const { places, users: usersOut, micros } = picked;
  let to = 0;
  for (let place = run.from; place < run.to; place += 1) {
    const user = users[place + usersShift] ?? 0;
    let verdict = known[userClasses[user] ?? 0] ?? -1;
    if (verdict < 0) verdict = verdicts.of(kind, user);
    if (verdict === NONE_FIT) continue;
    const time = times[place] ?? 0;
    if (verdict !== ALL_FIT && !holdsTime(verdicts.setOf(verdict), Math.round(time))) continue;
    places[to] = place;
    usersOut[to] = user;
    micros[to] = time;
    to += 1;
  }
  picked.to = to;
}

/** Picks calls by their response times. */
function pickByTime(run: WholeRun, set: MicrosSet, picked: PickedRun): void {
  const { micros } = run;
  const [range, ...others] = set.ranges;
  if (range === undefined || others.length > 0 || set.hasNone) {
    pick(run, picked, (place) => holdsTime(set, Math.round(micros[place] ?? 0)));
    return;
  }
  // Most sets are one range, and most calls are slower or faster than it.
  const [from, to] = range;
  const { places, micros: picks } = picked;
  let count = 0;
  for (let place = run.from; place < run.to; place += 1) {
    const time = micros[place] ?? 0;
    const rounded = Math.round(time);
    if (rounded < from || rounded > to) continue;
    places[count] = place;
    picks[count] = time;
    count += 1;
  }
  picked.to = count;
  addUsers(run, picked);
}

/** Leaves out the calls of a run before a span and after it. */
function cut(run: WholeRun, { from, until }: Span): void {
  const { seconds, start } = run.block;
  run.from = firstFrom(seconds, run, from - start);
  run.to = firstFrom(seconds, run, until - start);
}

/** The first place in a run whose second is not before another. */
function firstFrom(seconds: Uint16Array, { from, to }: WholeRun, second: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seconds[middle] ?? 0) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Picks the calls at some places. */
function pick(run: WholeRun, picked: PickedRun, isWanted: (place: number) => boolean): void {
  const { places, micros } = picked;
  let count = 0;
  for (let place = run.from; place < run.to; place += 1) {
    if (!isWanted(place)) continue;
    places[count] = place;
    micros[count] = run.micros[place] ?? 0;
    count += 1;
  }
  picked.to = count;
  addUsers(run, picked);
}

function addUsers({ user, users, usersShift }: WholeRun, { places, users: picks, to }: PickedRun): void {
  if (user !== MIXED) return;
  for (let place = 0; place < to; place += 1) picks[place] = users[(places[place] ?? 0) + usersShift] ?? 0;
}
