import type { CallsWithin } from '../../../model/call-filter.ts';
import type { Id } from '../../../model/id.ts';
import type { StatusCount } from '../../../model/statistics.ts';
import type { RouteCount, UserCount, ValueCounts } from '../../../model/values.ts';
import type { Window } from '../../../model/window.ts';
import type { ValueSums } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { trafficOf } from '../users/traffic.ts';
import { USER_NAMES } from '../users/user-search.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW } from './call-sql.ts';
import { STATUS_CODES } from './statistics.ts';

/** Counts the calls of each route in a window. */
export const ROUTE_COUNTS = `
  SELECT api_route AS apiRoute, COUNT(*) AS callCount FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY api_route ORDER BY callCount DESC, api_route`;

/** Counts those calls of a window that fit by user, route and status. */
export function countValues(connection: Connection, asked: AskedCalls): ValueSums {
  const { sql, parameters } = askAbout(connection, asked);
  const routes = connection.prepare(sql(ROUTE_COUNTS)).all(parameters) as { apiRoute: unknown; callCount: number }[];
  return {
    users: trafficOf(connection, asked),
    routes: routes.map(({ apiRoute, callCount }): RouteCount => ({ apiRoute: toText(apiRoute) ?? '', callCount })),
    statuses: connection.prepare(sql(STATUS_CODES)).all(parameters) as StatusCount[],
  };
}

/** Counts those calls of a window that fit by the values that a filter can name. */
export async function valueCounts(
  { file, sums, resolve }: StoreContext,
  asked: Window,
  filter: CallsWithin,
): Promise<ValueCounts> {
  const { window, calls } = await resolve(asked, filter);
  const rows = file.read((connection) => connection.prepareExact(USER_NAMES).raw().all()) as (readonly unknown[])[];
  const names = new Map(rows.map(([id, username]): [Id, string] => [toId(id), toText(username) ?? '']));
  const { users, ...others } = await sums.valueCounts(window, [...names.keys()], calls);
  const named = users.map(
    ({ userId, callCount }): UserCount => ({ username: names.get(userId) ?? `#${userId}`, callCount }),
  );
  return { users: named.sort(byCount), ...others };
}

function byCount(one: UserCount, other: UserCount): number {
  return other.callCount - one.callCount || (one.username < other.username ? -1 : 1);
}
