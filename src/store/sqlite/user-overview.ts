import type { PageRequest, UserOverview, UserOverviewPage, UserSort, Window } from '../../model.ts';
import { GROUP_SUMS, IN_WINDOW } from './call-sql.ts';
import type { Connection } from './connection.ts';
import type { StoreContext } from './context.ts';
import { LastCalls } from './last-calls.ts';
import { arrange, inOrder, NEVER, placePage, Recent, type SortKey } from './pages.ts';
import { windowBounds } from './periods.ts';
import type { IndexView } from './statistics-index/index-view.ts';
import { type UserSums, usersOf } from './statistics-index/indexed-answers.ts';
import { fromTimestamp } from './timestamps.ts';
import { toUser, USER_COLUMNS, type UserRow } from './user-rows.ts';
import { toText } from './values.ts';

const HOUR_SECONDS = 3600;
const SNAPSHOTS_KEPT = 2;
const ORDERS_KEPT = 4;

/** What all users are sorted and filtered by. */
export const USER_ENTRIES = `SELECT id, username, is_active, created_at FROM "user"`;

/** Users by their ids. */
export const USERS_BY_ID = `SELECT ${USER_COLUMNS} FROM "user" WHERE id IN (SELECT value FROM json_each(?))`;

/** The traffic of each user in a window. */
export const TRAFFIC = `SELECT user_id, ${GROUP_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY user_id`;

/** The calls of some users in each unit of time of a window, by the second at which it begins. */
export const TRAFFIC_SLICES = `
  SELECT user_id, CAST(unixepoch(date_time) / @unit AS INTEGER) * CAST(@unit AS INTEGER), COUNT(*)
  FROM user_api_call_log WHERE user_id IN (SELECT value FROM json_each(@ids)) AND ${IN_WINDOW} GROUP BY 1, 2`;

type OverviewRequest = PageRequest<UserSort> & { readonly window: Window; readonly bucketCount: number };

/** Answers pages of the users with their traffic. */
export function createUserOverview({
  file,
  now,
  index,
}: StoreContext): (request: OverviewRequest) => Promise<UserOverviewPage> {
  const lastCalls = new LastCalls();
  const crowds = new Recent<Crowd>(1);
  const snapshots = new Recent<Snapshot>(SNAPSHOTS_KEPT);
  const orders = new Recent<readonly number[]>(ORDERS_KEPT);
  const trafficOf = (connection: Connection, window: Window) => {
    const bounds = windowBounds(window);
    const found = index?.ask(connection, bounds, (view) => usersOf(view.sum({ callers: true }), view.names));
    return found ?? (connection.prepare(TRAFFIC).all(bounds) as UserSums[]);
  };
  return async (request) => {
    const { filter, sort, descending, window } = request;
    await index?.prepare(window);
    const version = file.version();
    const state = [version, windowBounds(window)];
    return file.read((connection) => {
      const snapshot = snapshots.get(state, () => ({
        ...crowds.get([version], () => readCrowd(connection, lastCalls)),
        traffic: new Map(trafficOf(connection, window).map((sums) => [sums.user_id, sums])),
      }));
      const order = orders.get([state, filter, sort, descending], () => orderUsers(snapshot, request));
      const { ids, ...place } = placePage(order, request);
      const slices = readSlices(connection, ids, { ...request, now: now(), index });
      const rows = readRows(connection, snapshot, slices);
      const { entries, activeTotal } = snapshot;
      return { rows, ...place, unfilteredTotal: entries.length, activeTotal };
    });
  };
}

/** id, username, is_active, created_at. */
type Entry = readonly [number, unknown, unknown, unknown];

/** All users, whatever the window. */
interface Crowd {
  readonly entries: readonly Entry[];
  readonly activeTotal: number;
  readonly lastCalls: ReadonlyMap<number, string>;
}

interface Snapshot extends Crowd {
  readonly traffic: ReadonlyMap<number, UserSums>;
}

function readCrowd(connection: Connection, lastCalls: LastCalls): Crowd {
  const entries = connection.prepare(USER_ENTRIES).raw().all() as Entry[];
  const activeTotal = entries.filter(([, , isActive]) => isActive === 1).length;
  return { entries, activeTotal, lastCalls: lastCalls.refresh(connection) };
}

function orderUsers({ entries, traffic, lastCalls }: Snapshot, request: OverviewRequest): readonly number[] {
  const keys: Readonly<Record<UserSort, (entry: Entry) => SortKey>> = {
    // The name itself decides among those that differ in case only.
    username: ([, username]) => `${toText(username)?.toLowerCase()}\0${toText(username)}`,
    status: ([, , isActive]) => (isActive === 1 ? 0 : 1),
    lastCall: ([id]) => lastCalls.get(id) ?? NEVER,
    calls: ([id]) => traffic.get(id)?.callCount ?? 0,
    errors: ([id]) => errorShare(traffic.get(id)),
    avg: ([id]) => traffic.get(id)?.avgResponseMs ?? null,
    created: ([, , , createdAt]) => toText(createdAt),
  };
  const text = ([, username]: Entry) => toText(username) ?? '';
  return arrange(entries, request, { id: ([id]) => id, text, key: keys[request.sort] });
}

function errorShare(traffic: UserSums | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}

function readRows(
  connection: Connection,
  { traffic, lastCalls }: Snapshot,
  slices: ReadonlyMap<number, readonly number[]>,
): readonly UserOverview[] {
  const ids = [...slices.keys()];
  const users = connection.prepare(USERS_BY_ID).all(JSON.stringify(ids)) as UserRow[];
  return inOrder(ids, users.map(toUser)).map((user) => ({
    ...user,
    lastCallAt: fromTimestamp(lastCalls.get(user.id)),
    callCount: traffic.get(user.id)?.callCount ?? 0,
    errorCount: traffic.get(user.id)?.errorCount ?? 0,
    avgResponseMs: traffic.get(user.id)?.avgResponseMs ?? null,
    callsByBucket: slices.get(user.id) ?? [],
  }));
}

/** The calls of some users in each slice of the window; where slices last an hour or more, a call counts where its hour begins. */
function readSlices(
  connection: Connection,
  ids: readonly number[],
  { window, bucketCount, now, index }: OverviewRequest & Pick<StoreContext, 'index'> & { readonly now: Date },
): ReadonlyMap<number, readonly number[]> {
  const start = Math.floor(window.from.getTime() / 1000);
  const span = Math.max(1, Math.ceil((window.to ?? now).getTime() / 1000) - start);
  const isHourly = span / bucketCount >= HOUR_SECONDS;
  const bounds = windowBounds(window);
  const byUser = new Map(ids.map((id) => [id, Array.from({ length: bucketCount }, () => 0)]));
  const add = (userId: number, second: number, callCount: number) => {
    const slices = byUser.get(userId);
    const slice = Math.floor(((second - start) * bucketCount) / span);
    const place = Math.max(0, Math.min(slice, bucketCount - 1));
    if (slices !== undefined) slices[place] = (slices[place] ?? 0) + callCount;
  };
  const addIndexed = (view: IndexView) => {
    view.eachCallOf(ids, isHourly ? 'hour' : 'second', add);
    return true;
  };
  if (index?.ask(connection, bounds, addIndexed)) return byUser;
  const parameters = { ...bounds, ids: JSON.stringify(ids), unit: isHourly ? HOUR_SECONDS : 1 };
  const rows = connection.prepare(TRAFFIC_SLICES).raw().all(parameters) as (readonly [number, number, number])[];
  for (const [userId, second, callCount] of rows) add(userId, second, callCount);
  return byUser;
}
