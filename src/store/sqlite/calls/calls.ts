import type { ApiCall, ApiError, ListedCall, NewestCall, StoredCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import { fromTimestamp, isCanonical, toTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toJsonText, toNumber, toPayload, toStoredPayload, toText } from '../../answers/values.ts';
import type { RecentErrorsOptions } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds, toId } from '../file/ids.ts';
import { byInstant, earliestText, instantOf } from '../file/instants.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, INDEX_BY_TIME, INDEX_OF_ERRORS, IS_ERROR, LISTED_MESSAGE, USERNAME } from './call-sql.ts';

// Read from the index of errors alone, in a fraction of a millisecond.
const NEWEST_ERRORS = 20_000;

const ERROR_COLUMNS = `l.id, l.date_time, ${USERNAME} AS username, l.api_route, l.response_status_code,
  l.error_message, l.request_payload`;
const CALLS = `user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id`;

/** One call. */
export const FIND_CALL = `
  SELECT ${ERROR_COLUMNS}, l.user_id, l.response_time_ms, l.response_payload FROM ${CALLS} WHERE l.id = ?`;

/** The newest row of the log. */
export const NEWEST_CALL = `SELECT id, date_time FROM user_api_call_log ORDER BY id DESC LIMIT 1`;

/** The latest time until now, as text sorts. */
export const LATEST_TIME = `SELECT MAX(date_time) FROM user_api_call_log WHERE date_time > '' AND date_time <= @now`;

/** The time of the newest row that is not of the future, among the newest. */
export const NEWEST_TIME = `
  SELECT date_time FROM (SELECT id, date_time FROM user_api_call_log ORDER BY id DESC LIMIT 1000)
  WHERE ${instantOf('date_time')} <= julianday(@now) ORDER BY id DESC LIMIT 1`;

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

/** Errors by their ids. */
export const ERRORS_BY_ID = `SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE l.id IN (SELECT value FROM json_each(?))`;

/** The same for a list, which shows no payload and the beginning of a message: they may be of many megabytes. */
export const LISTED_ERRORS_BY_ID = ERRORS_BY_ID.replace('l.request_payload', 'NULL AS request_payload').replace(
  'l.error_message',
  `${LISTED_MESSAGE} AS error_message`,
);

/** Calls by their ids, as a list shows them. */
export const LISTED_CALLS_BY_ID = LISTED_ERRORS_BY_ID.replace(
  'NULL AS request_payload',
  'l.user_id, l.response_time_ms',
);

/** One call with everything that was logged, or undefined. */
export function findCall({ file }: StoreContext, id: Id): ApiCall | undefined {
  const row = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  return row === undefined ? undefined : toCall(row as CallRow);
}

/** One call with its payloads as they are stored, or undefined. */
export function findStoredCall(
  { file }: StoreContext,
  id: Id,
  part: { readonly from?: number; readonly maxLength: number },
): StoredCall | undefined {
  const found = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  if (found === undefined) return undefined;
  const row = found as CallRow;
  return {
    ...toCall({ ...row, request_payload: null, response_payload: null }),
    requestPayload: toStoredPayload(row.request_payload, part),
    responsePayload: toStoredPayload(row.response_payload, part),
  };
}

/** The newest row of the log, and the latest time that is not of the future where there is one. */
export function newestCall({ file, now }: StoreContext): NewestCall {
  return file.read((connection) => {
    const row = connection.prepareExact(NEWEST_CALL).get();
    if (row === undefined) return { id: null, dateTime: null };
    const { id, date_time } = row as CallRow;
    return { id: toId(id), dateTime: latestTime(connection, now()) ?? fromTimestamp(date_time) };
  });
}

// Calls that were brought in later, from another log, stand behind newer ones.
function latestTime(connection: Connection, time: Date): Date | null {
  const ask = (sql: string) =>
    fromTimestamp(
      connection
        .prepare(sql)
        .pluck()
        .get({ now: toTimestamp(time) }),
    );
  const times = [ask(NEWEST_TIME), connection.hasIndex(INDEX_BY_TIME) ? ask(LATEST_TIME) : null];
  // Text with an offset may sort before now and be later.
  const past = times.filter((found) => found !== null && found <= time);
  return past.reduce((latest, found) => (latest === null || (found !== null && found > latest) ? found : latest), null);
}

/** The newest failed calls. Throws a UserError where there is no such user. */
export function recentErrors(
  { file, resolve }: StoreContext,
  { limit = 100, payloads = 'parsed', window: wanted, ...filter }: RecentErrorsOptions,
): readonly ApiError[] {
  const asked = { ...resolve(wanted, filter), limit };
  const { window } = asked;
  return file.read((connection) => {
    const rows = errorRows(connection, asked, (sql) => sql);
    const mayDiffer = window === undefined && hasOtherForms(connection, rows, asked);
    return (mayDiffer ? errorRows(connection, asked, byInstant) : rows).map((row) =>
      toErrorWith(payloadReaders[payloads], row),
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
  // Among all calls of a user where no index has the failed ones, or where that was looked through in vain.
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

/** An exact row of ERROR_COLUMNS as a failed call. */
export function toError(row: unknown): ApiError {
  return toErrorWith(toPayload, row);
}

function toErrorWith(payloadOf: (value: unknown) => unknown, row: unknown): ApiError {
  const call = row as CallRow;
  return {
    id: toId(call.id),
    dateTime: fromTimestamp(call.date_time),
    ...asItStands('dateTimeText', call.date_time),
    username: toText(call.username) ?? '',
    apiRoute: toText(call.api_route) ?? '',
    statusCode: toNumber(call.response_status_code) ?? 0,
    errorMessage: toText(call.error_message),
    requestPayload: payloadOf(call.request_payload),
  };
}

type CallRow = Readonly<
  Record<
    | 'id'
    | 'date_time'
    | 'user_id'
    | 'username'
    | 'api_route'
    | 'response_status_code'
    | 'response_time_ms'
    | 'error_message'
    | 'request_payload'
    | 'response_payload',
    unknown
  >
>;

/** An exact row of LISTED_CALLS_BY_ID as a line of a list. */
export function toListedCall(row: unknown): ListedCall {
  const { requestPayload: _request, responsePayload: _response, ...call } = toCall(row as CallRow);
  return call;
}

function toCall(row: CallRow): ApiCall {
  return {
    ...toError(row),
    userId: toId(row.user_id),
    statusCode: toNumber(row.response_status_code),
    responseTimeMs: toNumber(row.response_time_ms),
    responsePayload: toPayload(row.response_payload),
  };
}
