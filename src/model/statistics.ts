import type { Scan } from './scan.ts';

/** The sums of a window. Errors are status >= 400, server errors >= 500; null if there is nothing to average. */
export interface CallTotals {
  /** Start of the window. */
  readonly from: Date;
  /** End of the window, not included; null if it is open. */
  readonly to: Date | null;
  /** Number of calls. */
  readonly totalCalls: number;
  /** Number of users who called. */
  readonly activeUsers: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
  /** Median of the response times, in milliseconds; null if nothing was measured. */
  readonly p50ResponseMs: number | null;
  /** 95th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p95ResponseMs: number | null;
  /** 99th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p99ResponseMs: number | null;
  /** Number of failed calls: status 400 and above. */
  readonly errorCount: number;
  /** Number of server errors: status 500 and above. */
  readonly serverErrorCount: number;
  /** Only if the percentiles, those of the routes too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
  /** Only if the log was read with patience: the sums are of what was found so far. */
  readonly scan?: Scan;
}

/** One of the busiest users of a window. */
export interface TopUser {
  /** Name of the user. */
  readonly username: string;
  /** Number of their calls. */
  readonly callCount: number;
  /** Number of their failed calls. */
  readonly errorCount: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
}

/** A route with its calls in a window. */
export interface RouteStats {
  /** Route as it was logged. */
  readonly apiRoute: string;
  /** Number of its calls. */
  readonly callCount: number;
  /** Number of its failed calls. */
  readonly errorCount: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
  /** 95th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p95ResponseMs: number | null;
}

/** Number of calls with a status code; null stands for calls logged without one. */
export interface StatusCount {
  /** Status; null for calls that were logged without one. */
  readonly statusCode: number | null;
  /** Number of calls with it. */
  readonly callCount: number;
}

/** Figures of the whole API in a window; top lists have ten entries at most unless more are asked for, most calls first, ties by name. */
export interface SystemStats extends CallTotals {
  /** Length of the window, in hours. */
  readonly periodHours: number;
  /** Users with the most calls. */
  readonly topUsers: readonly TopUser[];
  /** Routes with the most calls. */
  readonly topRoutes: readonly RouteStats[];
  /** Statuses, each with its calls. */
  readonly statusCodes: readonly StatusCount[];
}

/** Figures of one user in a window; all endpoints, most calls first, ties by name. First and last call: of all time. */
export interface UserStats {
  /** Name of the user. */
  readonly username: string;
  /** Start of the window. */
  readonly from: Date;
  /** End of the window, not included; null if it is open. */
  readonly to: Date | null;
  /** Length of the window, in days. */
  readonly periodDays: number;
  /** Number of calls. */
  readonly totalCalls: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
  /** Shortest response time, in milliseconds; null if nothing was measured. */
  readonly minResponseMs: number | null;
  /** Longest response time, in milliseconds; null if nothing was measured. */
  readonly maxResponseMs: number | null;
  /** Median of the response times, in milliseconds; null if nothing was measured. */
  readonly p50ResponseMs: number | null;
  /** 95th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p95ResponseMs: number | null;
  /** 99th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p99ResponseMs: number | null;
  /** Number of failed calls: status 400 and above. */
  readonly errorCount: number;
  /** Number of server errors: status 500 and above. */
  readonly serverErrorCount: number;
  /** Number of different routes. */
  readonly uniqueEndpoints: number;
  /** All routes, the one with the most calls first. */
  readonly endpoints: readonly RouteStats[];
  /** Time of the first call of all time; null if there is none. */
  readonly firstCallAt: Date | null;
  /** Time of the last call of all time; null if there is none. */
  readonly lastCallAt: Date | null;
  /** Only if the percentiles, those of the endpoints too, are within 1 % instead of exact. */
  readonly isApproximate?: true;
  /** Only if the log was read with patience: the sums are of what was found so far. */
  readonly scan?: Scan;
}

/** The calls of one bucket of time, `from` inclusive. */
export interface TimelineBucket {
  /** Start of the bucket. */
  readonly from: Date;
  /** Number of calls. */
  readonly callCount: number;
  /** Number of calls with a status from 400 to 499. */
  readonly clientErrorCount: number;
  /** Number of calls with a status of 500 and above. */
  readonly serverErrorCount: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
  /** 95th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p95ResponseMs: number | null;
}

/** The 95th percentile of a route's response times over time, bucket by bucket; null where nothing was measured. */
export interface RouteTimes {
  /** Route as it was logged. */
  readonly apiRoute: string;
  /** 95th percentile of each bucket, in milliseconds; null where nothing was measured. */
  readonly p95ResponseMs: readonly (number | null)[];
}

/** Number of calls that took at least `fromMs` and less than `toMs`; bucket widths are logarithmic. */
export interface LatencyBucket {
  /** Shortest time of the step, in milliseconds. */
  readonly fromMs: number;
  /** Time at which the next step begins, in milliseconds. */
  readonly toMs: number;
  /** Number of calls in the step. */
  readonly callCount: number;
}

/** Response times over time: how many calls each bucket of time has in each step of response time. */
export interface LatencyHeat {
  /** The steps from the fastest that has calls to the slowest, without gaps; none if no call was timed. */
  readonly steps: readonly Omit<LatencyBucket, 'callCount'>[];
  /** The buckets of time, each with its number of calls in every step. */
  readonly buckets: readonly { readonly from: Date; readonly callCounts: readonly number[] }[];
}
