import type { Query } from '../../filter/query.ts';
import { verdictOfUser } from '../../filter/user-verdict.ts';
import type { Id } from '../../model/id.ts';
import type { UserOverview, UserSort } from '../../model/user.ts';
import type { UserOverviewRequest } from '../store.ts';
import type { CallsByBucket, UserTraffic } from './call-sums.ts';
import { toId } from './ids.ts';
import { arrange, NEVER, type SortKey } from './pages.ts';
import { fromTimestamp } from './timestamps.ts';
import { toUser } from './user-records.ts';
import { type StoredTimes, TIMESTAMPS, toFlag, toText } from './values.ts';

/** A row of all users. */
export type UserEntry = readonly [
  id: unknown,
  username: unknown,
  isActive: unknown,
  createdAt: unknown,
  updatedAt: unknown,
];

/** All users, whatever the window. */
export interface Crowd {
  readonly entries: ReadonlyMap<Id, UserEntry>;
  readonly activeTotal: number;
  /** The times of last calls, UTC text. */
  readonly lastCalls: ReadonlyMap<Id, string>;
}

/** All users with their traffic in a window. */
export interface UserSnapshot extends Crowd {
  readonly traffic: ReadonlyMap<Id, UserTraffic>;
}

/** Makes a crowd of the rows of all users. */
export function toCrowd(rows: readonly UserEntry[], lastCalls: Crowd['lastCalls']): Crowd {
  const activeTotal = rows.filter(([, , isActive]) => toFlag(isActive)).length;
  return { entries: new Map(rows.map((entry) => [toId(entry[0]), entry])), activeTotal, lastCalls };
}

/** Traffic by user. */
export function byUser(traffic: readonly UserTraffic[]): UserSnapshot['traffic'] {
  return new Map(traffic.map((ofUser) => [ofUser.userId, ofUser]));
}

/** The ids of the users who are listed, in order. */
export function orderUsers(
  { entries, traffic, lastCalls }: UserSnapshot,
  { sort, descending }: Pick<UserOverviewRequest, 'sort' | 'descending'>,
  { query, times = TIMESTAMPS }: { readonly query: Query; readonly times?: StoredTimes },
): readonly Id[] {
  const isListed = ([id, [, username]]: readonly [Id, UserEntry]) =>
    verdictOfUser(query, { id, username: toText(username) ?? '' }) ?? traffic.has(id);
  const keys: Readonly<Record<UserSort, (entry: readonly [Id, UserEntry]) => SortKey>> = {
    // The name itself decides among those that differ in case only.
    username: ([, [, username]]) => `${toText(username)?.toLowerCase()}\0${toText(username)}`,
    status: ([, [, , isActive]]) => (toFlag(isActive) ? 0 : 1),
    lastCall: ([id]) => lastCalls.get(id) ?? NEVER,
    calls: ([id]) => traffic.get(id)?.callCount ?? 0,
    errors: ([id]) => errorShare(traffic.get(id)),
    avg: ([id]) => traffic.get(id)?.avgResponseMs ?? null,
    created: ([, [, , , createdAt]]) => times.toDate(createdAt)?.getTime() ?? null,
  };
  const text = ([, [, username]]: readonly [Id, UserEntry]) => toText(username) ?? '';
  return arrange(
    [...entries].filter(isListed),
    { filter: '', descending },
    { id: ([id]) => id, text, key: keys[sort] },
  );
}

/** A user as a line of the list; nothing if there is none. */
export function toOverview(
  id: Id,
  { entries, traffic, lastCalls }: UserSnapshot,
  { calls, times = TIMESTAMPS }: { readonly calls: CallsByBucket; readonly times?: StoredTimes },
): readonly UserOverview[] {
  const entry = entries.get(id);
  if (entry === undefined) return [];
  const [, username, is_active, created_at, updated_at] = entry;
  const { callCount = 0, errorCount = 0, avgResponseMs = null } = traffic.get(id) ?? {};
  return [
    {
      ...toUser({ id: entry[0], username, is_active, created_at, updated_at }, times),
      lastCallAt: fromTimestamp(lastCalls.get(id)),
      callCount,
      errorCount,
      avgResponseMs,
      callsByBucket: calls.get(id) ?? [],
    },
  ];
}

function errorShare(traffic: UserTraffic | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}
