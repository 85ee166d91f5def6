import type { RouteStats, StatusCount, TopUser } from '../../../model/statistics.ts';
import type { SystemSums, UserSums, WindowTotals } from '../../answers/call-sums.ts';
import { toText } from '../../answers/values.ts';
import type { Asker } from '../server/server.ts';
import type { CallQuestion } from './call-question.ts';
import { GROUP_SUMS, IN_WINDOW, IS_SERVER_ERROR, MEASURED_MS } from './call-sql.ts';

const TOTAL_SUMS = `${GROUP_SUMS}, count(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS "serverErrorCount",
  percentile_cont('{0.5,0.95,0.99}'::float8[]) WITHIN GROUP (ORDER BY ${MEASURED_MS}) AS percentiles`;
const ROUTE_SUMS = `l.api_route AS "apiRoute", ${GROUP_SUMS},
  percentile_cont(0.95) WITHIN GROUP (ORDER BY ${MEASURED_MS}) AS "p95ResponseMs"`;

/** The sums of a window. */
export const TOTALS = `
  SELECT ${TOTAL_SUMS}, count(DISTINCT l.user_id) AS "activeUsers" FROM user_api_call_log l WHERE ${IN_WINDOW}`;

/** The busiest users of a window. */
export const TOP_USERS = `
  SELECT coalesce(u.username, '#' || c.user_id) AS username, "callCount", "errorCount", "avgResponseMs"
  FROM (SELECT l.user_id, ${GROUP_SUMS} FROM user_api_call_log l WHERE ${IN_WINDOW} GROUP BY l.user_id) c
  LEFT JOIN "user" u ON u.id = c.user_id
  ORDER BY "callCount" DESC, coalesce(u.username, '#' || c.user_id) COLLATE "C" LIMIT $1`;

/** The busiest routes of a window. */
export const TOP_ROUTES = `
  SELECT ${ROUTE_SUMS} FROM user_api_call_log l WHERE ${IN_WINDOW}
  GROUP BY l.api_route ORDER BY "callCount" DESC, l.api_route COLLATE "C" NULLS FIRST LIMIT $1`;

/** Counts the calls of a window by status. */
export const STATUS_CODES = `
  SELECT l.response_status_code AS "statusCode", count(*) AS "callCount" FROM user_api_call_log l WHERE ${IN_WINDOW}
  GROUP BY l.response_status_code ORDER BY "callCount" DESC, l.response_status_code NULLS FIRST`;

/** The sums of one user's calls in a window. */
export const USER_TOTALS = `
  SELECT ${TOTAL_SUMS}, min(${MEASURED_MS}) AS "minResponseMs", max(${MEASURED_MS}) AS "maxResponseMs",
    count(DISTINCT l.api_route) AS "uniqueEndpoints"
  FROM user_api_call_log l WHERE ${IN_WINDOW}`;

/** The routes of one user's calls in a window. */
export const USER_ROUTES = TOP_ROUTES.replace(' LIMIT $1', '');

/** The sums of those calls of a window that fit. */
export async function windowTotals(ask: Asker, about: CallQuestion): Promise<WindowTotals> {
  const [row = NOTHING] = await ask.rows<TotalsRow & { readonly activeUsers: number }>(...about(TOTALS));
  return { ...commonTotals(row), activeUsers: row.activeUsers };
}

/** The same with its top lists, of at most so many entries. */
export async function systemSums(ask: Asker, about: CallQuestion, topCount: number): Promise<SystemSums> {
  const [totals, topUsers, topRoutes, statusCodes] = await Promise.all([
    windowTotals(ask, about),
    ask.rows<TopUser>(...about(TOP_USERS, [topCount])),
    ask.rows<RouteRow>(...about(TOP_ROUTES, [topCount])),
    ask.rows<StatusCount>(...about(STATUS_CODES)),
  ]);
  return { ...totals, topUsers, topRoutes: topRoutes.map(toRoute), statusCodes };
}

/** The sums of those calls of one user in a window that fit. */
export async function userSums(ask: Asker, about: CallQuestion): Promise<UserSums> {
  const [[row = NOTHING], routes] = await Promise.all([
    ask.rows<UserTotalsRow>(...about(USER_TOTALS)),
    ask.rows<RouteRow>(...about(USER_ROUTES)),
  ]);
  const { minResponseMs, maxResponseMs, uniqueEndpoints } = row;
  return { ...commonTotals(row), minResponseMs, maxResponseMs, uniqueEndpoints, endpoints: routes.map(toRoute) };
}

interface TotalsRow {
  readonly callCount: number;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  readonly avgResponseMs: number | null;
  readonly percentiles: readonly number[] | null;
}

interface UserTotalsRow extends TotalsRow {
  readonly minResponseMs: number | null;
  readonly maxResponseMs: number | null;
  readonly uniqueEndpoints: number;
}

type RouteRow = Omit<RouteStats, 'apiRoute'> & { readonly apiRoute: unknown };

const NOTHING: UserTotalsRow & { readonly activeUsers: number } = {
  callCount: 0,
  errorCount: 0,
  serverErrorCount: 0,
  avgResponseMs: null,
  percentiles: null,
  activeUsers: 0,
  minResponseMs: null,
  maxResponseMs: null,
  uniqueEndpoints: 0,
};

function commonTotals({ callCount, errorCount, serverErrorCount, avgResponseMs, percentiles }: TotalsRow) {
  const [p50ResponseMs = null, p95ResponseMs = null, p99ResponseMs = null] = percentiles ?? [];
  return {
    totalCalls: callCount,
    avgResponseMs,
    p50ResponseMs,
    p95ResponseMs,
    p99ResponseMs,
    errorCount,
    serverErrorCount,
  };
}

function toRoute({ apiRoute, ...sums }: RouteRow): RouteStats {
  return { apiRoute: toText(apiRoute) ?? '', ...sums };
}
