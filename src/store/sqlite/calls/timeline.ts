import type { Window } from '../../../model/window.ts';
import type { BucketSums, Buckets, StepCount, SummedCalls } from '../../answers/call-sums.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import { windowBounds } from '../../answers/periods.ts';
import type { Connection } from '../file/connection.ts';
import { bindCalls, FITS } from './call-filter.ts';
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

/** The same of those that fit. */
export const FITTING_TIMELINE = `${BUCKETS} WHERE ${IN_WINDOW} AND ${FITS} GROUP BY bucket`;

/** The same of one user. */
export const USER_TIMELINE = `${BUCKETS} WHERE user_id = @userId AND ${IN_WINDOW} GROUP BY bucket`;

const STEPS = `
  SELECT CASE ${LATENCY_STEPS_MS.slice(1)
    .map((boundMs, step) => `WHEN response_time_ms < ${boundMs} THEN ${step}`)
    .join(' ')} ELSE ${LATENCY_STEPS_MS.length - 1} END AS step, COUNT(*) AS callCount
  FROM user_api_call_log`;

/** Counts the calls of a window in each step of response time. */
export const LATENCIES = `${STEPS} WHERE ${IN_WINDOW} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** The same of those that fit. */
export const FITTING_LATENCIES = `
  ${STEPS} WHERE ${IN_WINDOW} AND ${FITS} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** The same of one user. */
export const USER_LATENCIES = `
  ${STEPS} WHERE user_id = @userId AND ${IN_WINDOW} AND response_time_ms < 1e300 GROUP BY step ORDER BY step`;

/** Window of a statement, and the filter on its calls. */
interface Asked {
  readonly window: Window;
  readonly calls: SummedCalls;
}

interface Statements {
  readonly all: string;
  readonly ofUser: string;
  readonly fitting: string;
}

/** The buckets of a window that have calls. */
export function timelineBuckets(
  connection: Connection,
  { seconds, last }: Buckets,
  asked: Asked,
): readonly BucketSums[] {
  const statements = { all: TIMELINE, ofUser: USER_TIMELINE, fitting: FITTING_TIMELINE };
  return select(connection, statements, asked, { bucketSeconds: seconds, lastBucket: last }) as BucketSums[];
}

/** Counts the calls of a window in each step of response time. */
export function latencySteps(connection: Connection, asked: Asked): readonly StepCount[] {
  const statements = { all: LATENCIES, ofUser: USER_LATENCIES, fitting: FITTING_LATENCIES };
  return select(connection, statements, asked) as StepCount[];
}

function select(connection: Connection, statements: Statements, { window, calls }: Asked, extras?: object): unknown[] {
  const { userId, ...bound } = bindCalls(calls);
  const whose = userId === null ? 'all' : { userId };
  const { sql, parameters } = connection.timeForms.questionOf(windowBounds(window), whose);
  const isFitting = bound.route !== null || bound.statusFrom !== null;
  if (isFitting) return connection.prepare(sql(statements.fitting)).all({ ...parameters, ...extras, ...bound, userId });
  if (userId === null) return connection.prepare(sql(statements.all)).all({ ...parameters, ...extras });
  return connection.prepare(sql(statements.ofUser)).all({ ...parameters, ...extras, userId });
}
