import type { StatusCount } from '../../../model/statistics.ts';
import type { RouteCount } from '../../../model/values.ts';
import type { ValueSums } from '../../answers/call-sums.ts';
import { toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import { trafficOf } from '../users/traffic.ts';
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
