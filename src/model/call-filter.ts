import type { UserRef } from './user.ts';
import type { Window } from './window.ts';

/** HTTP statuses, the first and the last included: 500 to 599 are the server's errors. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** Which calls a question is about: those that fit every part that is given. */
export interface CallFilter {
  readonly window?: Window;
  readonly username?: UserRef;
  /** The whole route, to the letter. */
  readonly route?: string;
  readonly status?: StatusRange;
}
