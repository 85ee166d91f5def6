import type { BucketSums, Buckets, HeatCount, RouteBuckets, RouteTime, StepCount } from '../../answers/call-sums.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import type { Connection } from '../file/connection.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS } from './call-sql.ts';

// The driver binds every number as REAL, so that a division must be cut off.
const BUCKET = 'min(CAST(unixepoch(date_time) / @bucketSeconds AS INTEGER), @lastBucket)';

const BUCKETS = `
  SELECT ${BUCKET} AS bucket, COUNT(*) AS callCount,
    COUNT(*) FILTER (WHERE ${IS_ERROR}) AS errorCount,
    COUNT(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS serverErrorCount,
    AVG(${MEASURED_MS}) AS avgResponseMs, percentile(${MEASURED_MS}, 95) AS p95ResponseMs
  FROM user_api_call_log`;

/** The calls of a window in buckets; what lies past the last bucket belongs to it. */
export const TIMELINE = `${BUCKETS} WHERE ${IN_WINDOW} GROUP BY bucket`;

const STEP = `CASE ${LATENCY_STEPS_MS.slice(1)
  .map((boundMs, step) => `WHEN response_time_ms < ${boundMs} THEN ${step}`)
  .join(' ')} ELSE ${LATENCY_STEPS_MS.length - 1} END`;
const IS_TIMED = 'response_time_ms < 1e300';

/** Counts the calls of a window in each step of response time. */
export const LATENCIES = `
  SELECT ${STEP} AS step, COUNT(*) AS callCount
  FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_TIMED} GROUP BY step ORDER BY step`;

/** Counts the calls of a window in each bucket and step of response time; what lies past the last bucket belongs to it. */
export const LATENCY_HEAT = `
  SELECT ${BUCKET} AS bucket, ${STEP} AS step, COUNT(*) AS callCount
  FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_TIMED} GROUP BY bucket, step`;

// A route may be of any type, or none.
const ROUTE_TEXT = "coalesce(CAST(api_route AS TEXT), '')";

/** The times of some routes in each bucket of a window. */
export const ROUTE_TIMES = `
  SELECT ${ROUTE_TEXT} AS apiRoute, ${BUCKET} AS bucket, percentile(${MEASURED_MS}, 95) AS p95ResponseMs
  FROM user_api_call_log WHERE ${IN_WINDOW} AND ${ROUTE_TEXT} IN (SELECT value FROM json_each(@routes))
  GROUP BY apiRoute, bucket`;

/** The buckets of those calls of a window that fit. */
export function timelineBuckets(connection: Connection, buckets: Buckets, asked: AskedCalls): readonly BucketSums[] {
  return rowsOf(connection, TIMELINE, { buckets, asked }) as BucketSums[];
}

/** Counts those calls of a window that fit in each bucket and step of response time. */
export function latencyHeat(connection: Connection, buckets: Buckets, asked: AskedCalls): readonly HeatCount[] {
  return rowsOf(connection, LATENCY_HEAT, { buckets, asked }) as HeatCount[];
}

/** The times of some routes in each bucket, of those calls of a window that fit. */
export function routeTimes(
  connection: Connection,
  { routes, ...buckets }: RouteBuckets,
  asked: AskedCalls,
): readonly RouteTime[] {
  return rowsOf(connection, ROUTE_TIMES, { buckets, asked, routes: JSON.stringify(routes) }) as RouteTime[];
}

/** Counts those calls of a window that fit in each step of response time. */
export function latencySteps(connection: Connection, asked: AskedCalls): readonly StepCount[] {
  const { sql, parameters } = askAbout(connection, asked);
  return connection.prepare(sql(LATENCIES)).all(parameters) as StepCount[];
}

function rowsOf(
  connection: Connection,
  statement: string,
  {
    buckets: { seconds, last },
    asked,
    ...others
  }: { readonly buckets: Buckets; readonly asked: AskedCalls; readonly routes?: string },
): unknown[] {
  const { sql, parameters } = askAbout(connection, asked);
  return connection.prepare(sql(statement)).all({ ...parameters, bucketSeconds: seconds, lastBucket: last, ...others });
}
