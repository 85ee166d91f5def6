import { IN_WINDOW, IS_ERROR } from './call-sql.ts';
import type { Binder } from './text-sql.ts';

const MESSAGE_OF_FOUND = '(SELECT m.error_message FROM main.user_api_call_log m WHERE m.id = l.id)';

/** The second since 1970 of a row; NULL if its time cannot be read. */
const SECOND = `CASE WHEN typeof(date_time) = 'text' AND date_time GLOB '[0-9][0-9][0-9][0-9]-*' THEN unixepoch(date_time) END`;

const groupedErrors = (message: string) => `
  SELECT l.user_id, l.response_status_code, l.api_route, ${message}, ${SECOND}
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${IS_ERROR}`;

/** The failed calls of a window as groups need them; those that a scan found have their messages in the log. */
export const GROUPED_ERRORS = groupedErrors('l.error_message');
export const GROUPED_ERRORS_OF_FOUND = groupedErrors(MESSAGE_OF_FOUND);

const PAST_ERRORS = `SELECT id, response_status_code, api_route, error_message, ${SECOND} FROM user_api_call_log`;
const CALLS_BY_HOUR = `SELECT ${SECOND} / 3600 * 3600 AS hour, COUNT(*) FROM user_api_call_log`;
const IS_BETWEEN = 'id > @after AND id <= @last';

/** The failed calls up to an id, and those between two ids. */
export const ERRORS_UP_TO = `${PAST_ERRORS} WHERE +id <= @last AND ${IS_ERROR}`;
export const ERRORS_BETWEEN = `${PAST_ERRORS} WHERE ${IS_BETWEEN} AND ${IS_ERROR}`;

/** Counts the failed calls up to an id. */
export const ERROR_COUNT_UP_TO = `SELECT COUNT(*) FROM user_api_call_log WHERE +id <= @last AND ${IS_ERROR}`;

/** Counts the calls of each hour of a window up to an id, and those of each hour between two ids. */
export const HOURS_UP_TO = `${CALLS_BY_HOUR} WHERE ${IN_WINDOW} AND +id <= @last GROUP BY hour`;
export const HOURS_BETWEEN = `${CALLS_BY_HOUR} WHERE ${IS_BETWEEN} GROUP BY hour`;

/** Writes a test of the group of a failed call: its id begins with one of some texts. */
export function groupsSql(prefixes: ReadonlySet<string>, bind: Binder): string {
  const byLength = Map.groupBy(prefixes, ({ length }) => length);
  const id = 'group_of(response_status_code, error_message, api_route)';
  const tests = [...byLength].map(([length, texts]) => {
    return `substr(${id}, 1, ${length}) IN (SELECT value FROM json_each(${bind(JSON.stringify(texts))}))`;
  });
  return tests.length === 0 ? 'false' : `(${tests.join(' OR ')})`;
}
