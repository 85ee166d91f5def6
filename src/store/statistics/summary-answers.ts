import type { RouteStats, StatusCount } from '../../model/statistics.ts';
import type { UserSums, ValueSums, WindowTotals } from '../answers/call-sums.ts';
import { compareText } from '../answers/compare-text.ts';
import type { LatencySums } from './latency-sums.ts';
import type { UserCounts } from './log-source.ts';
import type { Names } from './names.ts';
import type { Summary } from './summary.ts';

/** The sums over all; `isApproximate` stands where the percentiles are. */
function totalsOf({ overall }: Summary): Omit<WindowTotals, 'activeUsers'> {
  const { calls, errors, serverErrors, latency } = overall;
  const [p50 = null, p95 = null, p99 = null] = latency.percentiles([50, 95, 99]);
  return {
    totalCalls: calls,
    avgResponseMs: latency.averageMs,
    p50ResponseMs: p50,
    p95ResponseMs: p95,
    p99ResponseMs: p99,
    errorCount: errors,
    serverErrorCount: serverErrors,
    ...(latency.timed > 0 && !latency.isExact && { isApproximate: true as const }),
  };
}

/** The sums of a window over all calls. */
export function windowTotals(summary: Summary): WindowTotals {
  return { ...totalsOf(summary), activeUsers: summary.callers.seen.length };
}

/** The sums of one user's calls. */
export function userSums(summary: Summary, names: Names): UserSums {
  const endpoints = routesOf(summary, names);
  const { minMs, maxMs } = summary.overall.latency;
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
export function trafficOf(summary: Summary, names: Names): readonly UserCounts[] {
  return summary.callers.seen.map((caller) => countsOf(summary, caller, names));
}

/** The users with the most calls: `count`, and all who have as many as the last of these, among whom the name decides. */
export function busiestUsers(summary: Summary, names: Names, count: number): readonly UserCounts[] {
  const { callers } = summary;
  const counts = Float64Array.from(callers.seen, (caller) => callers.callsOf(caller)).sort();
  const least = counts.at(-count) ?? 0;
  const busiest = callers.seen.filter((caller) => callers.callsOf(caller) >= least);
  return busiest.map((caller) => countsOf(summary, caller, names));
}

/** Counts the calls with each status, the most frequent first. */
export function statusesOf({ callsOfKind }: Summary, names: Names): readonly StatusCount[] {
  const counts = new Map<number | null, number>();
  for (const [kind, calls] of callsOfKind.entries()) {
    const status = names.statusOf[kind] ?? null;
    if (calls > 0) counts.set(status, (counts.get(status) ?? 0) + calls);
  }
  return [...counts]
    .map(([statusCode, callCount]) => ({ statusCode, callCount }))
    .sort((a, b) => b.callCount - a.callCount || (a.statusCode ?? -Infinity) - (b.statusCode ?? -Infinity));
}

/** Counts the calls of a sum by user, route and status. */
export function valueCounts(summary: Summary, names: Names): ValueSums {
  return {
    users: trafficOf(summary, names),
    routes: routesOf(summary, names).map(({ apiRoute, callCount }) => ({ apiRoute, callCount })),
    statuses: statusesOf(summary, names),
  };
}

function countsOf({ callers }: Summary, caller: number, names: Names): UserCounts {
  const { calls, errors, averageMs } = callers.of(caller);
  return { userId: names.userIds[caller] ?? 0, callCount: calls, errorCount: errors, avgResponseMs: averageMs };
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
