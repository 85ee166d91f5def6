import type { Id } from '../../../model/id.ts';
import type { UserStats } from '../../../model/statistics.ts';
import type { Asker } from '../server/server.ts';
import { bindId, SECONDS, toSeconds } from '../values.ts';

const OF_USER = `FROM user_api_call_log WHERE user_id = $1::bigint AND date_time > '-infinity' AND date_time < 'infinity'`;

/** Reads the times of a user's first and last call until now, or else of the first one after it. */
export const USER_FIRST_AND_LAST = `
  SELECT extract(epoch FROM (SELECT min(date_time) ${OF_USER}))::float8,
    extract(epoch FROM coalesce((SELECT max(date_time) ${OF_USER} AND date_time <= to_timestamp($2)),
      (SELECT min(date_time) ${OF_USER} AND date_time > to_timestamp($2))))::float8`;

/** Returns the times of a user's first and last call. A call of the future is the last one only if there is no other. */
export async function firstAndLastCall(
  ask: Asker,
  userId: Id,
  now: Date,
): Promise<Pick<UserStats, 'firstCallAt' | 'lastCallAt'>> {
  const [row] = await ask.tuples<readonly [first: unknown, last: unknown]>(USER_FIRST_AND_LAST, [
    bindId(userId),
    toSeconds(now),
  ]);
  return { firstCallAt: SECONDS.toDate(row?.[0]), lastCallAt: SECONDS.toDate(row?.[1]) };
}
