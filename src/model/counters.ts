/** Class of a status code; `other` for calls that have none, or one outside of these. */
export type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx' | 'other';

/** Response times of calls: how many took at most so many seconds, their number, and their sum in seconds. */
export interface DurationHistogram {
  /** Cumulative, by the limits in ascending order. */
  readonly buckets: readonly { readonly atMostSeconds: number; readonly count: number }[];
  readonly count: number;
  readonly sumSeconds: number;
}

/** Calls of one route that a store has logged. */
export interface RouteCounters {
  readonly apiRoute: string;
  readonly byClass: Readonly<Record<StatusClass, number>>;
  readonly durations: DurationHistogram;
}

/** Counts of what went through one store since it was opened; they only grow. */
export interface StoreCounters {
  /** By route, most recently new one last; beyond 500 routes, the rest is one route named `(other)`. */
  readonly routes: readonly RouteCounters[];
  /** Keys that `authenticate` accepted and refused. */
  readonly keys: { readonly accepted: number; readonly refused: number };
  /** Look-ups of successful classifications that found one, and those that did not. */
  readonly cache: { readonly hits: number; readonly misses: number };
}
