import type { Scan } from './scan.ts';

/** The sums of a window. Errors are status >= 400, server errors >= 500; null if there is nothing to average. */
export interface CallTotals {
  readonly from: Date;
  readonly to: Date | null;
  readonly totalCalls: number;
  readonly activeUsers: number;
  readonly avgResponseMs: number | null;
  readonly p50ResponseMs: number | null;
  readonly p95ResponseMs: number | null;
  readonly p99ResponseMs: number | null;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  /** Only if the percentiles, those of the routes too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
  /** Only if the log was read with patience: the sums are of what was found so far. */
  readonly scan?: Scan;
}

/** One of the busiest users of a window. */
export interface TopUser {
  readonly username: string;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

/** A route with its calls in a window. */
export interface RouteStats {
  readonly apiRoute: string;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

/** Number of calls with a status code; null stands for calls logged without one. */
export interface StatusCount {
  readonly statusCode: number | null;
  readonly callCount: number;
}

/** Figures of the whole API in a window; top lists have ten entries at most unless more are asked for, most calls first, ties by name. */
export interface SystemStats extends CallTotals {
  readonly periodHours: number;
  readonly topUsers: readonly TopUser[];
  readonly topRoutes: readonly RouteStats[];
  readonly statusCodes: readonly StatusCount[];
}

/** Figures of one user in a window; all endpoints, most calls first, ties by name. First and last call: of all time. */
export interface UserStats {
  readonly username: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly periodDays: number;
  readonly totalCalls: number;
  readonly avgResponseMs: number | null;
  readonly minResponseMs: number | null;
  readonly maxResponseMs: number | null;
  readonly p50ResponseMs: number | null;
  readonly p95ResponseMs: number | null;
  readonly p99ResponseMs: number | null;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  readonly uniqueEndpoints: number;
  readonly endpoints: readonly RouteStats[];
  readonly firstCallAt: Date | null;
  readonly lastCallAt: Date | null;
  /** Only if the percentiles, those of the endpoints too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
  /** Only if the log was read with patience: the sums are of what was found so far. */
  readonly scan?: Scan;
}

/** The calls of one bucket of time, `from` inclusive. */
export interface TimelineBucket {
  readonly from: Date;
  readonly callCount: number;
  readonly clientErrorCount: number;
  readonly serverErrorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

/** The 95th percentile of a route's response times over time, bucket by bucket; null where nothing was measured. */
export interface RouteTimes {
  readonly apiRoute: string;
  readonly p95ResponseMs: readonly (number | null)[];
}

/** Number of calls that took at least `fromMs` and less than `toMs`; bucket widths are logarithmic. */
export interface LatencyBucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly callCount: number;
}

/** Response times over time: how many calls each bucket of time has in each step of response time. */
export interface LatencyHeat {
  /** The steps from the fastest that has calls to the slowest, without gaps; none if no call was timed. */
  readonly steps: readonly Omit<LatencyBucket, 'callCount'>[];
  /** The buckets of time, each with its number of calls in every step. */
  readonly buckets: readonly { readonly from: Date; readonly callCounts: readonly number[] }[];
}
