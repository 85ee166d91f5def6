import type { Id } from '../../../model/id.ts';
import type { CallsByBucket, UserTraffic } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { type UserBucketPlan, UserBuckets } from '../../answers/user-buckets.ts';
import { toNumber } from '../../answers/values.ts';
import { type AskedCalls, askAbout } from '../calls/call-question.ts';
import { GROUP_SUMS, IN_WINDOW } from '../calls/call-sql.ts';
import type { Connection } from '../file/connection.ts';
import { bindIds } from '../file/ids.ts';

const UNIT_SECONDS = { second: 1, hour: 3600 } as const;

// Which id of a call is which user's, SQLite says: the columns may be of different types.

/** The traffic of each user in a window. */
export const TRAFFIC = `
  SELECT u.id AS user_id, callCount, errorCount, avgResponseMs
  FROM (SELECT user_id, ${GROUP_SUMS} FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY user_id) c
  JOIN "user" u ON u.id = c.user_id`;

/** The calls of some users in each unit of time of a window, by the second at which it begins. */
export const CALLS_BY_UNIT = `
  SELECT u.id, c.second, c.calls
  FROM (SELECT user_id, CAST(unixepoch(date_time) / @unit AS INTEGER) * CAST(@unit AS INTEGER) AS second, COUNT(*) AS calls
    FROM user_api_call_log
    WHERE user_id IN (SELECT id FROM "user" WHERE id IN (SELECT value FROM json_each(@ids))) AND ${IN_WINDOW} GROUP BY 1, 2) c
  JOIN "user" u ON u.id = c.user_id`;

/** The users whose calls fit, with their sums. */
export function trafficOf(connection: Connection, asked: AskedCalls): readonly UserTraffic[] {
  const { sql, parameters } = askAbout(connection, asked);
  return connection.prepareExact(sql(TRAFFIC)).all(parameters).map(toTraffic);
}

/** Counts the calls of some users that fit in each bucket of a window. */
export function callsByBucket(
  connection: Connection,
  userIds: readonly Id[],
  plan: UserBucketPlan,
  asked: AskedCalls,
): CallsByBucket {
  const question = askAbout(connection, asked);
  const parameters = { ...question.parameters, ids: bindIds(userIds), unit: UNIT_SECONDS[plan.unit] };
  const buckets = new UserBuckets(userIds, plan);
  const rows = connection.prepareExact(question.sql(CALLS_BY_UNIT)).raw().all(parameters) as (readonly unknown[])[];
  for (const [userId, second, callCount] of rows) buckets.add(toId(userId), Number(second), Number(callCount));
  return buckets.counts;
}

function toTraffic(row: unknown): UserTraffic {
  const { user_id, callCount, errorCount, avgResponseMs } = row as Readonly<
    Record<'user_id' | 'callCount' | 'errorCount' | 'avgResponseMs', unknown>
  >;
  return {
    userId: toId(user_id),
    callCount: toNumber(callCount) ?? 0,
    errorCount: toNumber(errorCount) ?? 0,
    avgResponseMs: toNumber(avgResponseMs),
  };
}
