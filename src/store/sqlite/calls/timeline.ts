import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { BucketSums, Buckets, StepCount } from '../../answers/call-sums.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import { windowBounds } from '../../answers/periods.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
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

/** The same of one user. */
export const USER_TIMELINE = `${BUCKETS} WHERE user_id = @userId AND ${IN_WINDOW} GROUP BY bucket`;

const STEPS = `
  SELECT CASE ${LATENCY_STEPS_MS.slice(1)
    .map((boundMs, step) => `WHEN response_time_ms < ${boundMs} THEN ${step}`)
    .join(' ')} ELSE ${LATENCY_STEPS_MS.length - 1} END AS step, COUNT(*) AS callCount
  FROM user_api_call_log`;

/** How many calls of a window fall in each step of response time. */
export const LATENCIES = `${STEPS} WHERE ${IN_WINDOW} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** The same of one user. */
export const USER_LATENCIES = `
  ${STEPS} WHERE user_id = @userId AND ${IN_WINDOW} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** The buckets of a window that have calls, of all users or of one. */
export function timelineBuckets(
  connection: Connection,
  window: Window,
  { seconds, last }: Buckets,
  userId?: Id,
): readonly BucketSums[] {
  const extras = { bucketSeconds: seconds, lastBucket: last };
  return select(connection, { all: TIMELINE, ofUser: USER_TIMELINE }, { window, extras, userId }) as BucketSums[];
}

/** How many calls of a window fall in each step of response time, of all users or of one. */
export function latencySteps(connection: Connection, window: Window, userId?: Id): readonly StepCount[] {
  return select(connection, { all: LATENCIES, ofUser: USER_LATENCIES }, { window, userId }) as StepCount[];
}

function select(
  connection: Connection,
  statements: { readonly all: string; readonly ofUser: string },
  { window, extras, userId }: { readonly window: Window; readonly extras?: object; readonly userId: Id | undefined },
): unknown[] {
  const ofUser = userId === undefined ? undefined : { userId: bindId(userId) };
  const { sql, parameters } = connection.timeForms.questionOf(windowBounds(window), ofUser);
  return connection
    .prepare(sql(ofUser ? statements.ofUser : statements.all))
    .all({ ...parameters, ...extras, ...ofUser });
}
