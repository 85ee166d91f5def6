import type { CallsWithin } from '../../model/call-filter.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { LatencyBucket, LatencyHeat, RouteTimes, TimelineBucket, UserStats } from '../../model/statistics.ts';
import type { User, UserRef } from '../../model/user.ts';
import type { Period, Window } from '../../model/window.ts';
import type { ApiLogStore } from '../store.ts';
import type { ResolveFilter } from './call-filters.ts';
import type { BucketSums, Buckets, CallSums, HeatCount, RouteTime, StepCount } from './call-sums.ts';
import { LATENCY_STEPS_MS } from './latency-steps.ts';
import { scanOf } from './patience.ts';
import { resolvePeriod } from './periods.ts';

/** Entries of a top list unless more are asked for. */
const TOP = 10;
const MAX_BUCKETS = 100_000;

/** Sources of statistics: the sums of the log, its users, and the time. */
export interface StatisticsSources {
  readonly sums: CallSums;
  readonly now: () => Date;
  readonly resolve: ResolveFilter;
  /** The user who is meant. Throws a PresentsError if there is no such user. */
  readonly requireUser: (who: UserRef) => Promise<User>;
  /** Returns the times of a user's first and last call. */
  readonly firstAndLastCall: (user: User) => Promise<Pick<UserStats, 'firstCallAt' | 'lastCallAt'>>;
}

/** The questions about windows that an engine answers by sums. */
export type StatisticsAnswers = Pick<
  ApiLogStore,
  'userStats' | 'systemStats' | 'totals' | 'timeline' | 'latencies' | 'latencyHeat' | 'routeTimes'
>;

/** Answers questions about periods from the sums of the log. */
export function createStatistics({
  sums,
  now,
  resolve,
  requireUser,
  firstAndLastCall,
}: StatisticsSources): StatisticsAnswers {
  // A window that a filter brings along has a length of its own.
  const asked = async (period: Period, filter: CallsWithin) => {
    const { window, hours } = resolvePeriod(period, now());
    const resolved = await resolve(window, filter);
    return { ...resolved, hours: resolved.window === window ? hours : resolvePeriod(resolved.window, now()).hours };
  };
  return {
    totals: async (period, filter = {}) => {
      const { window, calls } = await asked(period, filter);
      return { ...endsOf(window), ...(await sums.totals(window, calls)), ...scanOf(calls) };
    },
    systemStats: async (period = { hours: 24 }, { topCount = TOP, ...filter } = {}) => {
      const { hours, window, calls } = await asked(period, filter);
      const found = await sums.system(window, topCount, calls);
      return { periodHours: hours, ...endsOf(window), ...found, ...scanOf(calls) };
    },
    userStats: async (who, period = { days: 30 }, filter = {}) => {
      const [user, { hours, window, calls }] = await Promise.all([
        requireUser(who),
        asked(period, { ...filter, username: who }),
      ]);
      const [found, firstAndLast] = await Promise.all([
        sums.ofUser(window, user.id, { query: calls.query, patience: calls.patience }),
        firstAndLastCall(user),
      ]);
      return {
        username: user.username,
        ...endsOf(window),
        periodDays: hours / 24,
        ...found,
        ...firstAndLast,
        ...scanOf(calls),
      };
    },
    timeline: async (period, { bucketSeconds, ...filter }) => {
      const { window, calls } = await asked(period, filter);
      const buckets = bucketsOf(window, bucketSeconds, now());
      return fillTimeline(await sums.timeline(window, buckets, calls), buckets);
    },
    latencies: async (period, filter = {}) => {
      const { window, calls } = await asked(period, filter);
      return fillLatencies(await sums.latencies(window, calls));
    },
    latencyHeat: async (period, { bucketSeconds, ...filter }) => {
      const { window, calls } = await asked(period, filter);
      const buckets = bucketsOf(window, bucketSeconds, now());
      return fillHeat(await sums.latencyHeat(window, buckets, calls), buckets);
    },
    routeTimes: async (period, { bucketSeconds, routes, ...filter }) => {
      const { window, calls } = await asked(period, filter);
      const buckets = bucketsOf(window, bucketSeconds, now());
      return fillRouteTimes(await sums.routeTimes(window, { ...buckets, routes }, calls), { routes, buckets });
    },
  };
}

