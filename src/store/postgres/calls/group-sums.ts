import type { GroupFinder } from '../../../filter/group-of.ts';
import type { Id } from '../../../model/id.ts';
import type { TrendPlan } from '../../answers/call-sums.ts';
import { GroupTally } from '../../answers/group-tally.ts';
import { toId } from '../../answers/ids.ts';
import { bucketScale } from '../../answers/trend.ts';
import { toText } from '../../answers/values.ts';
import type { Asker } from '../server/server.ts';
import type { CallQuestion } from './call-question.ts';
import { IN_WINDOW, IS_ERROR, SECOND } from './call-sql.ts';

// As `bucketFinder` finds it, to the last digit.
const BUCKET = `floor((floor(${SECOND} / $1::float8) * $1::float8 - $2::float8) * $3::float8 / $4::float8)`;

/** Counts the failed calls of a window that say the same, by their users and by the buckets of a trend. */
export const GROUPED_ERRORS = `
  SELECT l.user_id, l.response_status_code, l.api_route, l.error_message, max(${SECOND}), count(*)
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${IS_ERROR}
  GROUP BY l.user_id, l.response_status_code, l.api_route, l.error_message, ${BUCKET}`;

type GroupedRow = readonly [
  userId: Id,
  status: unknown,
  route: unknown,
  message: unknown,
  lastSecond: number,
  callCount: number,
];

/** Adds up the failed calls that are asked for by their groups. */
export async function tallyGroups(
  ask: Asker,
  about: CallQuestion,
  { plan, find }: { readonly plan: TrendPlan; readonly find: GroupFinder },
): Promise<GroupTally> {
  const { unit, start, length } = bucketScale(plan);
  const rows = await ask.tuples<GroupedRow>(...about(GROUPED_ERRORS, [unit, start, plan.bucketCount, length]));
  const tally = new GroupTally(plan);
  for (const [userId, status, route, message, lastSecond, callCount] of rows) {
    const id = find({ status, route, message });
    const calls = { userId: toId(userId), route: toText(route) ?? '', second: Math.floor(lastSecond), callCount };
    if (id !== undefined) tally.add(id, calls);
  }
  return tally;
}
