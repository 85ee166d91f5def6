import type { TopUser } from '../../model/statistics.ts';
import type { BucketSums, Buckets, CallsByBucket, StepCount } from '../answers/call-sums.ts';
import { around, type Span, wholeIn } from '../answers/spans.ts';
import { type UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import type { CallRows } from './call-rows.ts';
import { CallerCalls, type IndexSources } from './caller-calls.ts';
import { eachHourOf } from './day-activity.ts';
import type { UserCounts } from './log-source.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { Summary, type SummaryParts } from './summary.ts';
import { TimelineSums } from './timeline-sums.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_BUCKETS = 2_000;
const LEVELS = [
  { name: 'day', seconds: DAY_SECONDS },
  { name: 'hour', seconds: HOUR_SECONDS },
  { name: 'five_minutes', seconds: FIVE_MINUTES },
] as const;

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
  async sumOfCaller(userId: number): Promise<Summary> {
    const { content, tail } = this.#sources;
    const { from, until } = this.#span;
    const name = [userId, from, until, this.#exactCalls, tail.sealed, tail.last, tail.rows.length].join(' ');
    const known = content.keptSum(name);
    if (known !== undefined) return known;
    const summary = await this.#addCaller(userId);
    content.keepSum(name, summary);
    return summary;
  }

  async #addCaller(userId: number): Promise<Summary> {
    const { content } = this.#sources;
    const { from, until } = this.#span;
    const calls = new CallerCalls(this.#sources, userId);
    const wanted = { routes: true, mostValues: this.#valuesOf(calls.countAtMost(this.#span)) };
    const isExact = wanted.mostValues > 0;
    const busy = isExact ? [] : calls.busyHours(this.#span, []);
    const summary = new Summary(content.scale, content.names, wanted);
    if (!isExact) for (const row of calls.busySums(this.#span)) summary.merge(row);
    await calls.eachRows(this.#span, busy, (rows) => summary.addRows(rows, from, until));
    return summary;
  }

  /** The window, or one user's calls in it, in buckets; undefined where the log is the better one to ask. */
  async timeline(buckets: Buckets, userId?: number): Promise<readonly BucketSums[] | undefined> {
    const sums = new TimelineSums(this.#sources.content, this.#span.from, buckets);
    if (userId === undefined) return this.#addTimeline(sums, buckets.seconds) ? sums.rows() : undefined;
    const calls = new CallerCalls(this.#sources, userId);
    const busy = buckets.seconds % HOUR_SECONDS === 0 ? calls.busyHours(this.#span, ['overall']) : [];
    for (const { start, overall } of busy) sums.addStored(start, overall);
    await calls.eachRows(this.#span, busy, (rows) => sums.addRows(rows, this.#span));
    return sums.rows();
  }

  /** Counts the calls of some users in each bucket of the window. */
  async callsByBucket(userIds: readonly number[], plan: UserBucketPlan): Promise<CallsByBucket> {
    const { content, tail, log } = this.#sources;
    const buckets = new UserBuckets(userIds, plan);
    const addRows = rowAdder(buckets, plan, content.names.callersOf(userIds));
    const stored = { from: this.#span.from, until: Math.min(this.#span.until, content.end) };
    const hours = plan.unit === 'hour' ? wholeIn(stored, HOUR_SECONDS) : undefined;
    for (const edge of around(stored, hours)) content.eachRows(edge, (rows) => addRows(rows, edge));
    if (hours !== undefined) {
      for (const userId of userIds) {
        await eachHourOf({ content, log, userId }, hours, (hour, calls) => buckets.add(userId, hour, calls));
      }
    }
    addRows(tail.rows, this.#span);
    return buckets.counts;
  }

  /** Names users and puts the busiest first: ten of them. */
  nameUsers(users: readonly UserCounts[]): Promise<readonly TopUser[]> {
    return this.#sources.log.topUsers(users);
  }

  /** Counts the calls of the window, or of one user in it, in each step of response time. */
  async latencies(userId?: number): Promise<readonly StepCount[]> {
    const { bins } = (userId === undefined ? this.sum({}) : await this.sumOfCaller(userId)).overall;
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
    const bucketCount = whole ? (Math.min(whole.until, this.#sources.content.end) - whole.from) / seconds : 0;
    if (single > MOST_SINGLE_CALLS || bucketCount > MOST_BUCKETS) return false;
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

/** Adds calls of the users of some numbers that lie in a span. */
function rowAdder(buckets: UserBuckets, { unit }: UserBucketPlan, userOf: readonly (number | undefined)[]) {
  return (rows: CallRows, { from, until }: Span) => {
    for (let index = 0; index < rows.length; index += 1) {
      const userId = userOf[rows.caller[index] ?? -1];
      const second = rows.second[index] ?? 0;
      if (userId === undefined || second < from || second >= until) continue;
      buckets.add(userId, unit === 'hour' ? second - (second % HOUR_SECONDS) : second, 1);
    }
  };
}
