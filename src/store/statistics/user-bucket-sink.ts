import type { UserBucketPlan, UserBuckets } from '../answers/user-buckets.ts';
import { type CallRun, MIXED, type RunSink, userOf } from './call-run.ts';
import { readCallCounts } from './caller-sums.ts';
import type { Names } from './names.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Counts the calls of some users in the buckets of each. */
export class UserBucketSink implements RunSink {
  readonly needsTimes = false;
  readonly #buckets: UserBuckets;
  readonly #unit: UserBucketPlan['unit'];
  /** The ids of these users at the places of their numbers. */
  readonly #userIds: readonly (number | undefined)[];
  // Calls of each user in one hour.
  readonly #counts: Uint32Array;
  #hour = 0;

  constructor(buckets: UserBuckets, { unit }: UserBucketPlan, names: Names, userIds: readonly number[]) {
    this.#buckets = buckets;
    this.#unit = unit;
    this.#userIds = names.callersOf(userIds);
    this.#counts = new Uint32Array(this.#userIds.length);
  }

  needsSeconds(): boolean {
    return this.#unit === 'second';
  }

  /** Adds a run of calls, which lie in one hour. */
  addRun(run: CallRun): void {
    if (this.#unit === 'hour') this.#countInHour(run);
    else for (let place = run.from; place < run.to; place += 1) this.#add(userOf(run, place), run.secondAt(place), 1);
  }

  /** Adds the stored sums of the users of one hour, where buckets take whole hours. */
  addStored(hour: number, callers: Buffer): void {
    readCallCounts(callers, (user, calls) => this.#add(user, hour, calls));
  }

  /** Adds what was counted last. */
  finish(): void {
    for (const [user, calls] of this.#counts.entries()) if (calls > 0) this.#add(user, this.#hour, calls);
    this.#counts.fill(0);
  }

  #countInHour(run: CallRun): void {
    const hour = run.span.from - (run.span.from % HOUR_SECONDS);
    if (hour !== this.#hour) this.finish();
    this.#hour = hour;
    const counts = this.#counts;
    if (run.user !== MIXED) {
      counts[run.user] = (counts[run.user] ?? 0) + run.to - run.from;
      return;
    }
    for (let place = run.from; place < run.to; place += 1) {
      const user = userOf(run, place);
      counts[user] = (counts[user] ?? 0) + 1;
    }
  }

  #add(user: number, second: number, callCount: number): void {
    const userId = this.#userIds[user];
    if (userId !== undefined) this.#buckets.add(userId, second, callCount);
  }
}
