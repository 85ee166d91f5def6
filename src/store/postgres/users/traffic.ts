import type { Id } from '../../../model/id.ts';
import type { CallsByBucket, UserTraffic } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { type UserBucketPlan, UserBuckets } from '../../answers/user-buckets.ts';
import type { CallQuestion } from '../calls/call-question.ts';
import { GROUP_SUMS, IN_WINDOW, SECOND } from '../calls/call-sql.ts';
import type { Asker } from '../server/server.ts';
import { bindIds } from '../values.ts';

const UNIT_SECONDS = { second: 1, hour: 3600 } as const;

/** The traffic of each user in a window. */
export const TRAFFIC = `
  SELECT c.* FROM (
    SELECT l.user_id AS "userId", ${GROUP_SUMS} FROM user_api_call_log l WHERE ${IN_WINDOW} GROUP BY l.user_id) c
  WHERE EXISTS (SELECT 1 FROM "user" u WHERE u.id = c."userId")`;

/** The calls of some users in each unit of time of a window, by the second at which it begins. */
export const CALLS_BY_UNIT = `
  SELECT l.user_id, floor(${SECOND} / $1::float8) * $1::float8 AS second, count(*)
  FROM user_api_call_log l WHERE l.user_id = ANY($2::bigint[]) AND ${IN_WINDOW} GROUP BY 1, 2`;

/** The users whose calls fit, with their sums. */
export async function trafficOf(ask: Asker, about: CallQuestion): Promise<readonly UserTraffic[]> {
  const rows = await ask.rows<UserTraffic>(...about(TRAFFIC));
  return rows.map((row) => ({ ...row, userId: toId(row.userId) }));
}

/** Counts the calls of some users that fit in each bucket of a window. */
export async function callsByBucket(
  ask: Asker,
  about: CallQuestion,
  { userIds, plan }: { readonly userIds: readonly Id[]; readonly plan: UserBucketPlan },
): Promise<CallsByBucket> {
  const values = [UNIT_SECONDS[plan.unit], bindIds(userIds)];
  const rows = await ask.tuples<readonly [userId: Id, second: number, callCount: number]>(
    ...about(CALLS_BY_UNIT, values),
  );
  const buckets = new UserBuckets(userIds, plan);
  for (const [userId, second, callCount] of rows) buckets.add(toId(userId), second, callCount);
  return buckets.counts;
}
