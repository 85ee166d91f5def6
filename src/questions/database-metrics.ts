import type { CacheStats } from '../model/product.ts';
import type { SystemStats } from '../model/statistics.ts';
import type { Window } from '../model/window.ts';
import type { Store } from '../store/store.ts';
import type { MetricFamily, Sample } from '../text/prometheus.ts';

/** Each route is some time series that Prometheus keeps; those with the fewest calls are left out. */
const MOST_ROUTES = 100;
const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
const PERCENTILES = [50, 95, 99] as const;

/**
 * Metrics of a database: the calls of a window that ends now, by all programs that log to it; users, cached products and the newest
 * call. All are gauges: a window moves on, and a log that is cleaned up shrinks. Rejects with PresentsError.
 */
export async function readDatabaseMetrics(store: Store, window: Window, now: Date): Promise<readonly MetricFamily[]> {
  const topCount = MOST_ROUTES;
  // All at once: a server may be far away.
  const [all, classes, users, cache, newest] = await Promise.all([
    store.apiLogs.systemStats(window, { topCount }),
    Promise.all(
      CLASSES.map((_, index) => {
        const from = (index + 1) * 100;
        return store.apiLogs.systemStats(window, { status: { from, to: from + 99 }, topCount });
      }),
    ),
    store.users.list(),
    store.products.stats(),
    store.apiLogs.newest(),
  ]);
  const active = users.filter(({ isActive }) => isActive).length;
  return [
    gauge('presents_window_seconds', 'Length of the window of the metrics presents_window_*, in seconds.', [
      { value: (now.getTime() - window.from.getTime()) / 1000 },
    ]),
    gauge('presents_window_calls', 'Calls in the window, by route and class of status.', callSamples(all, classes)),
    // Prometheus keeps the label `quantile` for summaries, whose counts never fall.
    ...PERCENTILES.map((percent) =>
      gauge(
        `presents_window_call_duration_p${percent}_seconds`,
        `${percent}th percentile of the response times in the window.`,
        secondsSample(all[`p${percent}ResponseMs`], {}),
      ),
    ),
    {
      ...gauge(
        'presents_window_route_duration_p95_seconds',
        '95th percentile of the response times in the window, by route.',
        all.topRoutes.flatMap(({ apiRoute, p95ResponseMs }) => secondsSample(p95ResponseMs, { route: apiRoute })),
      ),
      combine: Math.max,
    },
    gauge('presents_window_active_users', 'Users with calls in the window.', [{ value: all.activeUsers }]),
    gauge('presents_users', 'Users, by state of their key.', [
      { labels: { state: 'active' }, value: active },
      { labels: { state: 'inactive' }, value: users.length - active },
    ]),
    gauge('presents_cached_products', 'Entries in the cache of classifications, by status.', statusSamples(cache)),
    gauge(
      'presents_newest_call_timestamp_seconds',
      'Time of the newest call, in seconds since 1970.',
      newest.dateTime === null ? [] : [{ value: newest.dateTime.getTime() / 1000 }],
    ),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'gauge', samples };
}

/** The calls of each route by class; those of routes that are not listed, and those without such a class, have labels of their own. */
function callSamples(all: SystemStats, classes: readonly SystemStats[]): readonly Sample[] {
  const samples = classes.flatMap(({ topRoutes, totalCalls }, index): Sample[] => {
    const status_class = CLASSES[index] ?? '';
    const listed = topRoutes.map(({ apiRoute, callCount }) => ({
      labels: { route: apiRoute, status_class },
      value: callCount,
    }));
    const rest = totalCalls - sum(listed);
    return rest > 0 ? [...listed, { labels: { route: '(other)', status_class }, value: rest }] : listed;
  });
  const others = all.totalCalls - sum(samples);
  return others > 0 ? [...samples, { labels: { route: '(any)', status_class: 'other' }, value: others }] : samples;
}

function sum(samples: readonly Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}

function secondsSample(ms: number | null, labels: Readonly<Record<string, string>>): readonly Sample[] {
  return ms === null ? [] : [{ labels, value: Math.round(ms * 1000) / 1_000_000 }];
}

function statusSamples({ successful, partial, failed, invalidated, totalCached }: CacheStats): readonly Sample[] {
  const known = { success: successful, partial, failed, invalidated };
  const samples = Object.entries(known).map(([status, value]) => ({ labels: { status }, value }));
  const others = totalCached - sum(samples);
  return others > 0 ? [...samples, { labels: { status: 'other' }, value: others }] : samples;
}
