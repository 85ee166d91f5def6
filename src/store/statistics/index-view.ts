import type { TopUser } from '../../model/statistics.ts';
import type {
  BucketSums,
  Buckets,
  CallSample,
  CallsByBucket,
  HeatCount,
  ListPlace,
  RouteBuckets,
  RouteTime,
  Sampling,
  StepCount,
  UserFactName,
  UserFacts,
} from '../answers/call-sums.ts';
import { around, boundsOf, type Span, wholeIn } from '../answers/spans.ts';
import { type UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import { keysOf } from './call-keys.ts';
import type { OddCall } from './call-parser.ts';
import type { FoundQuery } from './found-query.ts';
import { HourCountSink } from './hour-count-sink.ts';
import { IndexGroups } from './index-groups.ts';
import type { IndexSources } from './index-sources.ts';
import type { Needs } from './kept-sums.ts';
import type { UserCounts } from './log-source.ts';
import { OrderSink } from './order-sink.ts';
import { RouteTimelines } from './route-timelines.ts';
import { SampleSink } from './sample-sink.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { SourceScan } from './source-scan.ts';
import { Summary, type SummaryParts } from './summary.ts';
import { TimelineSums } from './timeline-sums.ts';
import { UserBucketSink } from './user-bucket-sink.ts';
import { factsInParts } from './user-facts.ts';

// A timeline that would need more single calls than this is left to the log.
const MOST_SINGLE_CALLS = 1_000_000;
const MOST_BUCKETS = 2_000;
// A page by response time that lies deeper than this, from either end, is left to the log.
const MOST_SORTED = 20_000;
// Of a user in a list with more calls than this the percentile is within 1 %.
const MOST_EXACT_OF_USER = 2_000;
// Zones of other forms of a time are at most so far from UTC.
const OTHER_ZONES = 15 * HOUR_SECONDS;
// The shortest have no times by route.
const LEVELS = [
  { name: 'day', seconds: DAY_SECONDS },
  { name: 'hour', seconds: HOUR_SECONDS },
  { name: 'five_minutes', seconds: FIVE_MINUTES },
] as const;

/** The calls of a window, all of them or those that fit a query: those in the index and those that came since. */
export class IndexView {
  readonly sources: IndexSources;
  readonly #span: Span;
  readonly #exactCalls: number;
  readonly #scan: SourceScan;

  /** Up to `exactCalls` calls are added one by one, which makes percentiles exact. */
  constructor(sources: IndexSources, span: Span, exactCalls: number) {
    this.sources = sources;
    this.#scan = new SourceScan(sources);
    this.#span = span;
    this.#exactCalls = exactCalls;
  }

  /** The calls of the window by group. */
  get groups(): IndexGroups {
    return new IndexGroups(this.sources, this.#span);
  }

  get names() {
    return this.sources.content.names;
  }

  /** The part of the window in which calls are. */
  get extent(): Span {
    const blocks = this.sources.content.blocks.in(this.#span);
    const [first, last] = [blocks.at(0), blocks.at(-1)];
    return {
      from: Math.max(this.#span.from, first?.start ?? this.#span.from),
      until: Math.min(this.#span.until, last?.until ?? this.#span.until),
    };
  }

  /** Tells whether calls of the window have a fraction of a second in their times, which the index leaves out. */
  hasFractions(): boolean {
    const { content, tail } = this.sources;
    return tail.hasFractions || content.blocks.in(this.#span).some(({ fractions }) => fractions === 1);
  }

  /** The sums of the window, or of the calls in it that fit. */
  sum(parts: Omit<SummaryParts, 'exactCalls'>, queries?: readonly FoundQuery[]): Summary {
    const { content } = this.sources;
    const isLong = queries === undefined && content.estimate(this.#span) > this.#exactCalls;
    // What was expected to be few calls may turn out to be some more.
    const wanted = { ...parts, exactCalls: isLong ? 0 : this.#exactCalls * (queries === undefined ? 2 : 1) };
    const summary = new Summary(content.scale, content.names, wanted);
    if (isLong) {
      content.addTo(summary, this.#span, wanted);
      this.#scan.tail(this.#whole(), summary);
      return summary;
    }
    const needs = parts.routes ? this.#allNeeds(wanted.exactCalls) : { parts: wanted, timeline: false };
    this.#scan.byHours(queries ?? [this.#whole()], summary, (hours) => {
      summary.add(content.kept.of(content, hours, needs).summary);
    });
    return summary;
  }

  /** The window, or the calls in it that fit, in buckets; undefined if the log is the better one to ask. */
  timeline(buckets: Buckets, queries?: readonly FoundQuery[]): readonly BucketSums[] | undefined {
    return this.#timelineSums(buckets, queries)?.rows();
  }

  /** The same by response time. */
  latencyHeat(buckets: Buckets, queries?: readonly FoundQuery[]): readonly HeatCount[] | undefined {
    return this.#timelineSums(buckets, queries)?.heat();
  }

  /** The times of some routes in buckets; undefined if the log is the better one to ask. */
  routeTimes(buckets: RouteBuckets, queries?: readonly FoundQuery[]): readonly RouteTime[] | undefined {
    const sums = new RouteTimelines(this.sources.content, this.#span.from, buckets);
    if (queries !== undefined) this.#scan.all(queries, sums);
    else if (!this.#addTimeline(sums, { seconds: buckets.seconds, piece: 'routes' })) return undefined;
    return sums.rows();
  }

  #timelineSums(buckets: Buckets, queries: readonly FoundQuery[] | undefined): TimelineSums | undefined {
    const { content } = this.sources;
    const sums = new TimelineSums(content, this.#span.from, buckets);
    if (queries === undefined) {
      if (!this.#addTimeline(sums, { seconds: buckets.seconds, piece: 'overall' })) return undefined;
    } else if (buckets.seconds % HOUR_SECONDS === 0) {
      const needs = this.#allNeeds(this.#exactCalls);
      this.#scan.byHours(queries, sums, (hours) => sums.addAll(content.kept.of(content, hours, needs).timeline));
    } else {
      this.#scan.all(queries, sums);
    }
    return sums;
  }

  /** Counts the calls of some users in each bucket of the window. */
  callsByBucket(userIds: readonly number[], plan: UserBucketPlan, queries?: readonly FoundQuery[]): CallsByBucket {
    const buckets = new UserBuckets(userIds, plan);
    const sink = new UserBucketSink(buckets, plan, this.names, userIds);
    if (queries === undefined && plan.unit === 'hour') this.#addHours(sink);
    else this.#scan.all(queries ?? [this.#whole()], sink);
    sink.finish();
    return buckets.counts;
  }

  /** Facts about those of some users who called. */
  userFacts(
    userIds: readonly number[],
    wanted: readonly UserFactName[],
    queries: readonly FoundQuery[] = [this.#whole()],
  ): readonly UserFacts[] {
    const callers = userIds.flatMap((id) => this.names.knownCaller(id) ?? []);
    const plan = { callers, wanted, exactCalls: Math.min(this.#exactCalls, MOST_EXACT_OF_USER) };
    return factsInParts(this.sources, plan, { queries, callsOf: () => this.sum({ callers: true }, queries).callers });
  }

  /** Counts the calls in each hour that has some. */
  callsByHour(queries: readonly FoundQuery[] = [this.#whole()]): ReadonlyMap<number, number> {
    const { content } = this.sources;
    const sink = new HourCountSink();
    this.#scan.byHours(queries, sink, (hours) => {
      for (const [hour, callCount] of content.kept.countsOf(content, hours)) sink.add(hour, callCount);
    });
    return sink.counts;
  }

  /** The ids of a page of the calls in an order; undefined if it lies deep in the list. */
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
    this.#scan.all(queries, sink);
    const ids = sink.ids();
    return isNearStart ? ids.slice(offset) : ids.slice(total - end).reverse();
  }

  /** Some of the calls, chosen evenly. */
  sample(sampling: Sampling, queries: readonly FoundQuery[] = [this.#whole()]): CallSample {
    const sink = new SampleSink(sampling);
    this.#scan.all(queries, sink);
    return { ids: sink.ids, callCount: sink.callCount };
  }

  /** Tells whether a time in another form than the usual lies in the window or near it, as an instant or as text. */
  mayHaveOtherForms(): boolean {
    const { content, tail } = this.sources;
    const near = { from: this.#span.from - OTHER_ZONES, until: this.#span.until + OTHER_ZONES };
    const { from, to } = boundsOf(near);
    const isNear = ({ dateTime }: OddCall) => dateTime >= from && dateTime < to;
    return this.hasFractions() || tail.odd.some(isNear) || content.tables.checked.holdsOddNear(near);
  }

  /** Names users and puts the busiest first: `count` of them. */
  nameUsers(users: readonly UserCounts[], count: number): Promise<readonly TopUser[]> {
    return this.sources.log.topUsers(users, count);
  }

  /** Counts the calls in each step of response time. */
  latencies(queries?: readonly FoundQuery[]): readonly StepCount[] {
    return this.sum({}, queries).overall.latency.steps();
  }

  #addHours(sink: UserBucketSink): void {
    const { content } = this.sources;
    const whole = wholeIn(this.#span, HOUR_SECONDS);
    for (const edge of around(this.#span, whole)) content.scan(edge, [sink]);
    if (whole) for (const [hour, callers] of content.tables.hoursOf('callers', whole)) sink.addStored(hour, callers);
    this.#scan.tail(this.#whole(), sink);
  }

  #addTimeline(
    sums: TimelineSums | RouteTimelines,
    { seconds, piece }: { readonly seconds: number; readonly piece: 'overall' | 'routes' },
  ): boolean {
    const { content } = this.sources;
    const levels = piece === 'routes' ? LEVELS.slice(0, 2) : LEVELS;
    const level = levels.find((one) => seconds % one.seconds === 0);
    const whole = level && wholeIn(this.#span, level.seconds);
    const edges = around(this.#span, whole);
    const single = edges.reduce((sum, edge) => sum + content.estimate(edge), 0);
    const bucketCount = whole ? (Math.min(whole.until, content.tables.checked.end) - whole.from) / seconds : 0;
    if (single > MOST_SINGLE_CALLS || bucketCount > MOST_BUCKETS) return false;
    for (const edge of edges) content.scan(edge, [sums]);
    if (whole) {
      for (const row of content.tables.summaries(level.name, whole, [piece])) sums.addStored(row.start, row[piece]);
    }
    this.#scan.tail(this.#whole(), sums);
    return true;
  }

  // Whoever asks for sums by route, or by hour, soon asks for the other.
  #allNeeds(exactCalls: number): Needs {
    return { parts: { routes: true, callers: true, exactCalls }, timeline: true };
  }

  #whole(): FoundQuery {
    return { span: this.#span, query: undefined };
  }
}
