import type { RouteCounters, StoreCounters } from '../../model/counters.ts';
import { demand, fields, listOf, must, optional } from '../../store/checks/options.ts';
import { answerCaller } from '../../store/for-caller.ts';
import { type MetricFamily, PROMETHEUS_TYPE, prometheusText, type Sample } from '../../text/prometheus.ts';
import type { RefusalReason } from '../logging/refusal.ts';
import type { HttpLoggerCounts } from '../logging/request-recorder.ts';

/** The content type to answer the text of `metrics` with. */
export const metricsContentType = PROMETHEUS_TYPE;

/** A request logger, as far as its counts are wanted. */
export interface CountingLogger {
  /** Counts of its requests so far. */
  counts(): HttpLoggerCounts;
}

/** Options of `metrics`. */
export interface MetricsOptions {
  /** The request loggers of this process, whose refused, waiting and lost requests are told (none unless given). */
  readonly loggers?: readonly CountingLogger[];
}

const hasFunction = (name: string) => (value: unknown) =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  typeof Reflect.get(value, name) === 'function';
const STORE = must('what openStore gives, awaited', hasFunction('counters'));
const OPTIONS = fields<MetricsOptions>({
  loggers: optional(listOf(must('a logger', hasFunction('counts')), 'a list of request loggers')),
});

/**
 * Metrics of this process in the text format of Prometheus: the calls that it logged by route and class of status, their response
 * times, the keys that it checked, its look-ups in the cache, and with `loggers` what was refused, waits or was lost. Counters begin
 * at 0 when the store is opened. Reads nothing from the database.
 *
 * @throws PresentsError `invalid`, with the `field`, if it is given no store of `openStore`, or an option is not as it must be.
 * @example
 * app.get('/metrics', (_request, response) => {
 *   response.type(metricsContentType).send(metrics(store, { loggers: [logger] }));
 * });
 */
export function metrics(store: { counters(): StoreCounters }, options: MetricsOptions = {}): string {
  answerCaller(metrics, () => {
    demand(STORE, store, { name: 'metrics', field: 'store' });
    demand(OPTIONS, options, { name: 'metrics', field: 'options' });
  });
  const counts = (options.loggers ?? []).map((logger) => logger.counts());
  return prometheusText([...storeFamilies(store.counters()), ...loggerFamilies(counts)]);
}

function storeFamilies({ routes, keys, cache }: StoreCounters): readonly MetricFamily[] {
  return [
    {
      name: 'presents_calls_total',
      help: 'Calls written to the log, by route and class of status.',
      type: 'counter',
      samples: routes.flatMap(classSamples),
    },
    {
      name: 'presents_call_duration_seconds',
      help: 'Response times of the calls written to the log, by route.',
      type: 'histogram',
      samples: routes.flatMap(durationSamples),
    },
    {
      name: 'presents_key_checks_total',
      help: 'API keys that were checked, by result.',
      type: 'counter',
      samples: countsBy('result', keys),
    },
    {
      name: 'presents_cache_lookups_total',
      help: 'Look-ups of a product in the cache of classifications, by result.',
      type: 'counter',
      samples: countsBy('result', { hit: cache.hits, miss: cache.misses }),
    },
  ];
}

function classSamples({ apiRoute, byClass }: RouteCounters): readonly Sample[] {
  return Object.entries(byClass).flatMap(([statusClass, value]) =>
    value === 0 ? [] : [{ labels: { route: apiRoute, status_class: statusClass }, value }],
  );
}

function durationSamples({ apiRoute, durations }: RouteCounters): readonly Sample[] {
  const labels = { route: apiRoute };
  const buckets = durations.buckets.map(({ atMostSeconds, count }) => ({ le: atMostSeconds, count }));
  return [
    ...[...buckets, { le: Number.POSITIVE_INFINITY, count: durations.count }].map(({ le, count }) => ({
      suffix: '_bucket',
      labels: { ...labels, le },
      value: count,
    })),
    { suffix: '_sum', labels, value: durations.sumSeconds },
    { suffix: '_count', labels, value: durations.count },
  ];
}

const REASONS: readonly RefusalReason[] = ['missing', 'unknown', 'inactive', 'unavailable'];

/** The metrics that are one number of a logger each. */
const LOGGER_NUMBERS: readonly (Omit<MetricFamily, 'samples'> & {
  readonly of: (counts: HttpLoggerCounts) => number;
})[] = [
  {
    name: 'presents_requests_slowed_total',
    help: 'Refused requests whose answer waited, because their source had sent too many failed keys.',
    type: 'counter',
    of: ({ slowed }) => slowed,
  },
  {
    name: 'presents_requests_skipped_total',
    help: 'Requests that passed without a key, which are not logged.',
    type: 'counter',
    of: ({ skipped }) => skipped,
  },
  {
    name: 'presents_requests_in_flight',
    help: 'Requests of users that are not answered yet.',
    type: 'gauge',
    of: ({ underWay }) => underWay,
  },
  {
    name: 'presents_calls_sampled_out_total',
    help: 'Successful calls that the sample left out of the log.',
    type: 'counter',
    of: ({ sampledOut }) => sampledOut,
  },
  {
    name: 'presents_calls_lost_total',
    help: 'Calls that could not be written to the log and were given up.',
    type: 'counter',
    of: ({ lost }) => lost,
  },
  {
    name: 'presents_calls_waiting',
    help: 'Calls that wait to be written to the log.',
    type: 'gauge',
    of: ({ waiting }) => waiting,
  },
  {
    name: 'presents_calls_waiting_bytes',
    help: 'Approximate memory of the calls that wait to be written to the log.',
    type: 'gauge',
    of: ({ waitingBytes }) => waitingBytes,
  },
];

function loggerFamilies(counts: readonly HttpLoggerCounts[]): readonly MetricFamily[] {
  if (counts.length === 0) return [];
  const sum = (of: (counts: HttpLoggerCounts) => number) => counts.reduce((total, each) => total + of(each), 0);
  return [
    {
      name: 'presents_requests_refused_total',
      help: 'Requests answered without a user, which are not logged, by reason.',
      type: 'counter',
      samples: REASONS.map((reason) => ({
        labels: { reason },
        value: sum(({ refusedBy }) => refusedBy[reason]),
      })),
    },
    ...LOGGER_NUMBERS.map(({ of, ...family }) => ({ ...family, samples: [{ value: sum(of) }] })),
  ];
}

function countsBy(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([value, count]) => ({ labels: { [label]: value }, value: count }));
}
