import type { ApiCall, ApiError, ListedCall } from '../../model/call.ts';
import { toId } from './ids.ts';
import { readTime, type StoredTimes, TIMESTAMPS, toNumber, toPayload, toText } from './values.ts';

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

/** Ways to read the columns of a row: its times, as SQLite's text unless given, and its payload, parsed unless given. */
export interface CallReading {
  readonly times?: StoredTimes;
  readonly payloadOf?: (value: unknown) => unknown;
}

/** A row of the columns of a failed call. */
export function toError(row: unknown, { times = TIMESTAMPS, payloadOf = toPayload }: CallReading = {}): ApiError {
  const call = row as CallRow;
  return {
    id: toId(call.id),
    ...readTime('dateTime', call.date_time, times),
    username: toText(call.username) ?? '',
    apiRoute: toText(call.api_route) ?? '',
    statusCode: toNumber(call.response_status_code) ?? 0,
    errorMessage: toText(call.error_message),
    requestPayload: payloadOf(call.request_payload),
  };
}

/** A row as a line of a list. */
export function toListedCall(row: unknown, reading: CallReading = {}): ListedCall {
  const { requestPayload: _request, responsePayload: _response, ...call } = toCall(row as CallRow, reading);
  return call;
}

/** A row of all columns as a call. */
export function toCall(row: CallRow, reading: CallReading = {}): ApiCall {
  const { payloadOf = toPayload } = reading;
  return {
    ...toError(row, reading),
    userId: toId(row.user_id),
    statusCode: toNumber(row.response_status_code),
    responseTimeMs: toNumber(row.response_time_ms),
    responsePayload: payloadOf(row.response_payload),
  };
}
