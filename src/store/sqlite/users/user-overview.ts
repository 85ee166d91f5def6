import type { Id } from '../../../model/id.ts';
import type { PageRequest } from '../../../model/page.ts';
import type { UserOverview, UserOverviewPage, UserSort } from '../../../model/user.ts';
import type { Window } from '../../../model/window.ts';
import { arrange, NEVER, placePage, Recent, type SortKey } from '../../answers/pages.ts';
import { windowBounds } from '../../answers/periods.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { toNumber, toText } from '../../answers/values.ts';
import type { IndexView } from '../../statistics/index-view.ts';
import { type UserSums, usersOf } from '../../statistics/indexed-answers.ts';
import { GROUP_SUMS, IN_WINDOW } from '../calls/call-sql.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds, toId, toIndexedId } from '../file/ids.ts';
import { LastCalls } from './last-calls.ts';
import { toUser, USER_COLUMNS } from './user-rows.ts';

const HOUR_SECONDS = 3600;
const SNAPSHOTS_KEPT = 2;
const ORDERS_KEPT = 4;

/** All users. */
export const USER_ENTRIES = `SELECT ${USER_COLUMNS} FROM "user"`;

// Which id of a call is which user's, SQLite says: the columns may be of different types.

/** The traffic of each user in a window. */
export const TRAFFIC = `
  SELECT u.id AS user_id, callCount, errorCount, avgResponseMs
  FROM (SELECT user_id, ${GROUP_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY user_id) c
  JOIN "user" u ON u.id = c.user_id`;

/** The calls of some users in each unit of time of a window, by the second at which it begins. */
export const TRAFFIC_SLICES = `
  SELECT u.id, c.second, c.calls
  FROM (SELECT user_id, CAST(unixepoch(date_time) / @unit AS INTEGER) * CAST(@unit AS INTEGER) AS second, COUNT(*) AS calls
    FROM user_api_call_log
    WHERE user_id IN (SELECT id FROM "user" WHERE id IN (SELECT value FROM json_each(@ids))) AND ${IN_WINDOW} GROUP BY 1, 2) c
  JOIN "user" u ON u.id = c.user_id`;

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
  const orders = new Recent<readonly Id[]>(ORDERS_KEPT);
  const trafficOf = (connection: Connection, window: Window, ids: readonly Id[]): readonly Traffic[] => {
    const bounds = windowBounds(window);
    if (areIndexed(ids)) {
      const found = index?.ask(connection, bounds, (view) => usersOf(view.sum({ callers: true }), view.names));
      if (found !== undefined) return found;
    }
    const { sql, parameters } = connection.timeForms.questionOf(bounds);
    return connection.prepareExact(sql(TRAFFIC)).all(parameters).map(toSums);
  };
  return async (request) => {
    const { filter, sort, descending, window } = request;
    await index?.prepare(window);
    const corrections = index?.correctionCount ?? 0;
    const time = now();
    const version = `${file.version()} ${corrections}`;
    const state = [version, windowBounds(window)];
    return file.read((connection) => {
      const snapshot = snapshots.get(state, () => {
        const crowd = crowds.get([version], () => readCrowd(connection, { lastCalls, corrections, time }));
        const traffic = trafficOf(connection, window, [...crowd.entries.keys()]);
        return { ...crowd, traffic: new Map(traffic.map((sums) => [sums.user_id, sums])) };
      });
      const order = orders.get([state, filter, sort, descending], () => orderUsers(snapshot, request));
      const { ids, ...place } = placePage(order, request);
      lastCalls.lookUp(connection, ids, time);
      const slices = readSlices(connection, ids, { ...request, now: now(), index });
      const rows = ids.flatMap((id) => toOverview(id, snapshot, slices));
      const { entries, activeTotal } = snapshot;
      return { rows, ...place, unfilteredTotal: entries.size, activeTotal };
    });
  };
}

/** id, username, is_active, created_at, updated_at. */
type Entry = readonly [unknown, unknown, unknown, unknown, unknown];

type Traffic = Omit<UserSums, 'user_id'> & { readonly user_id: Id };

/** All users, whatever the window. */
interface Crowd {
  readonly entries: ReadonlyMap<Id, Entry>;
  readonly activeTotal: number;
  readonly lastCalls: ReadonlyMap<Id, string>;
}

interface Snapshot extends Crowd {
  readonly traffic: ReadonlyMap<Id, Traffic>;
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

function toSums(row: unknown): Traffic {
  const { user_id, callCount, errorCount, avgResponseMs } = row as Readonly<Record<keyof UserSums, unknown>>;
  return {
    user_id: toId(user_id),
    callCount: toNumber(callCount) ?? 0,
    errorCount: toNumber(errorCount) ?? 0,
    avgResponseMs: toNumber(avgResponseMs),
  };
}

function orderUsers({ entries, traffic, lastCalls }: Snapshot, request: OverviewRequest): readonly Id[] {
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
  return arrange([...entries], request, { id: ([id]) => id, text, key: keys[request.sort] });
}

function errorShare(traffic: Traffic | undefined): number | null {
  return traffic === undefined ? null : traffic.errorCount / traffic.callCount;
}

function toOverview(
  id: Id,
  { entries, traffic, lastCalls }: Snapshot,
  slices: ReadonlyMap<Id, readonly number[]>,
): readonly UserOverview[] {
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
      callsByBucket: slices.get(id) ?? [],
    },
  ];
}

// Users of other ids are unknown to the index: then all are asked of the log.
function areIndexed(ids: readonly Id[]): ids is readonly number[] {
  return ids.every((id) => toIndexedId(id) !== undefined);
}

/** The calls of some users in each slice of the window; where slices last an hour or more, a call counts where its hour begins. */
function readSlices(
  connection: Connection,
  ids: readonly Id[],
  { window, bucketCount, now, index }: OverviewRequest & Pick<StoreContext, 'index'> & { readonly now: Date },
): ReadonlyMap<Id, readonly number[]> {
  const start = Math.floor(window.from.getTime() / 1000);
  const span = Math.max(1, Math.ceil((window.to ?? now).getTime() / 1000) - start);
  const isHourly = span / bucketCount >= HOUR_SECONDS;
  const bounds = windowBounds(window);
  const byUser = new Map(ids.map((id) => [id, Array.from({ length: bucketCount }, () => 0)]));
  const add = (userId: Id, second: number, callCount: number) => {
    const slices = byUser.get(userId);
    const slice = Math.floor(((second - start) * bucketCount) / span);
    const place = Math.max(0, Math.min(slice, bucketCount - 1));
    if (slices !== undefined) slices[place] = (slices[place] ?? 0) + callCount;
  };
  const addIndexed = (known: readonly number[]) => (view: IndexView) => {
    view.eachCallOf(known, isHourly ? 'hour' : 'second', add);
    return true;
  };
  if (areIndexed(ids) && index?.ask(connection, bounds, addIndexed(ids))) return byUser;
  const question = connection.timeForms.questionOf(bounds);
  const parameters = { ...question.parameters, ids: bindIds(ids), unit: isHourly ? HOUR_SECONDS : 1 };
  const rows = connection.prepareExact(question.sql(TRAFFIC_SLICES)).raw().all(parameters) as (readonly unknown[])[];
  for (const [userId, second, callCount] of rows) add(toId(userId), Number(second), Number(callCount));
  return byUser;
}
