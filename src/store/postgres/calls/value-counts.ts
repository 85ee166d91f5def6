import type { StatusCount } from '../../../model/statistics.ts';
import type { ValueSums } from '../../answers/call-sums.ts';
import { toText } from '../../answers/values.ts';
import type { Asker } from '../server/server.ts';
import { trafficOf } from '../users/traffic.ts';
import type { CallQuestion } from './call-question.ts';
import { IN_WINDOW } from './call-sql.ts';
import { STATUS_CODES } from './statistics.ts';

/** Counts the calls of each route in a window. */
export const ROUTE_COUNTS = `
  SELECT l.api_route, count(*) FROM user_api_call_log l WHERE ${IN_WINDOW}
  GROUP BY l.api_route ORDER BY count(*) DESC, l.api_route COLLATE "C" NULLS FIRST`;

/** Counts those calls of a window that fit by user, route and status. */
export async function countValues(ask: Asker, about: CallQuestion): Promise<ValueSums> {
  const [users, routes, statuses] = await Promise.all([
    trafficOf(ask, about),
    ask.tuples<readonly [route: unknown, callCount: number]>(...about(ROUTE_COUNTS)),
    ask.rows<StatusCount>(...about(STATUS_CODES)),
  ]);
  return {
    users,
    routes: routes.map(([route, callCount]) => ({ apiRoute: toText(route) ?? '', callCount })),
    statuses,
  };
}
