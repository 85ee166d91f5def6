import type { Span } from '../answers/spans.ts';
import type { UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import { type CallRun, MIXED, type RunSink } from './call-run.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Counts the calls of some users in the buckets of each. */
export class UserBucketSink implements RunSink {
  readonly needsTimes = false;
  readonly #buckets: UserBuckets;
  readonly #unit: UserBucketPlan['unit'];
  readonly #userOf: readonly (number | undefined)[];

  /** `userOf` has the ids of these users at the places of their numbers. */
  constructor(buckets: UserBuckets, { unit }: UserBucketPlan, userOf: readonly (number | undefined)[]) {
    this.#buckets = buckets;
    this.#unit = unit;
    this.#userOf = userOf;
  }

  needsSeconds(): boolean {
    return this.#unit === 'second';
  }

  /** Adds a run of calls. */
  addRun(run: CallRun): void {
    if (run.user !== MIXED && this.#unit === 'hour') {
      this.#add(run.user, hourOf(run.span), run.to - run.from);
      return;
    }
    for (let place = run.from; place < run.to; place += 1) {
      const second = this.#unit === 'hour' ? hourOf(run.span) : run.secondAt(place);
      this.#add(run.userAt(place), second, 1);
    }
  }

  #add(user: number, second: number, callCount: number): void {
    const userId = this.#userOf[user];
    if (userId !== undefined) this.#buckets.add(userId, second, callCount);
  }
}

// Calls of a run lie in one hour.
function hourOf({ from }: Span): number {
  return from - (from % HOUR_SECONDS);
}
