import type { TopUser } from '../../model/statistics.ts';
import type { BucketSums, Buckets, CallsByBucket, ListPlace, StepCount } from '../answers/call-sums.ts';
import { around, boundsOf, type Span, wholeIn } from '../answers/spans.ts';
import { type UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import { BlockScan } from './block-scan.ts';
import { keysOf } from './call-keys.ts';
import type { OddCall } from './call-parser.ts';
import type { RunSink } from './call-run.ts';
import type { FailedSpan } from './failed-ids.ts';
import { type FoundQuery, isHopeless, wantedOf } from './found-query.ts';
import { HourCountSink } from './hour-count-sink.ts';
import type { IndexContent } from './index-content.ts';
import type { HourSums, Needs } from './kept-sums.ts';
import type { LogSource, UserCounts } from './log-source.ts';
import { OrderSink } from './order-sink.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { Summary, type SummaryParts } from './summary.ts';
import type { Tail } from './tail.ts';
import type { TimedQuery } from './timed-queries.ts';
import { TimelineSums } from './timeline-sums.ts';
import { UserBucketSink } from './user-bucket-sink.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_BUCKETS = 2_000;
// A page by response time that lies deeper than this, from either end, is left to the log.
const MOST_SORTED = 20_000;
// Zones of other forms of a time are at most so far from UTC.
const OTHER_ZONES = 15 * HOUR_SECONDS;
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

/** Sums that are added to: run by run, and by the sums of whole hours. */
interface Adding {
  readonly sink: RunSink;
  readonly add: (sums: HourSums) => void;
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

  /**
   * Looks for failed calls by their messages where a query does that, the newest first, for about so long; returns the second down
   * to which all were looked at. Undefined where the log cannot be asked.
   */
  async lookAtFailed(queries: readonly TimedQuery[], budgetMs: number): Promise<number | undefined> {
    const { content, log } = this.#sources;
    const startedAt = performance.now();
    for (const { span, ofFailed } of queries.toReversed()) {
      for (let reached = span.until; ofFailed !== undefined && reached > span.from; ) {
        const next = await content.failed.step(log, ofFailed, this.#failedSpan(span));
        if (next === undefined || performance.now() - startedAt >= budgetMs) return next;
        reached = next;
      }
    }
    return this.#span.from;
  }

  /** The queries with the failed calls that were found for them; undefined where some days were not looked at. */
  async find(queries: readonly TimedQuery[]): Promise<readonly FoundQuery[] | undefined> {
    const { content, log } = this.#sources;
    const found: FoundQuery[] = [];
    for (const query of queries) {
      const { ofFailed, span } = query;
      const failed = ofFailed && (await content.failed.of(log, ofFailed, this.#failedSpan(span)));
      if (ofFailed !== undefined && failed === undefined) return undefined;
      found.push({ ...query, ...(failed && { failed }) });
    }
    return found;
  }

  /** The part of the window in which calls are. */
  get extent(): Span {
    const blocks = this.#sources.content.blocks.in(this.#span);
    const [first, last] = [blocks.at(0), blocks.at(-1)];
    return {
      from: Math.max(this.#span.from, first?.start ?? this.#span.from),
      until: Math.min(this.#span.until, last?.until ?? this.#span.until),
    };
  }

  /** Tells whether calls of the window have a fraction of a second in their times, which the index leaves out. */
  hasFractions(): boolean {
    const { content, tail } = this.#sources;
    return tail.rows.hasFractions || content.blocks.in(this.#span).some(({ fractions }) => fractions === 1);
  }

  /** The sums of the window, or of the calls in it that fit. */
  sum(parts: Omit<SummaryParts, 'exactCalls'>, queries?: readonly FoundQuery[]): Summary {
    const { content } = this.#sources;
    const isLong = queries === undefined && content.estimate(this.#span) > this.#exactCalls;
    // What was expected to be few calls may turn out to be some more.
    const wanted = { ...parts, exactCalls: isLong ? 0 : this.#exactCalls * (queries === undefined ? 2 : 1) };
    const summary = new Summary(content.scale, content.names, wanted);
    if (isLong) {
      content.addTo(summary, this.#span, wanted);
      this.#scanTail(this.#whole(), [summary]);
      return summary;
    }
    const needs = parts.routes ? this.#allNeeds(wanted.exactCalls) : { parts: wanted, timeline: false };
    this.#addKept(queries ?? [this.#whole()], needs, { sink: summary, add: (sums) => summary.add(sums.summary) });
    return summary;
  }

  /** The window, or the calls in it that fit, in buckets; undefined where the log is the better one to ask. */
  timeline(buckets: Buckets, queries?: readonly FoundQuery[]): readonly BucketSums[] | undefined {
    const sums = new TimelineSums(this.#sources.content, this.#span.from, buckets);
    if (queries === undefined) {
      if (!this.#addTimeline(sums, buckets.seconds)) return undefined;
    } else if (buckets.seconds % HOUR_SECONDS === 0) {
      this.#addKept(queries, this.#allNeeds(this.#exactCalls), {
        sink: sums,
        add: ({ timeline }) => sums.addAll(timeline),
      });
    } else {
      this.#scan(queries, [sums]);
    }
    return sums.rows();
  }

  /** Counts the calls of some users in each bucket of the window. */
  callsByBucket(userIds: readonly number[], plan: UserBucketPlan, queries?: readonly FoundQuery[]): CallsByBucket {
    const buckets = new UserBuckets(userIds, plan);
    const sink = new UserBucketSink(buckets, plan, this.names, userIds);
    this.#scan(queries ?? [this.#whole()], [sink]);
    sink.finish();
    return buckets.counts;
  }

  /** Counts the calls in each hour that has some. */
  callsByHour(queries: readonly FoundQuery[] = [this.#whole()]): ReadonlyMap<number, number> {
    const { content } = this.#sources;
    const sink = new HourCountSink();
    for (const query of queries.filter((one) => !isHopeless(one))) {
      const { span } = query;
      const hours = wholeIn(span, HOUR_SECONDS);
      const scan = this.#scanTail(query, [sink]);
      const kept = hours && content.kept.countsOf(content, { ...query, span: hours });
      for (const [hour, callCount] of kept ?? []) sink.add(hour, callCount);
      for (const edge of around(span, hours)) content.blocks.scan(content.blocks.in(edge), scan);
    }
    return sink.counts;
  }

  /** The ids of a page of the calls in an order; undefined where it lies deep in the list. */
  idsIn(
    { descending, offset, limit, ...order }: ListPlace,
    queries: readonly FoundQuery[] = [this.#whole()],
  ): readonly number[] | undefined {
    const total = [...this.callsByHour(queries).values()].reduce((sum, callCount) => sum + callCount, 0);
    const end = Math.min(offset + limit, total);
    const isNearStart = end <= total - offset;
    const wanted = isNearStart ? end : total - offset;
    if (wanted > MOST_SORTED) return undefined;
    const sink = new OrderSink(wanted, {
      keys: keysOf(order, this.names),
      descending: descending === isNearStart,
      hasNoneFirst: !isNearStart,
    });
    this.#scan(queries, [sink]);
    const ids = sink.ids();
    return isNearStart ? ids.slice(offset) : ids.slice(total - end).reverse();
  }

  /** Tells whether a time in another form than the usual lies in the window or near it, as an instant or as text. */
  mayHaveOtherForms(): boolean {
    const { content, tail } = this.#sources;
    const near = { from: this.#span.from - OTHER_ZONES, until: this.#span.until + OTHER_ZONES };
    const { from, to } = boundsOf(near);
    const isNear = ({ dateTime }: OddCall) => dateTime >= from && dateTime < to;
    return this.hasFractions() || tail.odd.some(isNear) || content.tables.checked.holdsOddNear(near);
  }

  /** Names users and puts the busiest first: ten of them. */
  nameUsers(users: readonly UserCounts[]): Promise<readonly TopUser[]> {
    return this.#sources.log.topUsers(users);
  }

  /** Counts the calls in each step of response time. */
  latencies(queries?: readonly FoundQuery[]): readonly StepCount[] {
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

  /** Adds the sums of whole hours, which are kept, and those of the rest. */
  #addKept(queries: readonly FoundQuery[], needs: Needs, { sink, add }: Adding): void {
    const { content } = this.#sources;
    for (const query of queries.filter((one) => !isHopeless(one))) {
      const { span } = query;
      const hours = wholeIn(span, HOUR_SECONDS);
      const scan = this.#scanTail(query, [sink]);
      if (hours !== undefined) add(content.kept.of(content, { ...query, span: hours }, needs));
      for (const edge of around(span, hours)) content.blocks.scan(content.blocks.in(edge), scan);
    }
  }

  // Whoever asks for sums by route, or by hour, soon asks for the other.
  #allNeeds(exactCalls: number): Needs {
    return { parts: { routes: true, callers: true, exactCalls }, timeline: true };
  }

  #failedSpan(span: Span): FailedSpan {
    const { sealed, last } = this.#sources.tail;
    return { span, sealed, last };
  }

  #whole(): FoundQuery {
    return { span: this.#span, query: undefined };
  }

  #scan(queries: readonly FoundQuery[], sinks: readonly RunSink[]): void {
    const { blocks } = this.#sources.content;
    for (const query of queries) {
      const scan = this.#scanTail(query, sinks);
      if (!isHopeless(query)) blocks.scan(blocks.in(query.span), scan);
    }
  }

  /** Hands over the calls that came since, and returns the scan that does the same with others. */
  #scanTail(query: FoundQuery, sinks: readonly RunSink[]): BlockScan {
    const { content, tail } = this.#sources;
    const { span } = query;
    const scan = new BlockScan(wantedOf(query, content.names), sinks);
    for (const block of tail.blocks) if (block.until > span.from && block.start < span.until) scan.visit(block);
    return scan;
  }
}
