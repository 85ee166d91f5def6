import type { Id } from '../../../model/id.ts';
import type { UserFactName, UserFacts } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { FactBook, isOfMany } from '../../answers/user-facts.ts';
import { toText } from '../../answers/values.ts';
import type { CallQuestion } from '../calls/call-question.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS, SECOND } from '../calls/call-sql.ts';
import type { Asker } from '../server/server.ts';
import { bindIds } from '../values.ts';

const OF_USERS = 'l.user_id = ANY($1::bigint[])';
const OF_ALL = '$1::bigint[] IS NOT NULL';

/** The server errors and the response times of some users, `$1`. */
export const USER_TIMES = `
  SELECT l.user_id, count(*) FILTER (WHERE ${IS_SERVER_ERROR}),
    percentile_cont(0.95) WITHIN GROUP (ORDER BY ${MEASURED_MS})
  FROM user_api_call_log l WHERE ${OF_USERS} AND ${IN_WINDOW} GROUP BY l.user_id`;

/** The route that each of some users, `$1`, calls most. */
export const TOP_ROUTES_OF_USERS = `
  SELECT DISTINCT ON (c.user_id) c.user_id, c.api_route
  FROM (SELECT l.user_id, l.api_route, count(*) AS calls
    FROM user_api_call_log l WHERE ${OF_USERS} AND ${IN_WINDOW} GROUP BY l.user_id, l.api_route) c
  ORDER BY c.user_id, c.calls DESC, c.api_route COLLATE "C" NULLS FIRST`;

/** The last failed call of each of some users, `$1`, by the second and the id. */
export const LAST_ERRORS_OF_USERS = `
  SELECT DISTINCT ON (l.user_id) l.user_id, floor(${SECOND}), l.response_status_code
  FROM user_api_call_log l WHERE ${OF_USERS} AND ${IN_WINDOW} AND ${IS_ERROR}
  ORDER BY l.user_id, floor(${SECOND}) DESC, l.id DESC`;

/** Facts about those of some users who called. */
export async function userFacts(
  ask: Asker,
  about: CallQuestion,
  { userIds, wanted }: { readonly userIds: readonly Id[]; readonly wanted: readonly UserFactName[] },
): Promise<readonly UserFacts[]> {
  const ofMany = isOfMany(userIds);
  const rowsOf = <Row extends readonly unknown[]>(statement: string) =>
    ask.tuples<Row>(
      ...about(ofMany ? statement.replace(OF_USERS, OF_ALL) : statement, [ofMany ? [] : bindIds(userIds)]),
    );
  const [times, routes, errors] = await Promise.all([
    rowsOf<readonly [userId: unknown, serverErrors: number, p95: number | null]>(USER_TIMES),
    wanted.includes('topRoute') ? rowsOf<readonly [userId: unknown, route: unknown]>(TOP_ROUTES_OF_USERS) : [],
    wanted.includes('lastError')
      ? rowsOf<readonly [userId: unknown, second: number, status: number]>(LAST_ERRORS_OF_USERS)
      : [],
  ]);
  const book = new FactBook(userIds);
  for (const [id, serverErrorCount, p95ResponseMs] of times) book.note(toId(id), { serverErrorCount, p95ResponseMs });
  for (const [id, route] of routes) book.note(toId(id), { topRoute: toText(route) ?? '' });
  for (const [id, second, statusCode] of errors) book.note(toId(id), { lastError: { second, statusCode } });
  return book.facts;
}
