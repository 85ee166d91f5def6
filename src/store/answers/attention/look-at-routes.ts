import { silence } from '../../../insight/attention/silence.ts';
import {
  isSlow,
  type RouteFacts,
  type RouteHour,
  slowRouteLine,
  usualP95,
} from '../../../insight/attention/slow-routes.ts';
import type { AttentionLine } from '../../../model/attention.ts';
import type { AttentionThresholds } from '../../../model/settings.ts';
import type { CallSums } from '../call-sums.ts';
import { askEach, type ClosedWindow, hoursUntil } from './hour-slices.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 7;
const LONGEST_SLOW_HOURS = 23;
// Longer than any window, so that it is one bucket.
const ALL_TIME_SECONDS = 10 ** 12;

/** The calls of an hour by their route. */
interface HourOfRoutes {
  readonly callCount: number;
  readonly routes: ReadonlyMap<string, RouteHour>;
}

/** Findings about the last hour beside the same hour on the 7 days before. */
export interface RouteLook {
  readonly lines: readonly AttentionLine[];
  readonly routeCount: number;
  readonly callCount: number;
  /** Days before whose same hour the log holds. */
  readonly dayCount: number;
}

/** Sources of routes, and what holds for all of them. */
export interface RouteLookSources {
  readonly sums: Pick<CallSums, 'valueCounts' | 'routeTimes'>;
  readonly atOnce: number;
  readonly thresholds: AttentionThresholds;
  /** Moment that is judged, and the newest call. */
  readonly at: Date;
  readonly newestCallAt: Date | null;
  /** Time from which on the log is known. */
  readonly historyFrom: Date | null;
}

/** Looks at the routes, hour by hour. */
export async function* lookAtRoutes(sources: RouteLookSources): AsyncGenerator<undefined, RouteLook> {
  const { at, atOnce, historyFrom, thresholds } = sources;
  const window = hoursUntil(at, 1);
  const isKnown = ({ from }: ClosedWindow) => historyFrom !== null && from >= historyFrom;
  const days = Array.from({ length: DAYS }, (_, day) => earlier(window, (day + 1) * DAY_MS)).filter(isKnown);
  const hours: HourOfRoutes[] = [];
  for await (const [, hour] of askEach([window, ...days], atOnce, (asked) => readHour(sources, asked))) {
    hours.push(hour);
    yield undefined;
  }
  const [latest = { callCount: 0, routes: new Map() }, ...before] = hours;
  const quiet = silence({
    callCount: latest.callCount,
    before: before.map(({ callCount }) => callCount),
    lastCallAt: sources.newestCallAt,
  });
  const lines: AttentionLine[] = quiet === undefined ? [] : [quiet];
  for (const [apiRoute, hour] of latest.routes) {
    const facts: RouteFacts = {
      apiRoute,
      ...hour,
      before: before.flatMap(({ routes }) => routes.get(apiRoute) ?? []),
      since: window.from,
      window,
    };
    const line = slowRouteLine(facts, thresholds);
    if (line === undefined) continue;
    lines.push({ ...line, since: await beginOf(sources, facts) });
    yield undefined;
  }
  return { lines, routeCount: latest.routes.size, callCount: latest.callCount, dayCount: days.length };
}

/** The time since when a route is slow, hour by hour backwards. */
async function beginOf(sources: RouteLookSources, { apiRoute, before, window }: RouteFacts): Promise<Date> {
  const usualMs = usualP95({ before })?.ms ?? 0;
  const hours = Array.from({ length: LONGEST_SLOW_HOURS }, (_, hour) =>
    earlier({ from: window.from, to: window.to ?? sources.at }, (hour + 1) * HOUR_MS),
  );
  let begin = window.from;
  for await (const [{ from }, { routes }] of askEach(hours, 1, (asked) => readHour(sources, asked))) {
    const hour = routes.get(apiRoute);
    if (hour === undefined || !isSlow(hour, usualMs, sources.thresholds)) break;
    begin = from;
  }
  return begin;
}

async function readHour({ sums }: RouteLookSources, window: ClosedWindow): Promise<HourOfRoutes> {
  const { routes: counts } = await sums.valueCounts(window, [], {});
  const routes = counts.map(({ apiRoute }) => apiRoute);
  const times = await sums.routeTimes(window, { seconds: ALL_TIME_SECONDS, last: 0, routes }, {});
  const p95 = new Map(times.map(({ apiRoute, p95ResponseMs }) => [apiRoute, p95ResponseMs]));
  return {
    callCount: counts.reduce((sum, { callCount }) => sum + callCount, 0),
    routes: new Map(
      counts.flatMap(({ apiRoute, callCount }) => {
        const ms = p95.get(apiRoute);
        return ms === undefined || ms === null ? [] : [[apiRoute, { callCount, p95ResponseMs: ms }] as const];
      }),
    ),
  };
}

function earlier({ from, to }: ClosedWindow, byMs: number): ClosedWindow {
  return { from: new Date(from.getTime() - byMs), to: new Date(to.getTime() - byMs) };
}
