import type { CallTotals, RouteStats, StatusCount, SystemStats, TopUser, UserStats } from '../../model/statistics.ts';
import { toText } from '../answers/values.ts';
import type { Connection } from '../sqlite/file/connection.ts';
import type { IndexView } from './index-view.ts';
import type { LatencySums } from './latency-sums.ts';
import type { Names } from './names.ts';
import type { Summary } from './summary.ts';

const TOP = 10;

/** Names the users of some sums and puts the busiest first, as the log's own query does. */
const NAME_USERS = `
  SELECT coalesce(u.username, '#' || c.userId) AS username, c.callCount, c.errorCount, c.avgResponseMs
  FROM (SELECT value ->> 0 AS userId, value ->> 1 AS callCount, value ->> 2 AS errorCount, value ->> 3 AS avgResponseMs
    FROM json_each(?)) c LEFT JOIN "user" u ON u.id = c.userId
  ORDER BY c.callCount DESC, username LIMIT ${TOP}`;

/** What totals, top lists and percentiles have in common. */
type Totals = Omit<CallTotals, 'from' | 'to' | 'activeUsers'>;

type UserExtras = Pick<UserStats, 'minResponseMs' | 'maxResponseMs' | 'uniqueEndpoints' | 'endpoints'>;

/** The sums of one user in a window. */
export interface UserSums {
  readonly user_id: number;
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

/** The sums over all; `isApproximate` stands where the percentiles are. */
export function totalsOf({ calls, errors, serverErrors, overall }: Summary): Totals {
  const [p50 = null, p95 = null, p99 = null] = overall.percentiles([50, 95, 99]);
  return {
    totalCalls: calls,
    avgResponseMs: overall.averageMs,
    p50ResponseMs: p50,
    p95ResponseMs: p95,
    p99ResponseMs: p99,
    errorCount: errors,
    serverErrorCount: serverErrors,
    ...(overall.timed > 0 && overall.values === undefined && { isApproximate: true as const }),
  };
}

/** What a window's totals hold besides the window itself. */
export function indexedTotals(view: IndexView): Omit<CallTotals, 'from' | 'to'> {
  const summary = view.sum({ callers: true });
  return { ...totalsOf(summary), activeUsers: summary.callers.length };
}

/** What a window's statistics hold besides the window itself. */
export function indexedSystem(
  view: IndexView,
  connection: Connection,
): Omit<SystemStats, 'from' | 'to' | 'periodHours'> {
  const summary = view.sum({ callers: true, routes: true });
  return {
    ...totalsOf(summary),
    activeUsers: summary.callers.length,
    topUsers: topUsers(summary, view.names, connection),
    topRoutes: routesOf(summary, view.names).slice(0, TOP),
    statusCodes: statusesOf(summary, view.names),
  };
}

/** What a user's statistics of a window hold besides the window and the user. */
export function indexedUser(view: IndexView, userId: number): Totals & UserExtras {
  const summary = view.sumOfCaller(userId);
  const endpoints = routesOf(summary, view.names);
  const { minMs, maxMs } = summary.overall;
  return {
    ...totalsOf(summary),
    minResponseMs: minMs,
    maxResponseMs: maxMs,
    uniqueEndpoints: endpoints.length,
    endpoints,
  };
}

/** All routes of a sum, most calls first, ties by name. */
export function routesOf({ callsOfKind, routes }: Summary, names: Names): readonly RouteStats[] {
  const counts = new Map<number, { calls: number; errors: number }>();
  for (const [kind, calls] of callsOfKind.entries()) {
    if (calls === 0) continue;
    const route = names.routeOf[kind] ?? 0;
    const count = counts.get(route) ?? { calls: 0, errors: 0 };
    counts.set(route, count);
    count.calls += calls;
    count.errors += calls * (names.isError[kind] ?? 0);
  }
  return [...counts]
    .map(([route, { calls, errors }]) => toRoute(names.routes[route] ?? '', { calls, errors }, routes.get(route)))
    .sort((a, b) => b.callCount - a.callCount || compareText(a.apiRoute, b.apiRoute));
}

/** The sums of each user who called. */
export function usersOf(summary: Summary, names: Names): readonly UserSums[] {
  return summary.callers.map((caller) => ({
    user_id: names.userIds[caller] ?? 0,
    callCount: summary.callsOf[caller] ?? 0,
    errorCount: summary.errorsOf[caller] ?? 0,
    avgResponseMs: averageOf(summary, caller),
  }));
}

function statusesOf({ callsOfKind }: Summary, names: Names): readonly StatusCount[] {
  const counts = new Map<number | null, number>();
  for (const [kind, calls] of callsOfKind.entries()) {
    const status = names.statusOf[kind] ?? null;
    if (calls > 0) counts.set(status, (counts.get(status) ?? 0) + calls);
  }
  return [...counts]
    .map(([statusCode, callCount]) => ({ statusCode, callCount }))
    .sort((a, b) => b.callCount - a.callCount || (a.statusCode ?? -Infinity) - (b.statusCode ?? -Infinity));
}

// The tenth may have as many calls as others, among whom the name decides.
function topUsers(summary: Summary, names: Names, connection: Connection): readonly TopUser[] {
  const { callers, callsOf, errorsOf } = summary;
  const counts = Float64Array.from(callers, (caller) => callsOf[caller] ?? 0).sort();
  const least = counts.at(-TOP) ?? 0;
  const candidates = callers
    .filter((caller) => (callsOf[caller] ?? 0) >= least)
    .map((caller) => [names.userIds[caller], callsOf[caller], errorsOf[caller], averageOf(summary, caller)]);
  const rows = connection.prepare(NAME_USERS).all(JSON.stringify(candidates)) as (TopUser & { username: unknown })[];
  return rows.map((row) => ({ ...row, username: toText(row.username) ?? '' }));
}

function averageOf({ timedOf, microsOf }: Summary, caller: number): number | null {
  const timed = timedOf[caller] ?? 0;
  return timed === 0 ? null : (microsOf[caller] ?? 0) / 1000 / timed;
}

function toRoute(
  apiRoute: string,
  { calls, errors }: { readonly calls: number; readonly errors: number },
  sums: LatencySums | undefined,
): RouteStats {
  return {
    apiRoute,
    callCount: calls,
    errorCount: errors,
    avgResponseMs: sums?.averageMs ?? null,
    p95ResponseMs: sums?.percentiles([95])[0] ?? null,
  };
}

// As SQLite sorts text: by its bytes.
function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
