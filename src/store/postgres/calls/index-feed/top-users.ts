import type { TopUser } from '../../../../model/statistics.ts';
import { strangerName } from '../../../answers/user-names.ts';
import type { UserCounts } from '../../../statistics/log-source.ts';
import type { Asker } from '../../server/server.ts';
import { namesOfUsers } from '../../users/user-search.ts';

/** Names users and puts those with the most calls first, ties by name: the first `count`. */
export async function nameTopUsers(
  ask: Asker,
  users: readonly UserCounts[],
  count: number,
): Promise<readonly TopUser[]> {
  const byCalls = users.toSorted((one, other) => other.callCount - one.callCount);
  const fewest = byCalls[count - 1]?.callCount ?? 0;
  const candidates = byCalls.filter(({ callCount }) => callCount >= fewest);
  const names = await namesOfUsers(
    ask,
    candidates.map(({ userId }) => userId),
  );
  return candidates
    .map(({ userId, ...counts }) => ({ username: names.get(userId) ?? strangerName(userId), ...counts }))
    .sort((one, other) => other.callCount - one.callCount || compareBytes(one.username, other.username))
    .slice(0, count);
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
