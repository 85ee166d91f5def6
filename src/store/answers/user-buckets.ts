import type { Id } from '../../model/id.ts';
import type { Window } from '../../model/window.ts';

const HOUR_SECONDS = 3600;

/** Division of a window into the buckets of a user's chart. */
export interface UserBucketPlan {
  /** The second at which the window begins, and how many it lasts. */
  readonly start: number;
  readonly length: number;
  readonly count: number;
  /** Unit of the times of calls: where buckets last an hour or more, a call counts where its hour begins. */
  readonly unit: 'second' | 'hour';
}

/** Divides a window, which lasts until now if it has no end. */
export function planUserBuckets(window: Window, count: number, now: Date): UserBucketPlan {
  const start = Math.floor(window.from.getTime() / 1000);
  const length = Math.max(1, Math.ceil((window.to ?? now).getTime() / 1000) - start);
  return { start, length, count, unit: length / count >= HOUR_SECONDS ? 'hour' : 'second' };
}

/** Counts the calls of some users bucket by bucket; those at the ends count in the first and the last. */
export class UserBuckets {
  readonly #counts: ReadonlyMap<Id, number[]>;
  readonly #plan: UserBucketPlan;

  constructor(userIds: readonly Id[], plan: UserBucketPlan) {
    this.#plan = plan;
    this.#counts = new Map(userIds.map((id) => [id, Array.from({ length: plan.count }, () => 0)]));
  }

  get counts(): ReadonlyMap<Id, readonly number[]> {
    return this.#counts;
  }

  /** Adds how often a user called in a second, or in the hour that begins with it. */
  add(userId: Id, second: number, callCount: number): void {
    const { start, length, count } = this.#plan;
    const buckets = this.#counts.get(userId);
    const bucket = Math.floor(((second - start) * count) / length);
    const place = Math.max(0, Math.min(bucket, count - 1));
    if (buckets !== undefined) buckets[place] = (buckets[place] ?? 0) + callCount;
  }
}
