import type { UserRef } from './user.ts';
import type { Window } from './window.ts';

/** HTTP statuses, the first and the last included: 500 to 599 are the server's errors. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** Which calls a question about a period is about: those that fit every part that is given. */
export interface CallsWithin {
  readonly username?: UserRef;
  /** The whole route, to the letter. */
  readonly route?: string;
  readonly status?: StatusRange;
}

/** Which calls a question is about: those of a window, or of all time where none is given, that fit every part. */
export interface CallFilter extends CallsWithin {
  readonly window?: Window;
}
