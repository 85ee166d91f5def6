import type { ApiCall, ApiError, NewestCall, StoredCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { windowBounds } from '../../answers/periods.ts';
import { fromTimestamp, isCanonical, toTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toJsonText, toNumber, toPayload, toStoredPayload, toText } from '../../answers/values.ts';
import type { RecentErrorsOptions } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds, toId } from '../file/ids.ts';
import { byInstant, earliestText, instantOf } from '../file/instants.ts';
import type { Calls } from '../file/time-forms.ts';
import { type BoundFilter, bindFilter, FITS } from './call-filter.ts';
import { IN_WINDOW, INDEX_BY_TIME, IS_ERROR, USERNAME } from './call-sql.ts';

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

const recent = (where: string) => `
  SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE ${where} AND ${IS_ERROR} AND ${FITS}
  ORDER BY l.date_time DESC, l.id DESC LIMIT @limit`;

const amongNewest = (where: string) => `
  SELECT id FROM (
    SELECT id, user_id, date_time, api_route, response_status_code FROM user_api_call_log WHERE ${where} AND ${IS_ERROR}
    ORDER BY date_time DESC, id DESC LIMIT ${NEWEST_ERRORS})
  WHERE user_id = @userId AND ${FITS} ORDER BY date_time DESC, id DESC LIMIT @limit`;

/** The newest errors, of all time and of a window. */
export const RECENT_ERRORS = recent('true');
export const RECENT_WINDOW_ERRORS = recent(IN_WINDOW);

/** The newest errors of one user. */
export const RECENT_USER_ERRORS = recent('l.user_id = @userId');
export const RECENT_USER_WINDOW_ERRORS = recent(`l.user_id = @userId AND ${IN_WINDOW}`);

/** The ids of the newest errors of one user among the newest of all, which takes no look at the user's other calls. */
export const USER_ERRORS_AMONG_NEWEST = amongNewest('true');
export const USER_ERRORS_AMONG_NEWEST_OF_WINDOW = amongNewest(IN_WINDOW);

/** Errors by their ids. */
export const ERRORS_BY_ID = `SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE l.id IN (SELECT value FROM json_each(?))`;

/** The same for a list, which shows no payload: one may be of many megabytes. */
export const LISTED_ERRORS_BY_ID = ERRORS_BY_ID.replace('l.request_payload', 'NULL AS request_payload');

/** One call with everything that was logged, or undefined. */
export function findCall({ file }: StoreContext, id: Id): ApiCall | undefined {
  const row = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  return row === undefined ? undefined : toCall(row as CallRow);
}

/** One call with its payloads as they are stored, or undefined. */
export function findStoredCall(
  { file }: StoreContext,
  id: Id,
  { maxLength }: { readonly maxLength: number },
): StoredCall | undefined {
  const found = file.read((connection) => connection.prepareExact(FIND_CALL).get(bindId(id)));
  if (found === undefined) return undefined;
  const row = found as CallRow;
  return {
    ...toCall({ ...row, request_payload: null, response_payload: null }),
    requestPayload: toStoredPayload(row.request_payload, maxLength),
    responsePayload: toStoredPayload(row.response_payload, maxLength),
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
  { file }: StoreContext,
  { limit = 100, payloads = 'parsed', ...filter }: RecentErrorsOptions,
): readonly ApiError[] {
  const bounds = filter.window && windowBounds(filter.window);
  return file.read((connection) => {
    const bound = bindFilter(connection, filter);
    const question = bounds && connection.timeForms.questionOf(bounds, callsOf(bound));
    const wanted = { limit, bound, isOfWindow: bounds !== undefined, parameters: question?.parameters ?? {} };
    const rows = errorRows(connection, wanted, question?.sql ?? ((sql) => sql));
    const mayDiffer = bounds === undefined && hasOtherForms(connection, rows, wanted);
    return (mayDiffer ? errorRows(connection, wanted, byInstant) : rows).map((row) =>
      toErrorWith(payloadReaders[payloads], row),
    );
  });
}

interface WantedErrors {
  readonly limit: number;
  readonly bound: BoundFilter;
  readonly isOfWindow: boolean;
  readonly parameters: object;
}

// Whose times may be in another form.
function callsOf({ userId }: BoundFilter): Calls {
  return userId === null ? 'errors' : { userId };
}

// What sorts by text behind the last of them may denote a later time if it does so by no more than a day or two.
function hasOtherForms(connection: Connection, rows: readonly CallRow[], { limit, bound }: WantedErrors): boolean {
  if (rows.some(({ date_time }) => !isCanonical(date_time))) return true;
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return false;
  const toText = String(last.date_time);
  return connection.timeForms.hasOthers({ fromText: earliestText(toText), toText }, callsOf(bound));
}

function errorRows(
  connection: Connection,
  { limit, bound, isOfWindow, parameters }: WantedErrors,
  toSql: (sql: string) => string,
): readonly CallRow[] {
  const all = (sql: string) => connection.prepareExact(toSql(sql)).all({ limit, ...bound, ...parameters }) as CallRow[];
  if (bound.userId === null) return all(isOfWindow ? RECENT_WINDOW_ERRORS : RECENT_ERRORS);
  if (connection.hasIndex('idx_api_log_errors')) {
    const sql = toSql(isOfWindow ? USER_ERRORS_AMONG_NEWEST_OF_WINDOW : USER_ERRORS_AMONG_NEWEST);
    const found = connection
      .prepareExact(sql)
      .pluck()
      .all({ limit, ...bound, ...parameters });
    if (found.length === limit) {
      const rows = connection.prepareExact(ERRORS_BY_ID).all(bindIds(found.map(toId))) as CallRow[];
      const places = new Map(found.map((id, place) => [id, place]));
      return rows.sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
    }
  }
  return all(isOfWindow ? RECENT_USER_WINDOW_ERRORS : RECENT_USER_ERRORS);
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

function toCall(row: CallRow): ApiCall {
  return {
    ...toError(row),
    userId: toId(row.user_id),
    statusCode: toNumber(row.response_status_code),
    responseTimeMs: toNumber(row.response_time_ms),
    responsePayload: toPayload(row.response_payload),
  };
}
