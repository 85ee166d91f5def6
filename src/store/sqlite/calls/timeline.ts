import type { Id } from '../../../model/id.ts';
import type { LatencyBucket, TimelineBucket } from '../../../model/statistics.ts';
import type { UserRef } from '../../../model/user.ts';
import { UserError } from '../../../model/user-error.ts';
import type { Period, Window } from '../../../model/window.ts';
import { LATENCY_STEPS_MS } from '../../answers/latency-steps.ts';
import { resolvePeriod, type WindowBounds, windowBounds } from '../../answers/periods.ts';
import type { StepRow } from '../../statistics/index-view.ts';
import type { TimelineRow } from '../../statistics/timeline-sums.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, toIndexedId } from '../file/ids.ts';
import { requireUser } from '../users/user-rows.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS } from './call-sql.ts';

const MAX_BUCKETS = 100_000;

// The driver binds every number as REAL, so that a division must be cut off.
const BUCKETS = `
  SELECT min(CAST(unixepoch(date_time) / @bucketSeconds AS INTEGER), @lastBucket) AS bucket, COUNT(*) AS callCount,
    COUNT(*) FILTER (WHERE ${IS_ERROR}) AS errorCount,
    COUNT(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS serverErrorCount,
    AVG(${MEASURED_MS}) AS avgResponseMs, percentile(${MEASURED_MS}, 95) AS p95ResponseMs
  FROM user_api_call_log`;

/** The calls of a window in slices of time; what lies past the last slice belongs to it. */
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

/** The calls over time. Throws a UserError where there is no such user, and for senseless slices. */
export async function timeline(
  { file, now, index }: StoreContext,
  window: Window,
  { bucketSeconds, username }: { readonly bucketSeconds: number; readonly username?: UserRef },
): Promise<readonly TimelineBucket[]> {
  const endMs = window.to === null ? Math.max(now().getTime(), window.from.getTime()) + 1 : window.to.getTime();
  const first = bucketOf(window.from.getTime(), bucketSeconds);
  const last = Math.max(first, bucketOf(endMs - 1, bucketSeconds));
  if (!Number.isInteger(bucketSeconds) || bucketSeconds < 1 || last - first >= MAX_BUCKETS) {
    throw new UserError(`A timeline has 1 to ${MAX_BUCKETS} slices of whole seconds.`, {
      field: 'bucketSeconds',
      exitCode: 2,
    });
  }
  await index?.prepare(window);
  const bounds = windowBounds(window);
  const rows = file.read((connection) => {
    const userId = username === undefined ? undefined : requireUser(connection, username).id;
    const slices = { seconds: bucketSeconds, last };
    const found = isIndexed(userId)
      ? index?.ask(connection, bounds, (view) => view.timeline(slices, userId))
      : undefined;
    if (found !== undefined) return found;
    const extras = { bucketSeconds, lastBucket: last };
    return select(connection, { all: TIMELINE, ofUser: USER_TIMELINE }, { bounds, extras, userId }) as TimelineRow[];
  });
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    toBucket(byBucket.get(first + index), new Date((first + index) * bucketSeconds * 1000)),
  );
}

/** How the response times of a period are spread. Throws a UserError where there is no such user. */
export async function latencies(
  { file, now, index }: StoreContext,
  period: Period,
  { username }: { readonly username?: UserRef },
): Promise<readonly LatencyBucket[]> {
  const { bounds, window } = resolvePeriod(period, now());
  await index?.prepare(window);
  const rows = file.read((connection) => {
    const userId = username === undefined ? undefined : requireUser(connection, username).id;
    const found = isIndexed(userId) ? index?.ask(connection, bounds, (view) => view.latencySteps(userId)) : undefined;
    return found ?? (select(connection, { all: LATENCIES, ofUser: USER_LATENCIES }, { bounds, userId }) as StepRow[]);
  });
  const counts = new Map(rows.map(({ step, callCount }) => [step, callCount]));
  const first = rows[0]?.step ?? 0;
  const last = rows.at(-1)?.step ?? -1;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const step = first + index;
    const fromMs = LATENCY_STEPS_MS[step] ?? 0;
    return { fromMs, toMs: LATENCY_STEPS_MS[step + 1] ?? fromMs * 2, callCount: counts.get(step) ?? 0 };
  });
}

function isIndexed(userId: Id | undefined): userId is number | undefined {
  return userId === undefined || toIndexedId(userId) !== undefined;
}

function select(
  connection: Connection,
  statements: { readonly all: string; readonly ofUser: string },
  {
    bounds,
    extras,
    userId,
  }: { readonly bounds: WindowBounds; readonly extras?: object; readonly userId: Id | undefined },
): unknown[] {
  const ofUser = userId === undefined ? undefined : { userId: bindId(userId) };
  const { sql, parameters } = connection.timeForms.questionOf(bounds, ofUser);
  return connection
    .prepare(sql(ofUser ? statements.ofUser : statements.all))
    .all({ ...parameters, ...extras, ...ofUser });
}

function bucketOf(timeMs: number, bucketSeconds: number): number {
  return Math.floor(timeMs / (bucketSeconds * 1000));
}

function toBucket(row: TimelineRow | undefined, from: Date): TimelineBucket {
  return {
    from,
    callCount: row?.callCount ?? 0,
    clientErrorCount: (row?.errorCount ?? 0) - (row?.serverErrorCount ?? 0),
    serverErrorCount: row?.serverErrorCount ?? 0,
    avgResponseMs: row?.avgResponseMs ?? null,
    p95ResponseMs: row?.p95ResponseMs ?? null,
  };
}
