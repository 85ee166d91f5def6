import type { ApiError } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import { type CallRow, toError } from '../../answers/call-records.ts';
import { toId } from '../../answers/ids.ts';
import { isCanonical } from '../../answers/timestamps.ts';
import { toJsonText, toPayload } from '../../answers/values.ts';
import type { RecentErrorsOptions } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { byInstant, earliestText } from '../file/instants.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { CALLS, ERROR_COLUMNS, ERRORS_BY_ID } from './call-rows.ts';
import { IN_WINDOW, INDEX_OF_ERRORS, IS_ERROR } from './call-sql.ts';

// Read from the index of errors alone, in a fraction of a millisecond.
const NEWEST_ERRORS = 20_000;

/** The newest errors. */
export const RECENT_ERRORS = `
  SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE ${IN_WINDOW} AND ${IS_ERROR}
  ORDER BY l.date_time DESC, l.id DESC LIMIT @limit`;

/** The ids of the newest errors of one user among the newest of all, which takes no look at the user's other calls. */
export const USER_ERRORS_AMONG_NEWEST = `
  SELECT id FROM (
    SELECT id, user_id, date_time FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR}
    ORDER BY date_time DESC, id DESC LIMIT ${NEWEST_ERRORS})
  WHERE user_id = @userId ORDER BY date_time DESC, id DESC LIMIT @limit`;

/** The newest failed calls. Throws a PresentsError if there is no such user. */
export async function recentErrors(
  { file, resolve }: StoreContext,
  { limit = 100, payloads = 'parsed', window: wanted, ...filter }: RecentErrorsOptions,
): Promise<readonly ApiError[]> {
  const asked = { ...(await resolve(wanted, filter)), limit };
  const { window } = asked;
  return file.read((connection) => {
    const rows = errorRows(connection, asked, (sql) => sql);
    const mayDiffer = window === undefined && hasOtherForms(connection, rows, asked);
    return (mayDiffer ? errorRows(connection, asked, byInstant) : rows).map((row) =>
      toError(row, { payloadOf: payloadReaders[payloads] }),
    );
  });
}

interface WantedErrors extends AskedCalls {
  readonly limit: number;
}

// What sorts by text behind the last of them may denote a later time if it does so by no more than a day or two.
function hasOtherForms(connection: Connection, rows: readonly CallRow[], { limit, calls }: WantedErrors): boolean {
  if (rows.some(({ date_time }) => !isCanonical(date_time))) return true;
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return false;
  const toText = String(last.date_time);
  const whose = calls.userId === undefined ? 'errors' : { userId: bindId(calls.userId) };
  return connection.timeForms.hasOthers({ fromText: earliestText(toText), toText }, whose);
}

function errorRows(
  connection: Connection,
  { window, calls, limit }: WantedErrors,
  toSql: (sql: string) => string,
): readonly CallRow[] {
  const hasIndex = connection.hasIndex(INDEX_OF_ERRORS);
  if (hasIndex && calls.userId !== undefined && calls.query === undefined) {
    const found = idsAmongNewest(connection, { window, userId: calls.userId, limit }, toSql);
    if (found.length === limit) return rowsInOrder(connection, found);
  }
  // Among all calls of a user where no index has the failed ones, or if that was looked through in vain.
  const isOfErrors = calls.userId === undefined || (hasIndex && calls.query !== undefined);
  const { sql, parameters } = askAbout(connection, { window, calls, isOfErrors });
  return connection.prepareExact(toSql(sql(RECENT_ERRORS))).all({ limit, ...parameters }) as CallRow[];
}

function idsAmongNewest(
  connection: Connection,
  { window, userId, limit }: { readonly window: Window | undefined; readonly userId: Id; readonly limit: number },
  toSql: (sql: string) => string,
): readonly Id[] {
  const { sql, parameters } = askAbout(connection, { window, calls: {}, isOfErrors: true });
  const statement = connection.prepareExact(toSql(sql(USER_ERRORS_AMONG_NEWEST))).pluck();
  return statement.all({ limit, ...parameters, userId: bindId(userId) }).map(toId);
}

function rowsInOrder(connection: Connection, ids: readonly Id[]): readonly CallRow[] {
  const rows = connection.prepareExact(ERRORS_BY_ID).all(bindIds(ids)) as CallRow[];
  const places = new Map(ids.map((id, place) => [id, place]));
  return rows.sort((a, b) => (places.get(toId(a.id)) ?? 0) - (places.get(toId(b.id)) ?? 0));
}

const payloadReaders = { parsed: toPayload, text: toJsonText, none: () => null };
