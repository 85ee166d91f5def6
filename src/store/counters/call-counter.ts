import type { NewApiCall } from '../../model/call.ts';
import type { DurationHistogram, RouteCounters, StatusClass } from '../../model/counters.ts';

/** Limits of the buckets in seconds: those of Prometheus' own clients, and two for what a language model takes. */
const LIMITS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Each route is so many time series that a server like Prometheus keeps; who writes routes with ids in them must not fill it. */
const MOST_ROUTES = 500;
const OTHER = '(other)';
const CLASSES = ['other', '1xx', '2xx', '3xx', '4xx', '5xx'] as const satisfies readonly StatusClass[];

interface Counts {
  readonly byClass: Record<StatusClass, number>;
  /** Calls in each bucket alone; the last one is above all limits. */
  readonly buckets: number[];
  timed: number;
  sumMs: number;
}

/** Counts calls by route, class of status and response time. */
export class CallCounter {
  readonly #routes = new Map<string, Counts>();

  add({ apiRoute, statusCode = null, responseTimeMs = null }: NewApiCall): void {
    const counts = this.#of(apiRoute);
    counts.byClass[CLASSES[Math.floor((statusCode ?? 0) / 100)] ?? 'other'] += 1;
    if (responseTimeMs === null) return;
    const index = LIMITS_SECONDS.findIndex((limit) => responseTimeMs <= limit * 1000);
    const bucket = index < 0 ? LIMITS_SECONDS.length : index;
    counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
    counts.timed += 1;
    counts.sumMs += responseTimeMs;
  }

  routes(): readonly RouteCounters[] {
    return Array.from(this.#routes, ([apiRoute, { byClass, ...times }]) => ({
      apiRoute,
      byClass: { ...byClass },
      durations: histogramOf(times),
    }));
  }

  #of(apiRoute: string): Counts {
    const known = this.#routes.get(apiRoute);
    if (known !== undefined) return known;
    if (this.#routes.size >= MOST_ROUTES && apiRoute !== OTHER) return this.#of(OTHER);
    const counts: Counts = {
      byClass: { other: 0, '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 },
      buckets: new Array(LIMITS_SECONDS.length + 1).fill(0),
      timed: 0,
      sumMs: 0,
    };
    this.#routes.set(apiRoute, counts);
    return counts;
  }
}

function histogramOf({ buckets, timed, sumMs }: Omit<Counts, 'byClass'>): DurationHistogram {
  let count = 0;
  const cumulative = LIMITS_SECONDS.map((atMostSeconds, index) => {
    count += buckets[index] ?? 0;
    return { atMostSeconds, count };
  });
  return { buckets: cumulative, count: timed, sumSeconds: sumMs / 1000 };
}
