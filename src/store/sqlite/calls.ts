import type { ApiCall, ApiError, NewestCall } from '../../model.ts';
import { IS_ERROR, USERNAME } from './call-sql.ts';
import type { Connection } from './connection.ts';
import type { StoreContext } from './context.ts';
import { inOrder } from './pages.ts';
import { fromTimestamp } from './timestamps.ts';
import { requireUser } from './user-rows.ts';
import { toNumber, toPayload, toText } from './values.ts';

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

/** The newest errors. */
export const RECENT_ERRORS = `
  SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE ${IS_ERROR} ORDER BY l.date_time DESC, l.id DESC LIMIT @limit`;

/** The newest errors of one user. */
export const RECENT_USER_ERRORS = `
  SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE l.user_id = @userId AND ${IS_ERROR}
  ORDER BY l.date_time DESC, l.id DESC LIMIT @limit`;

/** The ids of the newest errors of one user among the newest of all, which takes no look at the user's other calls. */
export const USER_ERRORS_AMONG_NEWEST = `
  SELECT id FROM (
    SELECT id, user_id, date_time FROM user_api_call_log WHERE ${IS_ERROR}
    ORDER BY date_time DESC, id DESC LIMIT ${NEWEST_ERRORS})
  WHERE user_id = @userId ORDER BY date_time DESC, id DESC LIMIT @limit`;

/** Errors by their ids. */
export const ERRORS_BY_ID = `SELECT ${ERROR_COLUMNS} FROM ${CALLS} WHERE l.id IN (SELECT value FROM json_each(?))`;

/** One call with everything that was logged, or undefined. */
export function findCall({ file }: StoreContext, id: number): ApiCall | undefined {
  const row = file.read((connection) => connection.prepare(FIND_CALL).get(id));
  return row === undefined ? undefined : toCall(row as CallRow);
}

/** The newest row of the log. */
export function newestCall({ file }: StoreContext): NewestCall {
  const row = file.read((connection) => connection.prepare(NEWEST_CALL).get());
  if (row === undefined) return { id: null, dateTime: null };
  const { id, date_time } = row as CallRow;
  return { id: toNumber(id), dateTime: fromTimestamp(date_time) };
}

/** The newest failed calls. Throws a UserError where there is no such user. */
export function recentErrors(
  { file }: StoreContext,
  { limit = 100, username }: { readonly limit?: number; readonly username?: string },
): readonly ApiError[] {
  return file.read((connection) => {
    if (username === undefined) return connection.prepare(RECENT_ERRORS).all({ limit }).map(toError);
    const { id } = requireUser(connection, username);
    return userErrors(connection, { limit, userId: id });
  });
}

function userErrors(connection: Connection, wanted: { readonly limit: number; readonly userId: number }) {
  if (connection.hasIndex('idx_api_log_errors')) {
    const ids = connection.prepare(USER_ERRORS_AMONG_NEWEST).pluck().all(wanted) as number[];
    if (ids.length === wanted.limit) {
      return inOrder(ids, connection.prepare(ERRORS_BY_ID).all(JSON.stringify(ids)).map(toError));
    }
  }
  return connection.prepare(RECENT_USER_ERRORS).all(wanted).map(toError);
}

/** A row of ERROR_COLUMNS as a failed call. */
export function toError(row: unknown): ApiError {
  const call = row as CallRow;
  return {
    id: toNumber(call.id) ?? 0,
    dateTime: fromTimestamp(call.date_time),
    username: toText(call.username) ?? '',
    apiRoute: toText(call.api_route) ?? '',
    statusCode: toNumber(call.response_status_code) ?? 0,
    errorMessage: toText(call.error_message),
    requestPayload: toPayload(call.request_payload),
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
    userId: toNumber(row.user_id) ?? 0,
    statusCode: toNumber(row.response_status_code),
    responseTimeMs: toNumber(row.response_time_ms),
    responsePayload: toPayload(row.response_payload),
  };
}
