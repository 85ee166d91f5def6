import { SECOND, USERNAME } from './call-sql.ts';

/** The calls with their users. */
export const CALLS = `user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id`;

/** The columns of a call but for its payloads. */
export const CALL_COLUMNS = `l.id, ${SECOND} AS date_time, ${USERNAME} AS username, l.api_route, l.response_status_code,
  l.error_message, l.user_id, l.response_time_ms`;
