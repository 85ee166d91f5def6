import type { GroupId } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { GroupedErrors, GroupName, TrendPlan } from './call-sums.ts';
import { MOST_GROUPS } from './group-name.ts';
import { bucketFinder } from './trend.ts';

interface Sums {
  callCount: number;
  lastSecond: number;
  readonly users: Map<Id, number>;
  readonly routes: Map<string, number>;
  readonly trend: number[];
}

interface TalliedCalls {
  readonly userId: Id;
  readonly route: string;
  readonly second: number;
  readonly callCount?: number;
}

/** Adds up failed calls by their groups. */
export class GroupTally {
  readonly #plan: TrendPlan;
  readonly #bucketOf: (second: number) => number;
  readonly #sums = new Map<GroupId, Sums>();
  #ungroupedCount = 0;

  constructor(plan: TrendPlan) {
    this.#plan = plan;
    this.#bucketOf = bucketFinder(plan);
  }

  /** Adds calls of one bucket; those of a new group too many are counted alone. `second` is that of the last. */
  add(id: GroupId, { userId, route, second, callCount = 1 }: TalliedCalls): void {
    const sums = this.#sums.get(id) ?? this.#begin(id);
    if (sums === undefined) {
      this.#ungroupedCount += callCount;
      return;
    }
    const bucket = this.#bucketOf(second);
    sums.callCount += callCount;
    sums.lastSecond = Math.max(sums.lastSecond, second);
    sums.users.set(userId, (sums.users.get(userId) ?? 0) + callCount);
    sums.routes.set(route, (sums.routes.get(route) ?? 0) + callCount);
    sums.trend[bucket] = (sums.trend[bucket] ?? 0) + callCount;
  }

  /** The sums of the groups that have a name; calls of the others are in no group. */
  finish(nameOf: (id: GroupId) => GroupName | undefined): GroupedErrors {
    const groups = [...this.#sums].flatMap(([id, sums]) => {
      const group = nameOf(id);
      if (group === undefined) this.#ungroupedCount += sums.callCount;
      return group === undefined ? [] : [{ group, ...sums }];
    });
    return { groups, ungroupedCount: this.#ungroupedCount };
  }

  #begin(id: GroupId): Sums | undefined {
    if (this.#sums.size >= MOST_GROUPS) return undefined;
    const trend = Array.from({ length: this.#plan.bucketCount }, () => 0);
    const sums = { callCount: 0, lastSecond: Number.NEGATIVE_INFINITY, users: new Map(), routes: new Map(), trend };
    this.#sums.set(id, sums);
    return sums;
  }
}
