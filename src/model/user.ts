import type { Id } from './id.ts';
import type { ScannedPage } from './page.ts';

/** User by name or by id; if both are given, the user with that id must have that name. */
export type UserRef =
  | string
  | {
      /** Id of the user. */
      readonly id: Id;
      /** Name that the user must have, too. */
      readonly username?: string;
    };

/** Somebody who may call the API. Times are null only if the database holds none that can be read. */
export interface User {
  /** Id of the user. */
  readonly id: Id;
  /** Name of the user. */
  readonly username: string;
  /** True if their key is accepted. */
  readonly isActive: boolean;
  /** Time when the user was made; null if the stored text is no readable time. */
  readonly createdAt: Date | null;
  /** Time of the last change; null if the stored text is no readable time. */
  readonly updatedAt: Date | null;
  /** Stored text, present only if it is not a readable time. */
  readonly createdAtText?: string;
  /** Stored text, present only if it is not a readable time. */
  readonly updatedAtText?: string;
}

/** Outcome of checking a key: the active user whose key it is, or why nobody is let in: it is nobody's key, or that of an inactive user. */
export type Authentication =
  | {
      /** The active user with the key. */
      readonly user: User;
      /** Null, since the key is accepted. */
      readonly reason: null;
    }
  | {
      /** Undefined, since the key is refused. */
      readonly user: undefined;
      /** Reason of the refusal: nobody has the key, or its user is inactive. */
      readonly reason: 'unknown' | 'inactive';
    };

/** The names of users in one text, which crosses threads fast: the name of `ids[n]` ends at `ends[n]`, where the next one begins. */
export interface UserNames {
  /** All names, one behind the other. */
  readonly text: string;
  /** Places where the names end. */
  readonly ends: Uint32Array;
  /** Ids of the users, in the same order. */
  readonly ids: readonly Id[];
}

/** A new API key: 43 characters of base64url. This is the only place where the key itself ever stands. */
export interface IssuedKey {
  /** Id of the user. */
  readonly id: Id;
  /** Name of the user. */
  readonly username: string;
  /** The key. Only its hash is stored, so that it cannot be read again. */
  readonly apiKey: string;
  /** The names of other users that look like the name of a new one, if there are such. */
  readonly lookAlikes?: readonly string[];
  /** Only if other users have the same name, so that only the id tells who is meant. */
  readonly hasNamesakes?: true;
}

/** The outcome of deactivate or reactivate; `changed` is false if the user already was in that state. */
export interface ActivationChange {
  /** User as they are now. */
  readonly user: User;
  /** True if this call changed them, false if they were in that state before. */
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
  /** 95th percentile of the response times, in milliseconds; null if nothing was measured. */
  readonly p95ResponseMs: number | null;
  /** Only if p95 is within 1 % instead of exact. */
  readonly isApproximate?: true;
  /** Number of server errors: status 500 and above. */
  readonly serverErrorCount: number;
  /** Time to the second and status of the last failed call. */
  readonly lastErrorAt: Date | null;
  /** Status of the last failed call; null if there is none. */
  readonly lastErrorStatus: number | null;
  /** The route with the most calls; of several the first by name. */
  readonly topRoute: string | null;
  /** Calls of the 7 days until the window's end. */
  readonly callsLast7Days: number;
  /** State of the user's key. */
  readonly keyState: KeyState;
}

/** A user with the traffic of a window; `callsByBucket` divides it into equal buckets, oldest first. Details only where they were asked for. */
export interface UserOverview extends User, Partial<UserDetails> {
  /** Time of the last call; null if there is none. */
  readonly lastCallAt: Date | null;
  /** Number of calls. */
  readonly callCount: number;
  /** Number of failed calls: status 400 and above. */
  readonly errorCount: number;
  /** Mean response time, in milliseconds; null if nothing was measured. */
  readonly avgResponseMs: number | null;
  /** Number of calls in each bucket, the oldest first. */
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
  /** Number of active users, whatever the filter. */
  readonly activeTotal: number;
}
