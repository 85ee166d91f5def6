import type { RouteStats, StatusCount, TopUser } from '../../../model/statistics.ts';
import type { SystemSums, UserSums, WindowTotals } from '../../answers/call-sums.ts';
import { toNumber, toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { GROUP_SUMS, IN_WINDOW, IS_SERVER_ERROR, MEASURED_MS, STATUS } from './call-sql.ts';

const TOTAL_SUMS = `${GROUP_SUMS}, COUNT(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS serverErrorCount,
  percentile(${MEASURED_MS}, 50) AS p50, percentile(${MEASURED_MS}, 95) AS p95, percentile(${MEASURED_MS}, 99) AS p99`;
const ROUTE_SUMS = `api_route, ${GROUP_SUMS}, percentile(${MEASURED_MS}, 95) AS p95`;

/** The sums of a window. */
export const TOTALS = `
  SELECT ${TOTAL_SUMS}, COUNT(DISTINCT user_id) AS activeUsers FROM user_api_call_log WHERE ${IN_WINDOW}`;

/** The busiest users of a window. */
export const TOP_USERS = `
  SELECT coalesce(u.username, '#' || c.user_id) AS username, callCount, errorCount, avgResponseMs
  FROM (SELECT user_id, ${GROUP_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY user_id) c
  LEFT JOIN "user" u ON u.id = c.user_id
  ORDER BY callCount DESC, username LIMIT @topCount`;

/** The busiest routes of a window. */
export const TOP_ROUTES = `
  SELECT ${ROUTE_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY api_route ORDER BY callCount DESC, api_route LIMIT @topCount`;

/** Counts the calls of a window by status. */
export const STATUS_CODES = `
  SELECT ${STATUS} AS statusCode, COUNT(*) AS callCount FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY 1 ORDER BY callCount DESC, statusCode`;

/** The sums of one user's calls in a window. */
export const USER_TOTALS = `
  SELECT ${TOTAL_SUMS}, MIN(${MEASURED_MS}) AS minResponseMs, MAX(${MEASURED_MS}) AS maxResponseMs,
    COUNT(DISTINCT api_route) AS uniqueEndpoints
  FROM user_api_call_log WHERE ${IN_WINDOW}`;

/** The routes of one user's calls in a window. */
export const USER_ROUTES = `
  SELECT ${ROUTE_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY api_route ORDER BY callCount DESC, api_route`;

/** The sums of those calls of a window that fit. */
export function windowTotals(connection: Connection, asked: AskedCalls): WindowTotals {
  const { sql, parameters } = askAbout(connection, asked);
  const row = connection.prepare(sql(TOTALS)).get(parameters) as TotalsRow & { readonly activeUsers: number };
  return { ...commonTotals(row), activeUsers: row.activeUsers };
}

/** The same with its top lists, of at most so many entries. */
export function systemSums(connection: Connection, asked: AskedCalls, topCount: number): SystemSums {
  const { sql, parameters } = askAbout(connection, asked);
  return {
    ...windowTotals(connection, asked),
    topUsers: connection
      .prepare(sql(TOP_USERS))
      .all({ ...parameters, topCount })
      .map(toTopUser),
    topRoutes: connection
      .prepare(sql(TOP_ROUTES))
      .all({ ...parameters, topCount })
      .map(toRoute),
    statusCodes: connection.prepare(sql(STATUS_CODES)).all(parameters) as StatusCount[],
  };
}

/** The sums of those calls of one user in a window that fit. */
export function userSums(connection: Connection, asked: AskedCalls): UserSums {
  const { sql, parameters } = askAbout(connection, asked);
  const row = connection.prepare(sql(USER_TOTALS)).get(parameters) as UserTotalsRow;
  return {
    ...commonTotals(row),
    minResponseMs: row.minResponseMs,
    maxResponseMs: row.maxResponseMs,
    uniqueEndpoints: row.uniqueEndpoints,
    endpoints: connection.prepare(sql(USER_ROUTES)).all(parameters).map(toRoute),
  };
}

interface GroupRow {
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

interface TotalsRow extends GroupRow {
  readonly serverErrorCount: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

interface UserTotalsRow extends TotalsRow {
  readonly minResponseMs: number | null;
  readonly maxResponseMs: number | null;
  readonly uniqueEndpoints: number;
}

function commonTotals(row: TotalsRow) {
  return {
    totalCalls: row.callCount,
    avgResponseMs: row.avgResponseMs,
    p50ResponseMs: row.p50,
    p95ResponseMs: row.p95,
    p99ResponseMs: row.p99,
    errorCount: row.errorCount,
    serverErrorCount: row.serverErrorCount,
  };
}

function toTopUser(row: unknown): TopUser {
  const { username, callCount, errorCount, avgResponseMs } = row as GroupRow & { readonly username: unknown };
  return { username: toText(username) ?? '', callCount, errorCount, avgResponseMs };
}

function toRoute(row: unknown): RouteStats {
  const { api_route, callCount, errorCount, avgResponseMs, p95 } = row as TotalsRow & { readonly api_route: unknown };
  return { apiRoute: toText(api_route) ?? '', callCount, errorCount, avgResponseMs, p95ResponseMs: toNumber(p95) };
}
