import type { PageRequest, UserOverview, UserOverviewPage, UserSort, Window } from '../../model.ts';
import { IN_WINDOW, IS_ERROR, MEASURED_MS } from './call-sql.ts';
import type { StoreContext } from './context.ts';
import type { Connection } from './database.ts';
import { LastCalls } from './last-calls.ts';
import { arrange, placePage, Recent, type SortKey } from './pages.ts';
import { windowBounds } from './periods.ts';
import { fromTimestamp } from './timestamps.ts';
import { toUser, USER_COLUMNS, type UserRow } from './user-rows.ts';
import { toText } from './values.ts';

const SNAPSHOTS_KEPT = 2;
const ORDERS_KEPT = 4;

/** All users. */
export const ALL_USERS = `SELECT ${USER_COLUMNS} FROM "user" ORDER BY id`;

/** The traffic of each user in each slice of a window. */
export const TRAFFIC = `
  SELECT user_id, max(0, min(CAST((unixepoch(date_time) - @start) * @bucketCount / @span AS INTEGER), @bucketCount - 1)) AS bucket,
    COUNT(*), COUNT(*) FILTER (WHERE ${IS_ERROR}), TOTAL(${MEASURED_MS}), COUNT(${MEASURED_MS})
  FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY user_id, bucket`;

type OverviewRequest = PageRequest<UserSort> & { readonly window: Window; readonly bucketCount: number };

/** Answers pages of the users with their traffic. */
export function createUserOverview({
  file,
  now,
}: StoreContext): (request: OverviewRequest) => Promise<UserOverviewPage> {
  const lastCalls = new LastCalls();
  const snapshots = new Recent<Snapshot>(SNAPSHOTS_KEPT);
  const orders = new Recent<readonly number[]>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending, window, bucketCount } = request;
    const state = [file.version(), windowBounds(window), bucketCount];
    const snapshot = snapshots.get(state, () =>
      file.read((connection) => takeSnapshot(connection, lastCalls, request, now())),
    );
    const order = orders.get([state, filter, sort, descending], () => orderUsers(snapshot, request));
    const { ids, ...place } = placePage(order, request);
    const rows = ids.map((id) => snapshot.users.get(id)).filter((row) => row !== undefined);
    return {
      rows: rows.map((row) => toOverview(snapshot, row, bucketCount)),
      ...place,
      unfilteredTotal: snapshot.users.size,
      activeTotal: snapshot.activeTotal,
    };
  };
}

interface Traffic {
  callCount: number;
  errorCount: number;
  totalMs: number;
  measuredCount: number;
  readonly callsByBucket: number[];
}

interface Snapshot {
  readonly users: ReadonlyMap<number, UserRow>;
  readonly activeTotal: number;
  readonly traffic: ReadonlyMap<number, Traffic>;
  readonly lastCalls: ReadonlyMap<number, string>;
}

/** user, slice, calls, errors, sum of the response times, how many had one. */
type TrafficRow = readonly [number, number, number, number, number, number];

function takeSnapshot(
  connection: Connection,
  lastCalls: LastCalls,
  { window, bucketCount }: OverviewRequest,
  now: Date,
): Snapshot {
  const users = connection.prepare(ALL_USERS).all() as (UserRow & { readonly id: number })[];
  const start = Math.floor(window.from.getTime() / 1000);
  const span = Math.max(1, Math.ceil((window.to ?? now).getTime() / 1000) - start);
  const rows = connection
    .prepare(TRAFFIC)
    .raw()
    .all({ ...windowBounds(window), start, span, bucketCount });
  return {
    users: new Map(users.map((user) => [user.id, user])),
    activeTotal: users.filter((user) => user.is_active === 1).length,
    traffic: sumTraffic(rows as TrafficRow[], bucketCount),
    lastCalls: lastCalls.refresh(connection),
  };
}

function sumTraffic(rows: readonly TrafficRow[], bucketCount: number): ReadonlyMap<number, Traffic> {
  const byUser = new Map<number, Traffic>();
  for (const [userId, bucket, callCount, errorCount, totalMs, measuredCount] of rows) {
    const sum = byUser.get(userId) ?? noTraffic(bucketCount);
    sum.callCount += callCount;
    sum.errorCount += errorCount;
    sum.totalMs += totalMs;
    sum.measuredCount += measuredCount;
    sum.callsByBucket[bucket] = callCount;
    byUser.set(userId, sum);
  }
  return byUser;
}

function noTraffic(bucketCount: number): Traffic {
  const callsByBucket = Array.from({ length: bucketCount }, () => 0);
  return { callCount: 0, errorCount: 0, totalMs: 0, measuredCount: 0, callsByBucket };
}

function averageMs(traffic: Traffic | undefined): number | null {
  return traffic === undefined || traffic.measuredCount === 0 ? null : traffic.totalMs / traffic.measuredCount;
}

function orderUsers({ users, traffic, lastCalls }: Snapshot, request: OverviewRequest): readonly number[] {
  const keys: Readonly<Record<UserSort, (id: number, user: UserRow) => SortKey>> = {
    // The name itself decides among those that differ in case only.
    username: (_, { username }) => `${toText(username)?.toLowerCase()}\0${toText(username)}`,
    status: (_, user) => (user.is_active === 1 ? 0 : 1),
    lastCall: (id) => lastCalls.get(id) ?? null,
    calls: (id) => traffic.get(id)?.callCount ?? 0,
    errors: (id) => errorShare(traffic.get(id)),
    avg: (id) => averageMs(traffic.get(id)),
    created: (_, user) => toText(user.created_at),
  };
  const key = keys[request.sort];
  return arrange([...users], request, {
    id: ([id]) => id,
    text: ([, user]) => toText(user.username) ?? '',
    key: ([id, user]) => key(id, user),
  });
}

function errorShare(traffic: Traffic | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}

function toOverview({ traffic, lastCalls }: Snapshot, row: UserRow, bucketCount: number): UserOverview {
  const user = toUser(row);
  const { callCount, errorCount, callsByBucket } = traffic.get(user.id) ?? noTraffic(bucketCount);
  return {
    ...user,
    lastCallAt: fromTimestamp(lastCalls.get(user.id)),
    callCount,
    errorCount,
    avgResponseMs: averageMs(traffic.get(user.id)),
    callsByBucket,
  };
}
