import { eachHourOf } from './activity.ts';
import { CallParser } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { type IndexContent, wholeIn } from './content.ts';
import type { Part, SummaryRow } from './index-tables.ts';
import type { LogReader, Span } from './log-reader.ts';
import { DAY_SECONDS, HOUR_SECONDS, SLICE_SECONDS } from './seconds.ts';
import { type StoredSummary, Summary, type SummaryParts } from './summary.ts';
import type { Tail } from './tail.ts';
import { type SliceOptions, type TimelineRow, TimelineSums } from './timeline-sums.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_SLICES = 2_000;
const FEWEST_BYTES_OF_CALL = 3;
const LEVELS = [
  { name: 'day', seconds: DAY_SECONDS },
  { name: 'hour', seconds: HOUR_SECONDS },
  { name: 'slice', seconds: SLICE_SECONDS },
] as const;

/** How many calls fall in a step of response time. */
export interface StepRow {
  readonly step: number;
  readonly callCount: number;
}

/** What makes a view: the index, the calls that came after it, and the log that both are of. */
export interface ViewSources {
  readonly content: IndexContent;
  readonly tail: Tail;
  readonly log: LogReader;
  /** Up to so many calls are added one by one, which makes percentiles exact. */
  readonly exactCalls: number;
}

/** The calls of a window, all of them: those in the index and those that came since. */
export class IndexView {
  readonly #content: IndexContent;
  readonly #tail: Tail;
  readonly #log: LogReader;
  readonly #span: Span;
  readonly #exactCalls: number;

  constructor({ content, tail, log, exactCalls }: ViewSources, span: Span) {
    this.#content = content;
    this.#tail = tail;
    this.#log = log;
    this.#span = span;
    this.#exactCalls = exactCalls;
  }

  get names() {
    return this.#content.names;
  }

