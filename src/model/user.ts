import type { Id } from './id.ts';
import type { ScannedPage } from './page.ts';

/** User by name or by id; if both are given, the user with that id must have that name. */
export type UserRef = string | { readonly id: Id; readonly username?: string };

/** Somebody who may call the API. Times are null only if the database holds none that can be read. */
export interface User {
  readonly id: Id;
  readonly username: string;
  readonly isActive: boolean;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly createdAtText?: string;
  readonly updatedAtText?: string;
}

/** Outcome of checking a key: the active user whose key it is, or why nobody is let in: it is nobody's key, or that of an inactive user. */
export type Authentication =
  | { readonly user: User; readonly reason: null }
  | { readonly user: undefined; readonly reason: 'unknown' | 'inactive' };

/** The names of users in one text, which crosses threads fast: the name of `ids[n]` ends at `ends[n]`, where the next one begins. */
export interface UserNames {
  readonly text: string;
  readonly ends: Uint32Array;
  readonly ids: readonly Id[];
}

/** A new API key: 43 characters of base64url. This is the only place where the key itself ever stands. */
export interface IssuedKey {
  readonly id: Id;
  readonly username: string;
  readonly apiKey: string;
  /** The names of other users that look like the name of a new one, if there are such. */
  readonly lookAlikes?: readonly string[];
  /** Only if other users have the same name, so that only the id tells who is meant. */
  readonly hasNamesakes?: true;
}

/** The outcome of deactivate or reactivate; `changed` is false if the user already was in that state. */
export interface ActivationChange {
  readonly user: User;
  readonly changed: boolean;
  /** Only if other users have the same name, so that only the id tells who is meant. */
  readonly hasNamesakes?: true;
}

/**
 * State of a user's key: inactive; active and never used; idle, its last call being long ago; with a raised share of errors; hot,
 * with many more calls than usual; or none of these.
 */
export type KeyState = 'inactive' | 'never' | 'idle' | 'errors' | 'hot' | 'ok';

/** More about a user's calls in a window. The last two are about all of their calls, whatever the list is filtered by. */
export interface UserDetails {
  readonly p95ResponseMs: number | null;
  /** Only if p95 is within 1 % instead of exact. */
  readonly isApproximate?: true;
  readonly serverErrorCount: number;
  /** Time to the second and status of the last failed call. */
  readonly lastErrorAt: Date | null;
  readonly lastErrorStatus: number | null;
  /** The route with the most calls; of several the first by name. */
  readonly topRoute: string | null;
  /** Calls of the 7 days until the window's end. */
  readonly callsLast7Days: number;
  readonly keyState: KeyState;
}

/** A user with the traffic of a window; `callsByBucket` divides it into equal buckets, oldest first. Details only where they were asked for. */
export interface UserOverview extends User, Partial<UserDetails> {
  readonly lastCallAt: Date | null;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
  readonly callsByBucket: readonly number[];
}

/** Sort orders of the users list. */
export type UserSort =
  | 'username'
  | 'status'
  | 'lastCall'
  | 'calls'
  | 'errors'
  | 'avg'
  | 'created'
  | 'p95'
  | 'serverErrors'
  | 'lastError'
  | 'topRoute'
  | 'last7Days'
  | 'keyState';

/** A page of users with their traffic, and how many of all users are active. */
export interface UserOverviewPage extends ScannedPage<UserOverview> {
  readonly activeTotal: number;
}
