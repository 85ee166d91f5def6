import type { GroupFinder } from '../../../filter/group-of.ts';
import type { TrendPlan } from '../../answers/call-sums.ts';
import { GroupTally } from '../../answers/group-tally.ts';
import { toId } from '../../answers/ids.ts';
import { toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { GROUPED_ERRORS, GROUPED_ERRORS_OF_FOUND } from './group-sql.ts';

/** Adds up the failed calls that are asked for by their groups. */
export function tallyGroups(
  connection: Connection,
  asked: AskedCalls,
  { plan, find }: { readonly plan: TrendPlan; readonly find: GroupFinder },
): GroupTally {
  const { sql, parameters } = askAbout(connection, asked);
  const statement = asked.found?.isOver(connection) ? GROUPED_ERRORS_OF_FOUND : GROUPED_ERRORS;
  const tally = new GroupTally(plan);
  for (const row of connection.prepareExact(sql(statement)).raw().iterate(parameters)) {
    const [userId, status, route, message, second] = row as readonly unknown[];
    const id = find({ status, route, message });
    if (id !== undefined) tally.add(id, { userId: toId(userId), route: toText(route) ?? '', second: Number(second) });
  }
  return tally;
}
