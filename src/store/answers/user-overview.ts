import { termsOf } from '../../filter/combine.ts';
import { verdictOfUser } from '../../filter/user-verdict.ts';
import { keyStates } from '../../insight/key-state.ts';
import type { Id } from '../../model/id.ts';
import type { UserOverview, UserSort } from '../../model/user.ts';
import type { UserOverviewRequest } from '../store.ts';
import type { ResolvedFilter } from './call-filters.ts';
import type { CallsByBucket, UserTraffic } from './call-sums.ts';
import { arrange, NEVER, type SortKey } from './pages.ts';
import { fromTimestamp } from './timestamps.ts';
import { type DetailParts, detailsOf, NO_DETAILS } from './user-details.ts';
import { toUser } from './user-records.ts';
import type { UserEntry, UserSnapshot } from './user-snapshot.ts';
import { type StoredTimes, TIMESTAMPS, toFlag, toText } from './values.ts';

/** The ids of the users who are listed, in order. */
export function orderUsers(
  { entries, traffic, lastCalls }: UserSnapshot,
  { sort, descending }: Pick<UserOverviewRequest, 'sort' | 'descending'>,
  {
    query,
    usersThat,
    details = NO_DETAILS,
    times = TIMESTAMPS,
  }: Pick<ResolvedFilter<undefined>, 'query' | 'usersThat'> & {
    readonly details?: DetailParts;
    readonly times?: StoredTimes;
  },
): readonly Id[] {
  const isListed = ([id, [, username]]: readonly [Id, UserEntry]) =>
    verdictOfUser(query, { id, username: toText(username) ?? '', usersThat }) ?? traffic.has(id);
  const keys: Readonly<Record<UserSort, (entry: readonly [Id, UserEntry]) => SortKey>> = {
    // The name itself decides among those that differ in case only.
    username: ([, [, username]]) => `${toText(username)?.toLowerCase()}\0${toText(username)}`,
    status: ([, [, , isActive]]) => (toFlag(isActive) ? 0 : 1),
    lastCall: ([id]) => lastCalls.get(id) ?? NEVER,
    calls: ([id]) => traffic.get(id)?.callCount ?? 0,
    errors: ([id]) => errorShare(traffic.get(id)),
    avg: ([id]) => traffic.get(id)?.avgResponseMs ?? null,
    created: ([, [, , , createdAt]]) => times.toDate(createdAt)?.getTime() ?? null,
    p95: ([id]) => details.facts.get(id)?.p95ResponseMs ?? null,
    serverErrors: ([id]) => details.facts.get(id)?.serverErrorCount ?? 0,
    lastError: ([id]) => details.facts.get(id)?.lastError?.second ?? null,
    topRoute: ([id]) => details.facts.get(id)?.topRoute ?? null,
    last7Days: ([id]) => details.callsLast7Days.get(id) ?? 0,
    keyState: ([id, [, , isActive]]) =>
      keyStates.indexOf(
        details.keyStateOf(id, { isActive: toFlag(isActive), lastCallAt: fromTimestamp(lastCalls.get(id)) }),
      ),
  };
  const text = ([, [, username]]: readonly [Id, UserEntry]) => toText(username) ?? '';
  // A query without conditions lists everybody or nobody.
  const all = [...entries];
  const listed = termsOf(query).length > 0 ? all.filter(isListed) : all.slice(0, 1).every(isListed) ? all : [];
  return arrange(listed, { filter: '', descending }, { id: ([id]) => id, text, key: keys[sort] });
}

/** A user as a line of the list; nothing if there is none. */
export function toOverview(
  id: Id,
  { entries, traffic, lastCalls }: UserSnapshot,
  {
    calls,
    details,
    times = TIMESTAMPS,
  }: { readonly calls: CallsByBucket; readonly details?: DetailParts | undefined; readonly times?: StoredTimes },
): readonly UserOverview[] {
  const entry = entries.get(id);
  if (entry === undefined) return [];
  const [, username, is_active, created_at, updated_at] = entry;
  const { callCount = 0, errorCount = 0, avgResponseMs = null } = traffic.get(id) ?? {};
  const user = toUser({ id: entry[0], username, is_active, created_at, updated_at }, times);
  const lastCallAt = fromTimestamp(lastCalls.get(id));
  return [
    {
      ...user,
      lastCallAt,
      callCount,
      errorCount,
      avgResponseMs,
      callsByBucket: calls.get(id) ?? [],
      ...(details && detailsOf({ id, isActive: user.isActive, lastCallAt }, details)),
    },
  ];
}

function errorShare(traffic: UserTraffic | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}
