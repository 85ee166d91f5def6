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

/** A user with the traffic of a window; `callsByBucket` divides it into equal buckets, oldest first. */
export interface UserOverview extends User {
  readonly lastCallAt: Date | null;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
  readonly callsByBucket: readonly number[];
}

/** Sort orders of the users list. */
export type UserSort = 'username' | 'status' | 'lastCall' | 'calls' | 'errors' | 'avg' | 'created';

/** A page of users with their traffic, and how many of all users are active. */
export interface UserOverviewPage extends ScannedPage<UserOverview> {
  readonly activeTotal: number;
}
