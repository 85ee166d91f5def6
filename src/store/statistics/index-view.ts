import type { TopUser } from '../../model/statistics.ts';
import type { BucketSums, Buckets, CallsByBucket, StepCount } from '../answers/call-sums.ts';
import { around, type Span, wholeIn } from '../answers/spans.ts';
import { type UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import { BlockScan } from './block-scan.ts';
import type { RunSink } from './call-run.ts';
import type { IndexContent } from './index-content.ts';
import type { LogSource, UserCounts } from './log-source.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { Summary, type SummaryParts } from './summary.ts';
import type { Tail } from './tail.ts';
import type { TimedQuery } from './timed-queries.ts';
import { TimelineSums } from './timeline-sums.ts';
import { UserBucketSink } from './user-bucket-sink.ts';
import { Verdicts } from './verdicts.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_BUCKETS = 2_000;
const LEVELS = [
  { name: 'day', seconds: DAY_SECONDS },
  { name: 'hour', seconds: HOUR_SECONDS },
  { name: 'five_minutes', seconds: FIVE_MINUTES },
] as const;

/** Sources of a view: the index, the calls that came after it, and the log that both are of. */
export interface IndexSources {
  readonly content: IndexContent;
  readonly tail: Tail;
  readonly log: LogSource;
}

/** The calls of a window, all of them or those that fit a query: those in the index and those that came since. */
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

  /** Tells whether calls of the window have a fraction of a second in their times, which the index leaves out. */
  hasFractions(): boolean {
    const { content, tail } = this.#sources;
    return tail.rows.hasFractions || content.blocks.in(this.#span).some(({ fractions }) => fractions === 1);
  }

  /** The sums of the window, or of the calls in it that fit. */
  sum(parts: Omit<SummaryParts, 'exactCalls'>, queries?: readonly TimedQuery[]): Summary {
    const { content } = this.#sources;
    const isLong = queries === undefined && content.estimate(this.#span) > this.#exactCalls;
    // What was expected to be few calls may turn out to be some more.
    const wanted = { ...parts, exactCalls: isLong ? 0 : this.#exactCalls * 2 };
    const summary = new Summary(content.scale, content.names, wanted);
    if (isLong) {
      content.addTo(summary, this.#span, wanted);
      this.#scanTail(this.#whole(), [summary]);
    } else {
      this.#scan(queries ?? [this.#whole()], [summary]);
    }
    return summary;
  }

  /** The window, or the calls in it that fit, in buckets; undefined where the log is the better one to ask. */
  timeline(buckets: Buckets, queries?: readonly TimedQuery[]): readonly BucketSums[] | undefined {
    const sums = new TimelineSums(this.#sources.content, this.#span.from, buckets);
    if (queries !== undefined) this.#scan(queries, [sums]);
    else if (!this.#addTimeline(sums, buckets.seconds)) return undefined;
    return sums.rows();
  }

  /** Counts the calls of some users in each bucket of the window. */
  callsByBucket(userIds: readonly number[], plan: UserBucketPlan, queries?: readonly TimedQuery[]): CallsByBucket {
    const buckets = new UserBuckets(userIds, plan);
    const sink = new UserBucketSink(buckets, plan, this.names.callersOf(userIds));
    this.#scan(queries ?? [this.#whole()], [sink]);
    return buckets.counts;
  }

  /** Names users and puts the busiest first: ten of them. */
  nameUsers(users: readonly UserCounts[]): Promise<readonly TopUser[]> {
    return this.#sources.log.topUsers(users);
  }

  /** Counts the calls in each step of response time. */
  latencies(queries?: readonly TimedQuery[]): readonly StepCount[] {
    const { bins } = this.sum({}, queries).overall.latency;
    const counts = new Map<number, number>();
    for (const [bin, callCount] of bins.entries()) {
      const step = this.#sources.content.scale.stepOf(bin);
      if (callCount > 0) counts.set(step, (counts.get(step) ?? 0) + callCount);
    }
    return [...counts].map(([step, callCount]) => ({ step, callCount }));
  }

  #addTimeline(sums: TimelineSums, seconds: number): boolean {
    const { content } = this.#sources;
    const level = LEVELS.find((one) => seconds % one.seconds === 0);
    const whole = level && wholeIn(this.#span, level.seconds);
    const edges = around(this.#span, whole);
    const single = edges.reduce((sum, edge) => sum + content.estimate(edge), 0);
    const bucketCount = whole ? (Math.min(whole.until, content.tables.checked.end) - whole.from) / seconds : 0;
    if (single > MOST_SINGLE_CALLS || bucketCount > MOST_BUCKETS) return false;
    for (const edge of edges) content.scan(edge, [sums]);
    if (whole) {
      for (const row of content.tables.summaries(level.name, whole, ['overall']))
        sums.addStored(row.start, row.overall);
    }
    this.#scanTail(this.#whole(), [sums]);
    return true;
  }

  #whole(): TimedQuery {
    return { span: this.#span, query: undefined };
  }

  #scan(queries: readonly TimedQuery[], sinks: readonly RunSink[]): void {
    const { blocks } = this.#sources.content;
    for (const query of queries) blocks.scan(blocks.in(query.span), this.#scanTail(query, sinks));
  }

  /** Hands over the calls that came since, and returns the scan that does the same with others. */
  #scanTail({ span, query }: TimedQuery, sinks: readonly RunSink[]): BlockScan {
    const { content, tail } = this.#sources;
    const scan = new BlockScan({ span, verdicts: query && new Verdicts(query, content.names) }, sinks);
    for (const block of tail.blocks) if (block.until > span.from && block.start < span.until) scan.visit(block);
    return scan;
  }
}
