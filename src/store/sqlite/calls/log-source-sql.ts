import { EARLIEST } from '../../answers/spans.ts';
import { IS_ERROR } from './call-sql.ts';
import { STATISTIC_COLUMNS } from './log-position.ts';

const IN_SPAN = 'date_time >= @from AND date_time < @to AND id <= @last';

/** The rows of a span. */
export const ROWS_OF_SPAN = `SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE ${IN_SPAN}`;

/** The ids of the failed calls of a span that a condition fits. */
export const FAILED_IDS_OF_SPAN = `SELECT id FROM user_api_call_log WHERE ${IN_SPAN} AND ${IS_ERROR} AND @condition`;

/** The ids of the failed calls between two ids that a condition fits. */
export const FAILED_IDS_AFTER = `
  SELECT id FROM user_api_call_log WHERE id > @after AND id <= @last AND +date_time > '' AND ${IS_ERROR} AND @condition`;

// Also of text with a null byte, at which SUBSTR of text would end.
const MESSAGE = `CASE WHEN octet_length(error_message) <= 4004 THEN error_message
  ELSE CAST(substr(CAST(error_message AS BLOB), 1, 4004) AS TEXT) END`;

/** The messages of the failed calls of a span. */
export const MESSAGES_OF_SPAN = `SELECT id, ${MESSAGE} FROM user_api_call_log WHERE ${IN_SPAN} AND ${IS_ERROR}`;

/** The messages of the failed calls between two ids. */
export const MESSAGES_AFTER = `
  SELECT id, ${MESSAGE} FROM user_api_call_log WHERE id > @after AND id <= @last AND +date_time > '' AND ${IS_ERROR}`;

/** The messages of some calls. */
export const MESSAGES_OF = `
  SELECT id, ${MESSAGE} FROM user_api_call_log WHERE id IN (SELECT value FROM json_each(@ids)) AND ${IS_ERROR}`;

/** Counts the rows of a span. */
export const SPAN_COUNT = `SELECT COUNT(*) FROM user_api_call_log WHERE ${IN_SPAN}`;

/** The first rows after an id. */
export const ROWS_AFTER = `
  SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE id > @after AND id <= @last ORDER BY id LIMIT @limit`;

/** The latest time before another. */
export const LATEST_BEFORE = `
  SELECT MAX(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}' AND date_time < ?`;

/** The earliest time. */
export const EARLIEST_TIME = `SELECT MIN(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}'`;

/** Names users and puts the busiest first, as the statistics of the log do. */
export const NAME_USERS = `
  SELECT coalesce(u.username, '#' || c.userId) AS username, c.callCount, c.errorCount, c.avgResponseMs
  FROM (SELECT value ->> 'userId' AS userId, value ->> 'callCount' AS callCount, value ->> 'errorCount' AS errorCount,
      value ->> 'avgResponseMs' AS avgResponseMs FROM json_each(?)) c
    LEFT JOIN "user" u ON u.id = c.userId
  ORDER BY c.callCount DESC, username LIMIT ?`;
