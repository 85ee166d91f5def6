import type { ApiCall, ApiError, ListedCall } from '../../../model/call.ts';
import { toId } from '../../answers/ids.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toNumber, toPayload, toText } from '../../answers/values.ts';
import { LISTED_MESSAGE, USERNAME } from './call-sql.ts';

/** The columns of a failed call. */
export const ERROR_COLUMNS = `l.id, l.date_time, ${USERNAME} AS username, l.api_route, l.response_status_code,
  l.error_message, l.request_payload`;

/** The calls with their users. */
export const CALLS = `user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id`;

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

/** An exact row of ERROR_COLUMNS as a failed call. */
export function toError(row: unknown): ApiError {
  return toErrorWith(toPayload, row);
}

/** The same with its payload read in another way. */
export function toErrorWith(payloadOf: (value: unknown) => unknown, row: unknown): ApiError {
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

/** A row of calls: each column may hold a value of any type. */
export type CallRow = Readonly<
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

/** An exact row of all columns as a call. */
export function toCall(row: CallRow): ApiCall {
  return {
    ...toError(row),
    userId: toId(row.user_id),
    statusCode: toNumber(row.response_status_code),
    responseTimeMs: toNumber(row.response_time_ms),
    responsePayload: toPayload(row.response_payload),
  };
}
