import type { Id } from '../../../model/id.ts';
import type { UserFactName, UserFacts } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { FactBook, isOfMany } from '../../answers/user-facts.ts';
import { toNumber, toText } from '../../answers/values.ts';
import { type AskedCalls, askAbout } from '../calls/call-question.ts';
import { IN_WINDOW, IS_ERROR, IS_SERVER_ERROR, MEASURED_MS } from '../calls/call-sql.ts';
import type { Connection } from '../file/connection.ts';
import { bindIds } from '../file/ids.ts';

// Which id of a call is which user's, SQLite says: the columns may be of different types.
const OF_USERS = 'user_id IN (SELECT id FROM "user" WHERE @isOfMany OR id IN (SELECT value FROM json_each(@ids)))';

/** The server errors and the response times of some users, or of all. */
export const USER_TIMES = `
  SELECT u.id, c.server_errors, c.p95
  FROM (SELECT user_id, COUNT(*) FILTER (WHERE ${IS_SERVER_ERROR}) AS server_errors, percentile(${MEASURED_MS}, 95) AS p95
    FROM user_api_call_log WHERE ${OF_USERS} AND ${IN_WINDOW} GROUP BY user_id) c
  JOIN "user" u ON u.id = c.user_id`;

/** The route that each of some users calls most. */
export const TOP_ROUTES_OF_USERS = `
  SELECT u.id, c.api_route
  FROM (SELECT user_id, api_route, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY COUNT(*) DESC, api_route) AS place
    FROM user_api_call_log WHERE ${OF_USERS} AND ${IN_WINDOW} GROUP BY user_id, api_route) c
  JOIN "user" u ON u.id = c.user_id WHERE c.place = 1`;

/** The last failed call of each of some users, by the second and the id. */
export const LAST_ERRORS_OF_USERS = `
  SELECT u.id, c.second, c.status
  FROM (SELECT user_id, unixepoch(date_time) AS second, response_status_code AS status,
      ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY unixepoch(date_time) DESC, id DESC) AS place
    FROM user_api_call_log WHERE ${OF_USERS} AND ${IN_WINDOW} AND ${IS_ERROR}) c
  JOIN "user" u ON u.id = c.user_id WHERE c.place = 1`;

/** Facts about those of some users who called. */
export function userFacts(
  connection: Connection,
  userIds: readonly Id[],
  wanted: readonly UserFactName[],
  asked: AskedCalls,
): readonly UserFacts[] {
  const question = askAbout(connection, asked);
  const ofMany = isOfMany(userIds);
  const parameters = { ...question.parameters, isOfMany: ofMany ? 1 : 0, ids: ofMany ? '[]' : bindIds(userIds) };
  const ask = (statement: string) =>
    connection.prepareExact(question.sql(statement)).raw().all(parameters) as (readonly unknown[])[];
  const book = new FactBook(userIds);
  for (const [id, serverErrors, p95] of ask(USER_TIMES)) {
    book.note(toId(id), { serverErrorCount: toNumber(serverErrors) ?? 0, p95ResponseMs: toNumber(p95) });
  }
  if (wanted.includes('topRoute')) {
    for (const [id, route] of ask(TOP_ROUTES_OF_USERS)) book.note(toId(id), { topRoute: toText(route) ?? '' });
  }
  if (wanted.includes('lastError')) {
    for (const [id, second, status] of ask(LAST_ERRORS_OF_USERS)) {
      const lastError = { second: toNumber(second) ?? 0, statusCode: toNumber(status) ?? 0 };
      book.note(toId(id), { lastError });
    }
  }
  return book.facts;
}
