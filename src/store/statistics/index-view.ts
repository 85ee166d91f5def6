import { eachHourOf } from './activity.ts';
import type { CallRows } from './call-rows.ts';
import { CallerCalls, type IndexSources } from './caller-calls.ts';
import { wholeIn } from './content.ts';
import type { Span } from './log-reader.ts';
import { DAY_SECONDS, HOUR_SECONDS, SLICE_SECONDS } from './seconds.ts';
import { Summary, type SummaryParts } from './summary.ts';
import { type SliceOptions, type TimelineRow, TimelineSums } from './timeline-sums.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_SLICES = 2_000;
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

/** Takes how often a user called in a second, or in the hour that begins with it. */
export type VisitCall = (userId: number, second: number, calls: number) => void;

/** The calls of a window, all of them: those in the index and those that came since. */
export class IndexView {
  readonly #sources: IndexSources;
  readonly #span: Span;
  readonly #exactCalls: number;

  /** Up to `exactCalls` calls are added one by one, which makes percentiles exact. */
  constructor(sources: IndexSources, span: Span, exactCalls: number) {
    this.#sources = sources;
    this.#span = span;
    this.#exactCalls = exactCalls;
  }

  get names() {
    return this.#sources.content.names;
  }

  /** The sums of the window. */
  sum(parts: Omit<SummaryParts, 'mostValues'>): Summary {
    const { content, tail } = this.#sources;
    const wanted = { ...parts, mostValues: this.#valuesOf(content.estimate(this.#span)) };
    const summary = new Summary(content.scale, content.names, wanted);
    content.addTo(summary, this.#span, wanted);
    summary.addRows(tail.rows, this.#span.from, this.#span.until);
    return summary;
  }

  /** The sums of one user's calls in the window, by route too; several questions of a screen ask for the same. */
  sumOfCaller(userId: number): Summary {
    const { content, tail } = this.#sources;
    const { from, until } = this.#span;
    const name = [userId, from, until, this.#exactCalls, tail.sealed, tail.last, tail.rows.length].join(' ');
    return content.sumOf(name, () => this.#addCaller(userId));
  }

  #addCaller(userId: number): Summary {
    const { content } = this.#sources;
    const calls = new CallerCalls(this.#sources, userId);
    const wanted = { routes: true, mostValues: this.#valuesOf(calls.countAtMost(this.#span)) };
    const isExact = wanted.mostValues > 0;
    const busy = isExact ? [] : calls.busyHours(this.#span, []);
    const summary = new Summary(content.scale, content.names, wanted);
    if (!isExact) for (const row of calls.busySums(this.#span)) summary.merge(row);
    for (const rows of calls.rowsAround(this.#span, busy)) summary.addRows(rows, this.#span.from, this.#span.until);
    return summary;
  }

  /** The window, or one user's calls in it, in slices of time; undefined where the log is the better one to ask. */
  timeline(options: SliceOptions, userId?: number): readonly TimelineRow[] | undefined {
    const sums = new TimelineSums(this.#sources.content, this.#span.from, options);
    if (userId === undefined) return this.#addTimeline(sums, options.seconds) ? sums.rows() : undefined;
    const calls = new CallerCalls(this.#sources, userId);
    const busy = options.seconds % HOUR_SECONDS === 0 ? calls.busyHours(this.#span, ['overall']) : [];
    for (const { start, overall } of busy) sums.addStored(start, overall);
    for (const rows of calls.rowsAround(this.#span, busy)) sums.addRows(rows, this.#span);
    return sums.rows();
  }

  /** Hands over when some users called in the window and how often: by the second, or by the beginning of the hour. */
  eachCallOf(userIds: readonly number[], unit: 'second' | 'hour', visit: VisitCall): void {
    const { content, tail, log } = this.#sources;
    const userOf: number[] = [];
    for (const userId of userIds) {
      const caller = content.names.knownCaller(userId);
      if (caller !== undefined) userOf[caller] = userId;
    }
    const visitRows = (rows: CallRows, { from, until }: Span) => {
      for (let index = 0; index < rows.length; index += 1) {
        const userId = userOf[rows.caller[index] ?? -1];
        const second = rows.second[index] ?? 0;
        if (userId === undefined || second < from || second >= until) continue;
        visit(userId, unit === 'hour' ? second - (second % HOUR_SECONDS) : second, 1);
      }
    };
    const stored = { from: this.#span.from, until: Math.min(this.#span.until, content.end) };
    const hours = unit === 'hour' ? wholeIn(stored, HOUR_SECONDS) : undefined;
    for (const edge of around(stored, hours)) content.eachRows(edge, (rows) => visitRows(rows, edge));
    if (hours !== undefined) {
      for (const userId of userIds) {
        eachHourOf({ content, log, userId }, hours, (hour, calls) => visit(userId, hour, calls));
      }
    }
    visitRows(tail.rows, this.#span);
  }

  /** How many calls of the window, or of one user in it, fall in each step of response time. */
  latencySteps(userId?: number): readonly StepRow[] {
    const { bins } = (userId === undefined ? this.sum({}) : this.sumOfCaller(userId)).overall;
    const counts = new Map<number, number>();
    for (const [bin, callCount] of bins.entries()) {
      const step = this.#sources.content.scale.stepOf(bin);
      if (callCount > 0) counts.set(step, (counts.get(step) ?? 0) + callCount);
    }
    return [...counts].map(([step, callCount]) => ({ step, callCount }));
  }

  #addTimeline(sums: TimelineSums, seconds: number): boolean {
    const level = LEVELS.find((one) => seconds % one.seconds === 0);
    const whole = level && wholeIn(this.#span, level.seconds);
    const edges = around(this.#span, whole);
    const single = edges.reduce((sum, edge) => sum + this.#sources.content.estimate(edge), 0);
    const sliceCount = whole ? (Math.min(whole.until, this.#sources.content.end) - whole.from) / seconds : 0;
    if (single > MOST_SINGLE_CALLS || sliceCount > MOST_SLICES) return false;
    for (const edge of edges) this.#sources.content.eachRows(edge, (rows) => sums.addRows(rows, edge));
    if (whole) {
      for (const row of this.#sources.content.tables.summaries(level.name, whole, ['overall'])) {
        sums.addStored(row.start, row.overall);
      }
    }
    sums.addRows(this.#sources.tail.rows, this.#span);
    return true;
  }

  // What was expected to be few calls may turn out to be some more.
  #valuesOf(calls: number): number {
    return calls <= this.#exactCalls ? Math.max(1, this.#exactCalls * 2) : 0;
  }
}

/** What is left of a span without its middle. */
function around(span: Span, middle: Span | undefined): readonly Span[] {
  if (middle === undefined) return [span];
  return [
    { from: span.from, until: middle.from },
    { from: middle.until, until: span.until },
  ];
}
