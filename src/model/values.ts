import type { StatusCount } from './statistics.ts';

/** The values that the calls of a window have, each with its number of calls, most first, ties by name. */
export interface ValueCounts {
  readonly users: readonly UserCount[];
  readonly routes: readonly RouteCount[];
  readonly statuses: readonly StatusCount[];
}

/** Number of calls of a user. */
export interface UserCount {
  readonly username: string;
  readonly callCount: number;
}

/** Number of calls of a route. */
export interface RouteCount {
  readonly apiRoute: string;
  readonly callCount: number;
}

/** The paths to the values in some payloads, each with the number of payloads that have it, most first. */
export interface PayloadPaths {
  readonly request: readonly PathCount[];
  readonly response: readonly PathCount[];
}

/** Number of payloads that have a path, which is written as in a filter: `.recipient.age`, `.items[].id`. */
export interface PathCount {
  readonly path: string;
  readonly count: number;
}
