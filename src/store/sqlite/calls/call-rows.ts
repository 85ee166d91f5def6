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
