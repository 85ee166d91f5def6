import type { CallsWithin } from '../../model/call-filter.ts';
import type { Id } from '../../model/id.ts';
import type { UserCount, ValueCounts } from '../../model/values.ts';
import type { Window } from '../../model/window.ts';
import type { ResolveFilter } from './call-filters.ts';
import type { CallSums } from './call-sums.ts';

/** Sources of the values that calls have: the sums of the log, and the names of all its users. */
export interface ValueSources {
  readonly sums: CallSums;
  readonly resolve: ResolveFilter;
  readonly nameAll: () => Promise<ReadonlyMap<Id, string>>;
}

/** Counts those calls of a window that fit by the values that a filter can name. */
export async function valueCounts(
  { sums, resolve, nameAll }: ValueSources,
  asked: Window,
  filter: CallsWithin,
): Promise<ValueCounts> {
  const [{ window, calls }, names] = await Promise.all([resolve(asked, filter), nameAll()]);
  const { users, ...others } = await sums.valueCounts(window, [...names.keys()], calls);
  const named = users.map(
    ({ userId, callCount }): UserCount => ({ username: names.get(userId) ?? `#${userId}`, callCount }),
  );
  return { users: named.sort(byCount), ...others };
}

function byCount(one: UserCount, other: UserCount): number {
  return other.callCount - one.callCount || (one.username < other.username ? -1 : 1);
}
