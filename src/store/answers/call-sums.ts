import type { BoundQuery } from '../../filter/bound-query.ts';
import type { GroupId } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { CallTotals, StatusCount, SystemStats, UserStats } from '../../model/statistics.ts';
import type { RouteCount } from '../../model/values.ts';
import type { Window } from '../../model/window.ts';
import type { Patience } from './patience.ts';
import type { UserBucketPlan } from './user-buckets.ts';

/** The sums of a window over all calls. */
export type WindowTotals = Omit<CallTotals, 'from' | 'to' | 'scan'>;

/** The same with its top lists. */
export type SystemSums = Omit<SystemStats, 'from' | 'to' | 'periodHours' | 'scan'>;

/** The sums of one user's calls in a window. */
export type UserSums = Omit<
  UserStats,
  'from' | 'to' | 'username' | 'periodDays' | 'firstCallAt' | 'lastCallAt' | 'scan'
>;

/** The buckets of a timeline: how long each is, and the number since 1970 of the last, which takes what lies past it. */
export interface Buckets {
  readonly seconds: number;
  readonly last: number;
}

/** The sums of one bucket of a timeline by its number since 1970; null is of times that cannot be read. */
export interface BucketSums {
  readonly bucket: number | null;
  readonly callCount: number;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

/** Number of calls in a step of LATENCY_STEPS_MS. */
export interface StepCount {
  readonly step: number;
  readonly callCount: number;
}

/** Number of calls in a step of LATENCY_STEPS_MS and a bucket of a timeline. */
export interface HeatCount extends StepCount {
  readonly bucket: number | null;
}

/** The times of a route in a bucket of a timeline. */
export interface RouteTime {
  readonly apiRoute: string;
  readonly bucket: number | null;
  readonly p95ResponseMs: number | null;
}

/** Buckets of a timeline, and the routes that are asked about. */
export interface RouteBuckets extends Buckets {
  readonly routes: readonly string[];
}

/** A group of failed calls by name: its newest message, cut as `nameOfGroup` does; null if its calls have none. */
export interface GroupName {
  readonly id: GroupId;
  readonly statusCode: number;
  readonly message: string | null;
}

/** Division of a span of time into so many equal parts; what lies at or past an end belongs to the first or the last. */
export interface TrendPlan {
  readonly bucketCount: number;
  readonly from: Date;
  readonly to: Date;
}

/** The sums of the calls of one group in a window. */
export interface GroupSums {
  readonly group: GroupName;
  readonly callCount: number;
  /** Number of calls of each user and of each route. */
  readonly users: ReadonlyMap<Id, number>;
  readonly routes: ReadonlyMap<string, number>;
  /** Number of calls in each bucket of the plan. */
  readonly trend: readonly number[];
  /** Second of the last of the calls, since 1970. */
  readonly lastSecond: number;
}

/** The groups of a window, and the failed calls that are in none, since there are too many different ones. */
export interface GroupedErrors {
  readonly groups: readonly GroupSums[];
  readonly ungroupedCount: number;
}

/** The calls of a group over all time. */
export interface GroupPast {
  readonly firstSecond: number;
  readonly lastSecond: number;
  /** Number of calls in each hour that has some, by its first second since 1970, in rising order. */
  readonly hours: readonly (readonly [hourSecond: number, callCount: number])[];
}

/** Past of the groups, which their states are made of. */
export interface GroupHistory {
  readonly groups: ReadonlyMap<GroupId, GroupPast>;
  /** Number of all calls, failed or not, in each hour of the last 8 days at least, by its first second since 1970. */
  readonly callsByHour: ReadonlyMap<number, number>;
  /** First second of the earliest hour of the log that is known; null if the log is empty. */
  readonly earliestSecond: number | null;
  /** Share of the log that is known, from 0 to 1. */
  readonly share: number;
}

/** The sums of one of the users who called in a window. */
export interface UserTraffic {
  readonly userId: Id;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

/** Facts about users that take more than sums: the 95th percentile of response times, the most frequent route, the last failed call. */
export type UserFactName = 'times' | 'topRoute' | 'lastError';

/** Facts about one of the users who called in a window; those that were not asked for are as if there were no calls. */
export interface UserFacts {
  readonly userId: Id;
  readonly serverErrorCount: number;
  readonly p95ResponseMs: number | null;
  /** Only if the percentile is within 1 % instead of exact. */
  readonly isApproximate?: true;
  readonly topRoute: string | null;
  /** Second since 1970 of the last failed call, and its status; of several in one second that with the largest id. */
  readonly lastError: { readonly second: number; readonly statusCode: number } | null;
}

/** Number of calls of each of some users, bucket by bucket. */
export type CallsByBucket = ReadonlyMap<Id, readonly number[]>;

/** Filter on the calls of a window: those of one user, those that fit a query, or those that are both. All if it is empty. */
export interface SummedCalls {
  readonly userId?: Id | undefined;
  readonly query?: BoundQuery | undefined;
  /** Patience of who asks, handed on to the log, which may be read in part. */
  readonly patience?: Patience | undefined;
}

/** Numbers of calls of the users who called, of all routes and of all statuses, the last two in the order of lists. */
export interface ValueSums {
  readonly users: readonly Pick<UserTraffic, 'userId' | 'callCount'>[];
  readonly routes: readonly RouteCount[];
  readonly statuses: readonly StatusCount[];
}

/**
 * Place in a list by response time, status, route or user. Ties go by id, in the same direction; calls without a value come last in
 * both. Routes and usernames are sorted as `textOf` writes them, by their bytes.
 */
export interface ListPlace {
  readonly sort: 'ms' | 'status' | 'route' | 'user';
  readonly textOf: (routeOrUser: string | Id) => string;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** Choice of calls evenly from many: one of `every` so many, the first at the place `first`, from 0; both may be fractions. */
export interface Sampling {
  readonly every: number;
  readonly first: number;
}

/** Calls that were chosen evenly, of how many. */
export interface CallSample {
  readonly ids: readonly Id[];
  readonly callCount: number;
}

/**
 * Sums of the calls of a window. The log answers by its own SQL; the statistics index answers in its place where it
 * can, and with the same answers.
 */
export interface CallSums {
  /** Grows where answers that were given before may be wrong though the log has not moved since. */
  readonly correctionCount: number;
  totals(window: Window, calls: SummedCalls): Promise<WindowTotals>;
  /** The top lists have at most `topCount` entries. */
  system(window: Window, topCount: number, calls: SummedCalls): Promise<SystemSums>;
  ofUser(window: Window, userId: Id, calls: Omit<SummedCalls, 'userId'>): Promise<UserSums>;
  /** Buckets with calls. */
  timeline(window: Window, buckets: Buckets, calls: SummedCalls): Promise<readonly BucketSums[]>;
  /** Steps with calls in rising order. */
  latencies(window: Window, calls: SummedCalls): Promise<readonly StepCount[]>;
  /** Buckets and steps with calls, in any order. */
  latencyHeat(window: Window, buckets: Buckets, calls: SummedCalls): Promise<readonly HeatCount[]>;
  /** The times of some routes in buckets with calls, in any order. */
  routeTimes(window: Window, buckets: RouteBuckets, calls: SummedCalls): Promise<readonly RouteTime[]>;
  /** The users whose calls fit; `userIds` are all there are. */
  traffic(window: Window, userIds: readonly Id[], calls: SummedCalls): Promise<readonly UserTraffic[]>;
  /** Counts the calls of some users that fit in each bucket of a window. */
  callsByBucket(
    window: Window,
    userIds: readonly Id[],
    plan: UserBucketPlan,
    calls: SummedCalls,
  ): Promise<CallsByBucket>;
  /** Facts about those of some users who called, from their calls that fit, in any order. The server errors are always counted. */
  userFacts(
    window: Window,
    userIds: readonly Id[],
    wanted: readonly UserFactName[],
    calls: SummedCalls,
  ): Promise<readonly UserFacts[]>;
  /** The groups of those failed calls of a window that fit, in any order. */
  groups(window: Window, plan: TrendPlan, calls: SummedCalls): Promise<GroupedErrors>;
  /** The past of all groups. */
  groupHistory(now: Date): Promise<GroupHistory>;
  /** Counts the calls of a window that fit by user, route and status; `userIds` are all users there are. */
  valueCounts(window: Window, userIds: readonly Id[], calls: SummedCalls): Promise<ValueSums>;
  /** Returns the number of failed calls in a window, or undefined if it is not known without counting. */
  knownErrorCount(window: Window): Promise<number | undefined>;
  /**
   * Returns the number of calls that fit in each hour that has some, by its first second since 1970 and within the window, or
   * undefined if it is not known without counting, or where some times near the window are not in the canonical form.
   */
  knownCounts(window: Window, calls: SummedCalls): Promise<ReadonlyMap<number, number> | undefined>;
  /** Returns the ids of a page of the calls that fit, or undefined if they are not known without sorting. */
  knownIds(window: Window, calls: SummedCalls, place: ListPlace): Promise<readonly Id[] | undefined>;
  /** Returns some of the calls that fit, chosen evenly by hour, kind and user, or undefined if they are not known without reading rows. */
  knownSample(window: Window, calls: SummedCalls, sampling: Sampling): Promise<CallSample | undefined>;
}
