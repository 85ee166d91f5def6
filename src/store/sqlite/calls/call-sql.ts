import { LISTED_LETTERS } from '../../../model/call.ts';
import { END_OF_TIME } from '../../answers/timestamps.ts';

// Pieces of SQL that several questions of the log share. Every column may hold a value of any type.

/** The rows of a window. */
export const IN_WINDOW = 'date_time >= @from AND date_time < @to';

/** The column holds the text of a time, as far as sorting shows; numbers sort before text, words and bytes after it. */
export function isTime(column: string): string {
  return `${column} > '' AND ${column} <= '${END_OF_TIME}'`;
}

/** A response time if it is a number; SQLite sorts text and bytes after every number. */
export const MEASURED_MS = 'CASE WHEN response_time_ms BETWEEN -1e300 AND 1e300 THEN response_time_ms END';

/** A status if it is a number. */
export const STATUS = 'CASE WHEN response_status_code < 1e15 THEN response_status_code END';

/** The call failed. The first half, word for word, lets SQLite use the index of errors. */
export const IS_ERROR = 'response_status_code >= 400 AND response_status_code < 1e15';

/** The call failed by the server's fault. */
export const IS_SERVER_ERROR = 'response_status_code >= 500 AND response_status_code < 1e15';

/** The name of a call's user, of the tables `l` and `u`; a user whose row is gone has a number only. */
export const USERNAME = `coalesce(u.username, '#' || l.user_id)`;

/** As much of a message of the table `l` as a list shows. */
export const LISTED_MESSAGE = `CASE WHEN octet_length(l.error_message) > ${LISTED_LETTERS}
  THEN substr(l.error_message, 1, ${LISTED_LETTERS}) ELSE l.error_message END`;

/** The columns of a group of calls that totals, users and routes have in common. */
export const GROUP_SUMS = `COUNT(*) AS callCount, COUNT(*) FILTER (WHERE ${IS_ERROR}) AS errorCount,
  AVG(${MEASURED_MS}) AS avgResponseMs`;

/** The index by time; files of other programs lack it. */
export const INDEX_BY_TIME = 'idx_api_log_window';

/** The index of failed calls by time; files of other programs lack it. */
export const INDEX_OF_ERRORS = 'idx_api_log_errors';