  /** The sums of the window. */
  sum(parts: Omit<SummaryParts, 'mostValues'>): Summary {
    const wanted = { ...parts, mostValues: this.#valuesOf(this.#content.estimate(this.#span)) };
    const summary = new Summary(this.#content.scale, this.#content.names, wanted);
    this.#content.addTo(summary, this.#span, wanted);
    summary.addRows(this.#tail.rows, this.#span.from, this.#span.until);
    return summary;
  }

  /** The sums of one user's calls in the window. */
  sumOfCaller(userId: number, parts: Pick<SummaryParts, 'routes'>): Summary {
    const wanted = { ...parts, mostValues: this.#valuesOf(this.#callsAtMost(userId)) };
    const summary = new Summary(this.#content.scale, this.#content.names, wanted);
    const busy = wanted.mostValues
      ? []
      : this.#busyHours(userId, parts.routes ? ['overall', 'kinds', 'routes'] : ['overall']);
    for (const row of busy) summary.merge(row);
    for (const rows of this.#rowsOf(userId, this.#span, busy)) summary.addRows(rows, this.#span.from, this.#span.until);
    summary.addRows(this.#recentOf(userId), this.#span.from, this.#span.until);
    return summary;
  }

  /** The window, or one user's calls in it, in slices of time; undefined where the log is the better one to ask. */
  timeline(options: SliceOptions, userId?: number): readonly TimelineRow[] | undefined {
    const sums = new TimelineSums(this.#content, this.#span.from, options);
    if (userId === undefined) return this.#addTimeline(sums, options.seconds) ? sums.rows() : undefined;
    const busy = options.seconds % HOUR_SECONDS === 0 ? this.#busyHours(userId, ['overall']) : [];
    for (const { start, overall } of busy) sums.addStored(start, overall);
    for (const rows of this.#rowsOf(userId, this.#span, busy)) sums.addRows(rows, this.#span);
    sums.addRows(this.#recentOf(userId), this.#span);
    return sums.rows();
  }

  /** Hands over the second of each call that a user made in the window. */
  secondsOf(userId: number, visit: (second: number, calls: number) => void): void {
    this.#visitSeconds(userId, this.#span, visit);
    visitSeconds(this.#recentOf(userId), this.#span, visit);
  }

  /** How many calls a user made in each hour of the window, by the beginning of the hour, in pieces that add up. */
  hoursOf(userId: number, visit: (hour: number, calls: number) => void): void {
    const { from, until } = this.#span;
    const hours = wholeIn({ from, until: Math.min(until, this.#content.end) }, HOUR_SECONDS) ?? { from: until, until };
    const visitSecond = (second: number) => visit(second - (second % HOUR_SECONDS), 1);
    this.#visitSeconds(userId, { from, until: hours.from }, visitSecond);
    eachHourOf({ content: this.#content, log: this.#log, userId }, hours, visit);
    if (hours.until < this.#content.end) this.#visitSeconds(userId, { from: hours.until, until }, visitSecond);
    visitSeconds(this.#recentOf(userId), this.#span, visitSecond);
  }

  #visitSeconds(userId: number, span: Span, visit: (second: number, calls: number) => void): void {
    if (span.from >= span.until) return;
    for (const rows of this.#rowsOf(userId, span)) visitSeconds(rows, span, visit);
  }

  /** How many calls of the window, or of one user in it, fall in each step of response time. */
  latencySteps(userId?: number): readonly StepRow[] {
    const { bins } = (userId === undefined ? this.sum({}) : this.sumOfCaller(userId, {})).overall;
    const counts = new Map<number, number>();
    for (const [bin, callCount] of bins.entries()) {
      const step = this.#content.scale.stepOf(bin);
      if (callCount > 0) counts.set(step, (counts.get(step) ?? 0) + callCount);
    }
    return [...counts].map(([step, callCount]) => ({ step, callCount }));
  }

  #addTimeline(sums: TimelineSums, seconds: number): boolean {
    const { from, until } = this.#span;
    const level = LEVELS.find((one) => seconds % one.seconds === 0);
    const whole = level && wholeIn(this.#span, level.seconds);
    const edges = whole
      ? [
          { from, until: whole.from },
          { from: whole.until, until },
        ]
      : [this.#span];
    const single = edges.reduce((sum, edge) => sum + this.#content.estimate(edge), 0);
    const sliceCount = whole ? (Math.min(whole.until, this.#content.end) - whole.from) / seconds : 0;
    if (single > MOST_SINGLE_CALLS || sliceCount > MOST_SLICES) return false;
    for (const edge of edges) this.#content.eachRows(edge, (rows) => sums.addRows(rows, edge));
    if (whole) {
      for (const row of this.#content.tables.summaries(level.name, whole, ['overall'])) {
        sums.addStored(row.start, row.overall);
      }
    }
    sums.addRows(this.#tail.rows, this.#span);
    return true;
  }

  // What was expected to be few calls may turn out to be some more.
  #valuesOf(calls: number): number {
    return calls <= this.#exactCalls ? Math.max(1, this.#exactCalls * 2) : 0;
  }

  #callsAtMost(userId: number): number {
    const caller = this.#content.names.knownCaller(userId);
    if (caller === undefined) return 0;
    const { tables } = this.#content;
    const bytes = tables.partsIn(this.#span).reduce((sum, { start }) => sum + tables.pieceSize(start, caller), 0);
    return bytes / FEWEST_BYTES_OF_CALL;
  }

  #busyHours(userId: number, columns: readonly (keyof StoredSummary)[]): readonly SummaryRow[] {
    const hours = wholeIn(this.#span, HOUR_SECONDS);
    const caller = this.#content.names.knownCaller(userId);
    return hours === undefined || caller === undefined ? [] : this.#content.tables.busyHours(caller, hours, columns);
  }

  /** One user's calls of the parts in the window but for some hours, list by list, each used again for the next. */
  *#rowsOf(userId: number, within: Span, without: readonly SummaryRow[] = []): Generator<CallRows> {
    const known = new Set(without.map(({ start }) => start));
    const caller = this.#content.names.knownCaller(userId);
    if (caller === undefined) return;
    let missing: Span | undefined;
    for (const part of this.#content.tables.partsIn(within)) {
      if (isKnown(part, within, known)) continue;
      const rows = this.#content.rowsOfCaller(part, caller);
      if (rows === undefined) {
        missing = { from: missing?.from ?? part.start, until: part.until };
        continue;
      }
      if (missing !== undefined) yield* this.#rowsFromLog(userId, missing, within);
      missing = undefined;
      if (known.size > 0) removeHours(rows, known);
      yield rows;
    }
    if (missing !== undefined) yield* this.#rowsFromLog(userId, missing, within);
  }

  /** Those of the newest calls that one user made. */
  #recentOf(userId: number): CallRows {
    const recent = new CallRows();
    const caller = this.#content.names.knownCaller(userId);
    for (let index = 0; index < this.#tail.rows.length; index += 1) {
      if (this.#tail.rows.caller[index] === caller) recent.pushRow(this.#tail.rows, index);
    }
    return recent;
  }

  *#rowsFromLog(userId: number, { from, until }: Span, within: Span): Generator<CallRows> {
    const rows = new CallRows();
    const span = { from: Math.max(from, within.from), until: Math.min(until, within.until) };
    const found = this.#log.rowsOfUser(userId, span, this.#content.reach.sealed);
    new CallParser(this.#content.names).parse(found, { rows, odd: [] });
    yield rows;
  }
}

function isKnown({ start, until }: Part, span: Span, known: ReadonlySet<number>): boolean {
  for (let hour = start; hour < until; hour += HOUR_SECONDS) {
    if (hour < span.until && hour + HOUR_SECONDS > span.from && !known.has(hour)) return false;
  }
  return true;
}

function removeHours(rows: CallRows, known: ReadonlySet<number>): void {
  let kept = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const second = rows.second[index] ?? 0;
    if (!known.has(second - (second % HOUR_SECONDS))) rows.moveRow(index, kept++);
  }
  rows.length = kept;
}

function visitSeconds(rows: CallRows, { from, until }: Span, visit: (second: number, calls: number) => void): void {
  for (let index = 0; index < rows.length; index += 1) {
    const second = rows.second[index] ?? 0;
    if (second >= from && second < until) visit(second, 1);
  }
}
