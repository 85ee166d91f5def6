import type { AttentionLine } from '../../model/attention.ts';
import type { AttentionThresholds } from '../../model/settings.ts';
import type { Window } from '../../model/window.ts';

/** A route in one hour. */
export interface RouteHour {
  readonly callCount: number;
  readonly p95ResponseMs: number;
}

/** A route in the last hour, and in the same hour of each day before that had calls of it. */
export interface RouteFacts extends RouteHour {
  readonly apiRoute: string;
  readonly before: readonly RouteHour[];
  readonly since: Date | null;
  readonly window: Window;
}

// Fewer days, or days of fewer calls, do not say what is usual.
const FEWEST_DAYS = 3;
const FEWEST_CALLS_OF_A_DAY = 20;

/** The 95th percentile that is usual for a route at this hour: the middle one of the days before; undefined if they say too little. */
export function usualP95({
  before,
}: Pick<RouteFacts, 'before'>): { readonly ms: number; readonly dayCount: number } | undefined {
  const days = before.filter(({ callCount }) => callCount >= FEWEST_CALLS_OF_A_DAY);
  if (days.length < FEWEST_DAYS) return undefined;
  const times = days.map(({ p95ResponseMs }) => p95ResponseMs).sort((one, other) => one - other);
  const middle = times.length / 2;
  const ms = ((times[Math.ceil(middle) - 1] ?? 0) + (times[Math.floor(middle)] ?? 0)) / 2;
  return { ms, dayCount: days.length };
}

/** Tells whether an hour of a route is slow beside what is usual. */
export function isSlow(hour: RouteHour, usualMs: number, thresholds: AttentionThresholds): boolean {
  const { routeMinCalls, routeSlowFactor } = thresholds;
  return hour.callCount >= routeMinCalls && usualMs > 0 && hour.p95ResponseMs >= routeSlowFactor * usualMs;
}

/** A line for a route that is slower than usual at this hour. */
export function slowRouteLine(facts: RouteFacts, thresholds: AttentionThresholds): AttentionLine | undefined {
  const { apiRoute, callCount, p95ResponseMs, since, window } = facts;
  const usual = usualP95(facts);
  if (usual === undefined || !isSlow(facts, usual.ms, thresholds)) return undefined;
  const factor = p95ResponseMs / usual.ms;
  return {
    kind: 'slow route',
    id: `route ${apiRoute}`,
    danger: factor >= 2 * thresholds.routeSlowFactor ? 'bad' : 'raised',
    since,
    measure: factor,
    apiRoute,
    callCount,
    p95ResponseMs,
    usualP95Ms: usual.ms,
    dayCount: usual.dayCount,
    window,
  };
}
