import type { BucketSums, Buckets, HeatCount, RouteBuckets, RouteTime, StepCount } from '../../answers/call-sums.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import type { Asker } from '../server/server.ts';
import { canStand } from '../values.ts';
import type { CallQuestion } from './call-question.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS, SECOND } from './call-sql.ts';

const BUCKET = `least(floor(${SECOND} / $1::float8), $2::float8)`;

/** The calls of a window in buckets; what lies past the last bucket belongs to it. */
export const TIMELINE = `
  SELECT ${BUCKET} AS bucket, count(*) AS "callCount",
    count(*) FILTER (WHERE ${IS_ERROR}) AS "errorCount",
    count(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS "serverErrorCount",
    avg(${MEASURED_MS}) AS "avgResponseMs",
    percentile_cont(0.95) WITHIN GROUP (ORDER BY ${MEASURED_MS}) AS "p95ResponseMs"
  FROM user_api_call_log l WHERE ${IN_WINDOW} GROUP BY bucket`;

// The step that begins at or below a time; the first takes all that is below.
const STEP = `greatest(width_bucket(l.response_time_ms::float8, '{${LATENCY_STEPS_MS.join()}}'::float8[]) - 1, 0)`;
const IS_TIMED = `l.response_time_ms < '1e300'::float8`;

/** Counts the calls of a window in each step of response time. */
export const LATENCIES = `
  SELECT ${STEP} AS step, count(*) AS "callCount"
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${IS_TIMED} GROUP BY step ORDER BY step`;

/** Counts the calls of a window in each bucket and step of response time; what lies past the last bucket belongs to it. */
export const LATENCY_HEAT = `
  SELECT ${BUCKET} AS bucket, ${STEP} AS step, count(*) AS "callCount"
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${IS_TIMED} GROUP BY bucket, step`;

/** The times of some routes in each bucket of a window. */
export const ROUTE_TIMES = `
  SELECT coalesce(l.api_route, '') AS "apiRoute", ${BUCKET} AS bucket,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY ${MEASURED_MS}) AS "p95ResponseMs"
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND coalesce(l.api_route, '') COLLATE "C" = ANY($3::text[])
  GROUP BY 1, 2`;

/** The buckets of those calls of a window that fit. */
export function timelineBuckets(ask: Asker, about: CallQuestion, buckets: Buckets): Promise<readonly BucketSums[]> {
  return ask.rows(...about(TIMELINE, [buckets.seconds, buckets.last]));
}

/** Counts those calls of a window that fit in each bucket and step of response time. */
export function latencyHeat(ask: Asker, about: CallQuestion, buckets: Buckets): Promise<readonly HeatCount[]> {
  return ask.rows(...about(LATENCY_HEAT, [buckets.seconds, buckets.last]));
}

/** The times of some routes in each bucket, of those calls of a window that fit. */
export function routeTimes(ask: Asker, about: CallQuestion, buckets: RouteBuckets): Promise<readonly RouteTime[]> {
  const { seconds, last, routes } = buckets;
  return ask.rows(...about(ROUTE_TIMES, [seconds, last, routes.filter(canStand)]));
}

/** Counts those calls of a window that fit in each step of response time. */
export function latencySteps(ask: Asker, about: CallQuestion): Promise<readonly StepCount[]> {
  return ask.rows(...about(LATENCIES));
}
