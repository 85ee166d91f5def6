/** Class of a status code; `other` for calls that have none, or one outside of these. */
export type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx' | 'other';

/** Response times of calls: how many took at most so many seconds, their number, and their sum in seconds. */
export interface DurationHistogram {
  /** Cumulative, by the limits in ascending order. */
  readonly buckets: readonly {
    /** Limit of the bucket, in seconds. */
    readonly atMostSeconds: number;
    /** Number of calls that took at most so long. */
    readonly count: number;
  }[];
  /** Number of calls whose time is known. */
  readonly count: number;
  /** Sum of their times, in seconds. */
  readonly sumSeconds: number;
}

/** Calls of one route that a store has logged. */
export interface RouteCounters {
  /** Route as it was logged. */
  readonly apiRoute: string;
  /** Number of calls by class of status. */
  readonly byClass: Readonly<Record<StatusClass, number>>;
  /** Response times of the calls. */
  readonly durations: DurationHistogram;
}

/** Counts of what went through one store since it was opened; they only grow. */
export interface StoreCounters {
  /** By route, most recently new one last; beyond 500 routes, the rest is one route named `(other)`. */
  readonly routes: readonly RouteCounters[];
  /** Keys that `authenticate` accepted and refused. */
  readonly keys: {
    /** Number of keys of active users. */
    readonly accepted: number;
    /** Number of keys of nobody, or of inactive users. */
    readonly refused: number;
  };
  /** Look-ups of successful classifications that found one, and those that did not. */
  readonly cache: {
    /** Number of look-ups that found one. */
    readonly hits: number;
    /** Number of look-ups that found none. */
    readonly misses: number;
  };
}
