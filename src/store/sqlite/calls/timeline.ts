import type { BucketSums, Buckets, StepCount } from '../../answers/call-sums.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import type { Connection } from '../file/connection.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS } from './call-sql.ts';

// The driver binds every number as REAL, so that a division must be cut off.
const BUCKETS = `
  SELECT min(CAST(unixepoch(date_time) / @bucketSeconds AS INTEGER), @lastBucket) AS bucket, COUNT(*) AS callCount,
    COUNT(*) FILTER (WHERE ${IS_ERROR}) AS errorCount,
    COUNT(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS serverErrorCount,
    AVG(${MEASURED_MS}) AS avgResponseMs, percentile(${MEASURED_MS}, 95) AS p95ResponseMs
  FROM user_api_call_log`;

/** The calls of a window in buckets; what lies past the last bucket belongs to it. */
export const TIMELINE = `${BUCKETS} WHERE ${IN_WINDOW} GROUP BY bucket`;

const STEPS = `
  SELECT CASE ${LATENCY_STEPS_MS.slice(1)
    .map((boundMs, step) => `WHEN response_time_ms < ${boundMs} THEN ${step}`)
    .join(' ')} ELSE ${LATENCY_STEPS_MS.length - 1} END AS step, COUNT(*) AS callCount
  FROM user_api_call_log`;

/** Counts the calls of a window in each step of response time. */
export const LATENCIES = `${STEPS} WHERE ${IN_WINDOW} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** The buckets of those calls of a window that fit. */
export function timelineBuckets(
  connection: Connection,
  { seconds, last }: Buckets,
  asked: AskedCalls,
): readonly BucketSums[] {
  const { sql, parameters } = askAbout(connection, asked);
  const rows = connection.prepare(sql(TIMELINE)).all({ ...parameters, bucketSeconds: seconds, lastBucket: last });
  return rows as BucketSums[];
}

/** Counts those calls of a window that fit in each step of response time. */
export function latencySteps(connection: Connection, asked: AskedCalls): readonly StepCount[] {
  const { sql, parameters } = askAbout(connection, asked);
  return connection.prepare(sql(LATENCIES)).all(parameters) as StepCount[];
}
