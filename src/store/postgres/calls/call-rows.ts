import type { ApiError, ListedCall } from '../../../model/call.ts';
import { type CallRow, toError, toListedCall } from '../../answers/call-records.ts';
import type { PagePlace } from '../../answers/pages.ts';
import { SECONDS } from '../values.ts';
import { IN_WINDOW, LISTED_MESSAGE, SECOND, USERNAME } from './call-sql.ts';

/** The columns of the log that a list reads: no payloads, which may be of many megabytes. */
export const LISTED_COLUMNS =
  'l.id, l.date_time, l.user_id, l.api_route, l.response_status_code, l.response_time_ms, l.error_message';

/** Writes a statement for a page of calls as a list shows them, with their users: only those of the page are looked up. */
export function listedSql(page: string, order: string): string {
  return `
  SELECT l.id, ${SECOND} AS date_time, l.user_id, ${USERNAME} AS username, l.api_route, l.response_status_code,
    l.response_time_ms, ${LISTED_MESSAGE} AS error_message, NULL AS request_payload
  FROM (${page}) l LEFT JOIN "user" u ON u.id = l.user_id ORDER BY ${order}`;
}

/** Calls of a window by their ids, as a list shows them. */
export const LISTED_CALLS_BY_ID = listedSql(
  `SELECT ${LISTED_COLUMNS} FROM user_api_call_log l WHERE l.id = ANY($1::bigint[]) AND ${IN_WINDOW}`,
  'l.id',
);

/** A page of a list with the rows of its calls. */
export interface ListedPage extends Omit<PagePlace, 'ids'> {
  readonly rows: readonly CallRow[];
}

/** A row of `listedSql` as a line of a list. */
export function toListed(row: CallRow): ListedCall {
  return toListedCall(row, { times: SECONDS });
}

/** A row of `listedSql` as a failed call. */
export function toListedError(row: CallRow): ApiError {
  return toError(row, { times: SECONDS });
}
