import type {
  CallTotals,
  RouteStats,
  StatusCount,
  SystemStats,
  TopUser,
  UserStats,
} from '../../../model/statistics.ts';
import type { UserRef } from '../../../model/user.ts';
import type { Period } from '../../../model/window.ts';
import { type ResolvedPeriod, resolvePeriod, type WindowBounds } from '../../answers/periods.ts';
import { toNumber, toText } from '../../answers/values.ts';
import { indexedSystem, indexedTotals, indexedUser } from '../../statistics/indexed-answers.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, toIndexedId } from '../file/ids.ts';
import { requireUser } from '../users/user-rows.ts';
import { GROUP_SUMS, IN_WINDOW, IS_SERVER_ERROR, MEASURED_MS, STATUS } from './call-sql.ts';
import { firstAndLastCall } from './first-and-last-call.ts';

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
  ORDER BY callCount DESC, username LIMIT 10`;

/** The busiest routes of a window. */
export const TOP_ROUTES = `
  SELECT ${ROUTE_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY api_route ORDER BY callCount DESC, api_route LIMIT 10`;

/** How often each status came in a window. */
export const STATUS_CODES = `
  SELECT ${STATUS} AS statusCode, COUNT(*) AS callCount FROM user_api_call_log WHERE ${IN_WINDOW}
  GROUP BY 1 ORDER BY callCount DESC, statusCode`;

/** The sums of one user's calls in a window. */
export const USER_TOTALS = `
  SELECT ${TOTAL_SUMS}, MIN(${MEASURED_MS}) AS minResponseMs, MAX(${MEASURED_MS}) AS maxResponseMs,
    COUNT(DISTINCT api_route) AS uniqueEndpoints
  FROM user_api_call_log WHERE user_id = @userId AND ${IN_WINDOW}`;

/** The routes of one user's calls in a window. */
export const USER_ROUTES = `
  SELECT ${ROUTE_SUMS} FROM user_api_call_log WHERE user_id = @userId AND ${IN_WINDOW}
  GROUP BY api_route ORDER BY callCount DESC, api_route`;

/** Only the sums of a period. */
export async function totals({ file, now, index }: StoreContext, period: Period): Promise<CallTotals> {
  const resolved = resolvePeriod(period, now());
  const { bounds, window } = resolved;
  await index?.prepare(window);
  return file.read((connection) => {
    const found = index?.ask(connection, bounds, indexedTotals);
    return found === undefined ? systemTotals(connection, resolved) : { from: window.from, to: window.to, ...found };
  });
}

/** All calls in a period. */
export async function systemStats({ file, now, index }: StoreContext, period: Period): Promise<SystemStats> {
  const resolved = resolvePeriod(period, now());
  const { bounds, hours, window } = resolved;
  await index?.prepare(window);
  return file.read((connection) => {
    const found = index?.ask(connection, bounds, (view) => indexedSystem(view, connection));
    if (found !== undefined) return { periodHours: hours, from: window.from, to: window.to, ...found };
    const { sql, parameters } = connection.timeForms.questionOf(bounds);
    return {
      periodHours: hours,
      ...systemTotals(connection, resolved),
      topUsers: connection.prepare(sql(TOP_USERS)).all(parameters).map(toTopUser),
      topRoutes: connection.prepare(sql(TOP_ROUTES)).all(parameters).map(toRoute),
      statusCodes: connection.prepare(sql(STATUS_CODES)).all(parameters) as StatusCount[],
    };
  });
}

/** One user's calls in a period. Throws a UserError where there is no such user. */
export async function userStats({ file, now, index }: StoreContext, who: UserRef, period: Period): Promise<UserStats> {
  const { bounds, hours, window } = resolvePeriod(period, now());
  await index?.prepare(window);
  return file.read((connection) => {
    const user = requireUser(connection, who);
    const userId = bindId(user.id);
    const indexedId = toIndexedId(user.id);
    const found =
      indexedId === undefined ? undefined : index?.ask(connection, bounds, (view) => indexedUser(view, indexedId));
    return {
      username: user.username,
      from: window.from,
      to: window.to,
      periodDays: hours / 24,
      ...(found ?? userSums(connection, bounds, userId)),
      ...firstAndLastCall(connection, userId, now()),
    };
  });
}

function userSums(connection: Connection, bounds: WindowBounds, userId: ReturnType<typeof bindId>) {
  const question = connection.timeForms.questionOf(bounds, { userId });
  const parameters = { ...question.parameters, userId };
  const row = connection.prepare(question.sql(USER_TOTALS)).get(parameters) as UserTotalsRow;
  return {
    ...commonTotals(row),
    minResponseMs: row.minResponseMs,
    maxResponseMs: row.maxResponseMs,
    uniqueEndpoints: row.uniqueEndpoints,
    endpoints: connection.prepare(question.sql(USER_ROUTES)).all(parameters).map(toRoute),
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

function systemTotals(connection: Connection, { bounds, window }: ResolvedPeriod): CallTotals {
  const { sql, parameters } = connection.timeForms.questionOf(bounds);
  const row = connection.prepare(sql(TOTALS)).get(parameters) as TotalsRow & { readonly activeUsers: number };
  return { from: window.from, to: window.to, ...commonTotals(row), activeUsers: row.activeUsers };
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