function endsOf({ from, to }: Window): Window {
  return { from, to };
}

/** The buckets of a window, the first one too. Throws a PresentsError for senseless ones. */
function bucketsOf(window: Window, seconds: number, now: Date): Buckets & { readonly first: number } {
  const endMs = window.to === null ? Math.max(now.getTime(), window.from.getTime()) + 1 : window.to.getTime();
  const bucketAt = (timeMs: number) => Math.floor(timeMs / (seconds * 1000));
  const first = bucketAt(window.from.getTime());
  const last = Math.max(first, bucketAt(endMs - 1));
  if (Number.isInteger(seconds) && seconds >= 1 && last - first < MAX_BUCKETS) return { seconds, first, last };
  throw new PresentsError(`A timeline has 1 to ${MAX_BUCKETS} buckets of whole seconds.`, {
    code: 'invalid',
    field: 'bucketSeconds',
    exitCode: 2,
  });
}

function fillTimeline(rows: readonly BucketSums[], buckets: ReturnType<typeof bucketsOf>): readonly TimelineBucket[] {
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  return startsOf(buckets).map((from, index) => toBucket(byBucket.get(buckets.first + index), from));
}

function startsOf({ first, last, seconds }: ReturnType<typeof bucketsOf>): readonly Date[] {
  return Array.from({ length: last - first + 1 }, (_, index) => new Date((first + index) * seconds * 1000));
}

function toBucket(row: BucketSums | undefined, from: Date): TimelineBucket {
  return {
    from,
    callCount: row?.callCount ?? 0,
    clientErrorCount: (row?.errorCount ?? 0) - (row?.serverErrorCount ?? 0),
    serverErrorCount: row?.serverErrorCount ?? 0,
    avgResponseMs: row?.avgResponseMs ?? null,
    p95ResponseMs: row?.p95ResponseMs ?? null,
  };
}

function fillLatencies(rows: readonly StepCount[]): readonly LatencyBucket[] {
  const counts = new Map(rows.map(({ step, callCount }) => [step, callCount]));
  const first = rows[0]?.step ?? 0;
  const last = rows.at(-1)?.step ?? -1;
  return stepsBetween(first, last).map((bounds, index) => ({ ...bounds, callCount: counts.get(first + index) ?? 0 }));
}

function fillRouteTimes(
  rows: readonly RouteTime[],
  { routes, buckets }: { readonly routes: readonly string[]; readonly buckets: ReturnType<typeof bucketsOf> },
): readonly RouteTimes[] {
  const byRoute = Map.groupBy(rows, ({ apiRoute }) => apiRoute);
  return routes.map((apiRoute) => {
    const times = new Map(byRoute.get(apiRoute)?.map(({ bucket, p95ResponseMs }) => [bucket, p95ResponseMs]));
    return { apiRoute, p95ResponseMs: startsOf(buckets).map((_, index) => times.get(buckets.first + index) ?? null) };
  });
}

function fillHeat(rows: readonly HeatCount[], buckets: ReturnType<typeof bucketsOf>): LatencyHeat {
  // A call whose time cannot be read is in no bucket.
  const counted = rows.filter(({ bucket }) => bucket !== null);
  const [first, last] = counted.reduce(
    ([lowest, highest], { step }) => [Math.min(lowest, step), Math.max(highest, step)],
    [LATENCY_STEPS_MS.length, -1],
  );
  const steps = stepsBetween(first, last);
  const counts = startsOf(buckets).map((from) => ({ from, callCounts: steps.map(() => 0) }));
  for (const { bucket, step, callCount } of counted) {
    const callCounts = counts[(bucket ?? 0) - buckets.first]?.callCounts;
    if (callCounts) callCounts[step - first] = callCount;
  }
  return { steps, buckets: counts };
}

function stepsBetween(first: number, last: number): LatencyHeat['steps'] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const fromMs = LATENCY_STEPS_MS[first + index] ?? 0;
    return { fromMs, toMs: LATENCY_STEPS_MS[first + index + 1] ?? fromMs * 2 };
  });
}
