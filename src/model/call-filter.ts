import type { UserRef } from './user.ts';
import type { Window } from './window.ts';

/** HTTP statuses, the first and the last included: 500 to 599 are the server's errors. */
export interface StatusRange {
  /** First status that fits. */
  readonly from: number;
  /** Last status that fits. */
  readonly to: number;
}

/** Filter of calls in a given window; a call must match every part that is given. */
export interface CallsWithin {
  /** User who called, by name or `{ id }`; all unless given. */
  readonly username?: UserRef;
  /** The whole route, to the letter. */
  readonly route?: string;
  /** Statuses that fit: `{ from: 500, to: 599 }`; all unless given. */
  readonly status?: StatusRange;
  /** A filter in the language of filters: `status:5xx -user:acme-*`. Its times, if it has some, decide about the window. */
  readonly filter?: string;
  /**
   * Time that reading the log may take, in milliseconds: the answer then holds what was found so far, and the next question with
   * this filter goes on from there. Without it the answer is complete.
   */
  readonly patienceMs?: number;
}

/** Filter of calls; a call must match every part that is given. Without a window, calls of all time match. */
export interface CallFilter extends CallsWithin {
  /** Period of the calls; all time unless given. */
  readonly window?: Window;
}
