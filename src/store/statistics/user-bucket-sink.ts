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
  /** The ids of those who have a number, and the place here of each number. */
  readonly #userIds: readonly number[];
  readonly #placeOf: Int32Array;
  // Calls of each user in one hour.
  readonly #counts: Uint32Array;
  #hour = 0;

  constructor(buckets: UserBuckets, { unit }: UserBucketPlan, names: Names, userIds: readonly number[]) {
    this.#buckets = buckets;
    this.#unit = unit;
    this.#userIds = userIds.filter((id) => names.knownCaller(id) !== undefined);
    const callers = this.#userIds.flatMap((id) => names.knownCaller(id) ?? []);
    this.#placeOf = names.placesOf(callers);
    this.#counts = new Uint32Array(callers.length);
  }

  needsSeconds(): boolean {
    return this.#unit === 'second';
  }

  /** Adds a run of calls, which lie in one hour. */
  addRun(run: CallRun): void {
    if (run.user !== MIXED && this.#place(run.user) < 0) return;
    if (this.#unit === 'hour') this.#countInHour(run);
    else for (let at = run.from; at < run.to; at += 1) this.#add(this.#place(userOf(run, at)), run.secondAt(at), 1);
  }

  /** Adds the stored sums of the users of one hour, where buckets take whole hours. */
  addStored(hour: number, callers: Buffer): void {
    readCallCounts(callers, (user, calls) => this.#add(this.#place(user), hour, calls));
  }

  /** Adds what was counted last. */
  finish(): void {
    for (const [place, calls] of this.#counts.entries()) if (calls > 0) this.#add(place, this.#hour, calls);
    this.#counts.fill(0);
  }

  #countInHour(run: CallRun): void {
    const hour = run.span.from - (run.span.from % HOUR_SECONDS);
    if (hour !== this.#hour) this.finish();
    this.#hour = hour;
    const counts = this.#counts;
    if (run.user !== MIXED) {
      const place = this.#place(run.user);
      counts[place] = (counts[place] ?? 0) + run.to - run.from;
      return;
    }
    for (let at = run.from; at < run.to; at += 1) {
      const place = this.#place(userOf(run, at));
      if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
    }
  }

  #place(user: number): number {
    return this.#placeOf[user] ?? -1;
  }

  #add(place: number, second: number, callCount: number): void {
    // Reading an array at -1 is slow.
    if (place < 0) return;
    const userId = this.#userIds[place];
    if (userId !== undefined) this.#buckets.add(userId, second, callCount);
  }
}
