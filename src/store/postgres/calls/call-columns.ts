/** The calls with their users. */
export const CALLS = `user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id`;

/** The columns of a call but for its payloads; a user whose row is gone has a number only. */
export const CALL_COLUMNS = `l.id, extract(epoch FROM l.date_time)::float8 AS date_time,
  coalesce(u.username, '#' || l.user_id) AS username, l.api_route, l.response_status_code, l.error_message, l.user_id,
  l.response_time_ms`;
