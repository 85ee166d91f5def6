import type { StatusCount } from './statistics.ts';

/** The values that the calls of a window have, each with its number of calls, most first, ties by name. */
export interface ValueCounts {
  /** Users who called. */
  readonly users: readonly UserCount[];
  /** Routes that were called. */
  readonly routes: readonly RouteCount[];
  /** Statuses of the responses. */
  readonly statuses: readonly StatusCount[];
}

/** Number of calls of a user. */
export interface UserCount {
  /** Name of the user. */
  readonly username: string;
  /** Number of their calls. */
  readonly callCount: number;
}

/** Number of calls of a route. */
export interface RouteCount {
  /** Route as it was logged. */
  readonly apiRoute: string;
  /** Number of its calls. */
  readonly callCount: number;
}

/** The paths to the values in some payloads, each with the number of payloads that have it, most first. */
export interface PayloadPaths {
  /** Paths in payloads of requests. */
  readonly request: readonly PathCount[];
  /** Paths in payloads of responses. */
  readonly response: readonly PathCount[];
}

/** Number of payloads that have a path, which is written as in a filter: `.recipient.age`, `.items[].id`. */
export interface PathCount {
  /** Path as a filter writes it. */
  readonly path: string;
  /** Number of payloads that have it. */
  readonly count: number;
}
