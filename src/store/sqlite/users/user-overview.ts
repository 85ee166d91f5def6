import type { Query } from '../../../filter/query.ts';
import { verdictOfUser } from '../../../filter/user-verdict.ts';
import type { Id } from '../../../model/id.ts';
import type { UserOverview, UserOverviewPage, UserSort } from '../../../model/user.ts';
import type { Window } from '../../../model/window.ts';
import type { CallsByBucket, SummedCalls, UserTraffic } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { arrange, NEVER, placePage, Recent, type SortKey } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { windowBounds } from '../../answers/periods.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { planUserBuckets } from '../../answers/user-buckets.ts';
import { toUser } from '../../answers/user-records.ts';
import { toNumber, toText } from '../../answers/values.ts';
import type { UserOverviewRequest } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { LastCalls } from './last-calls.ts';
import { USER_COLUMNS } from './user-rows.ts';

const SNAPSHOTS_KEPT = 2;
const ORDERS_KEPT = 4;

/** All users. */
export const USER_ENTRIES = `SELECT ${USER_COLUMNS} FROM "user"`;

/** Answers pages of the users with their traffic. */
export function createUserOverview({
  file,
  now,
  sums,
  resolve,
}: StoreContext): (request: UserOverviewRequest) => Promise<UserOverviewPage> {
  const lastCalls = new LastCalls();
  const crowds = new Recent<Crowd>(1);
  const traffics = new Recent<Snapshot['traffic']>(SNAPSHOTS_KEPT);
  const orders = new Recent<readonly Id[]>(ORDERS_KEPT);
  const readTraffic = async (window: Window, crowd: Crowd, calls: SummedCalls) => {
    const traffic = await sums.traffic(window, [...crowd.entries.keys()], calls);
    return new Map(traffic.map((ofUser) => [ofUser.userId, ofUser]));
  };
  return async (request) => {
    const { sort, descending } = request;
    const corrections = sums.correctionCount;
    const time = now();
    const version = `${file.version()} ${corrections}`;
    const { window, calls: wanted, query, name } = await resolve(request.window, request);
    const state = [version, windowBounds(window), name];
    const crowd = file.read((connection) =>
      crowds.get([version], () => readCrowd(connection, { lastCalls, corrections, time })),
    );
    const traffic = await traffics.resolve(
      state,
      () => readTraffic(window, crowd, wanted),
      () => wanted.patience?.scan === undefined,
    );
    const snapshot = { ...crowd, traffic };
    // What a scan found so far is another traffic each time.
    const order = orders.get([state, wanted.patience?.scan, sort, descending], () =>
      orderUsers(snapshot, request, query),
    );
    const { ids, ...place } = placePage(order, request);
    file.read((connection) => lastCalls.lookUp(connection, ids, time));
    const calls = await sums.callsByBucket(window, ids, planUserBuckets(window, request.bucketCount, now()), wanted);
    const rows = ids.flatMap((id) => toOverview(id, snapshot, calls));
    const { entries, activeTotal } = crowd;
    return { rows, ...place, unfilteredTotal: entries.size, activeTotal, ...scanOf(wanted) };
  };
}

/** id, username, is_active, created_at, updated_at. */
type Entry = readonly [unknown, unknown, unknown, unknown, unknown];

/** All users, whatever the window. */
interface Crowd {
  readonly entries: ReadonlyMap<Id, Entry>;
  readonly activeTotal: number;
  readonly lastCalls: ReadonlyMap<Id, string>;
}

interface Snapshot extends Crowd {
  readonly traffic: ReadonlyMap<Id, UserTraffic>;
}

function readCrowd(
  connection: Connection,
  {
    lastCalls,
    corrections,
    time,
  }: { readonly lastCalls: LastCalls; readonly corrections: number; readonly time: Date },
): Crowd {
  const rows = connection.prepareExact(USER_ENTRIES).raw().all() as Entry[];
  const activeTotal = rows.filter(([, , isActive]) => toNumber(isActive) === 1).length;
  const entries = new Map(rows.map((entry) => [toId(entry[0]), entry]));
  return { entries, activeTotal, lastCalls: lastCalls.refresh(connection, corrections, time) };
}

function orderUsers(
  { entries, traffic, lastCalls }: Snapshot,
  request: UserOverviewRequest,
  query: Query,
): readonly Id[] {
  const isListed = ([id, [, username]]: readonly [Id, Entry]) =>
    verdictOfUser(query, { id, username: toText(username) ?? '' }) ?? traffic.has(id);

  const keys: Readonly<Record<UserSort, (entry: readonly [Id, Entry]) => SortKey>> = {
    // The name itself decides among those that differ in case only.
    username: ([, [, username]]) => `${toText(username)?.toLowerCase()}\0${toText(username)}`,
    status: ([, [, , isActive]]) => (toNumber(isActive) === 1 ? 0 : 1),
    lastCall: ([id]) => lastCalls.get(id) ?? NEVER,
    calls: ([id]) => traffic.get(id)?.callCount ?? 0,
    errors: ([id]) => errorShare(traffic.get(id)),
    avg: ([id]) => traffic.get(id)?.avgResponseMs ?? null,
    created: ([, [, , , createdAt]]) => fromTimestamp(createdAt)?.getTime() ?? null,
  };
  const text = ([, [, username]]: readonly [Id, Entry]) => toText(username) ?? '';
  return arrange(
    [...entries].filter(isListed),
    { filter: '', descending: request.descending },
    { id: ([id]) => id, text, key: keys[request.sort] },
  );
}

function errorShare(traffic: UserTraffic | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}

function toOverview(id: Id, { entries, traffic, lastCalls }: Snapshot, calls: CallsByBucket): readonly UserOverview[] {
  const entry = entries.get(id);
  if (entry === undefined) return [];
  const [, username, is_active, created_at, updated_at] = entry;
  const { callCount = 0, errorCount = 0, avgResponseMs = null } = traffic.get(id) ?? {};
  return [
    {
      ...toUser({ id: entry[0], username, is_active, created_at, updated_at }),
      lastCallAt: fromTimestamp(lastCalls.get(id)),
      callCount,
      errorCount,
      avgResponseMs,
      callsByBucket: calls.get(id) ?? [],
    },
  ];
}
