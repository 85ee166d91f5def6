import { LISTED_LETTERS } from '../../../model/call.ts';
import type { Window } from '../../../model/window.ts';
import { FIRST_MS, LAST_MS } from '../../answers/timestamps.ts';

// Pieces of SQL that several questions of the log share. Every statement calls the log `l`.

/** The calls that a question is about: `askAbout` writes a condition in its place. */
export const IN_WINDOW = 'true /* calls */';

/** The first and the last second of times that can be read, since 1970: neither infinite nor beyond what SQLite knows. */
export const FIRST_SECOND = FIRST_MS / 1000;
export const LAST_SECOND = LAST_MS / 1000;

/** The second of a call since 1970; in half the time of `extract`, which goes by way of decimal numbers. */
export const SECOND = "date_part('epoch', l.date_time)";

/** A response time if it is a number of a usual size. */
export const MEASURED_MS =
  "CASE WHEN l.response_time_ms BETWEEN '-1e300'::float8 AND '1e300'::float8 THEN l.response_time_ms::float8 END";

/** The call failed. Word for word as the index of errors has it. */
export const IS_ERROR = 'l.response_status_code >= 400';

/** The call failed by the server's fault. */
export const IS_SERVER_ERROR = 'l.response_status_code >= 500';

/** The name of a call's user, of the tables `l` and `u`; a user whose row is gone has a number only. */
export const USERNAME = `coalesce(u.username, '#' || l.user_id)`;

/** As much of a message as a list shows. */
export const LISTED_MESSAGE = `left(l.error_message, ${LISTED_LETTERS})`;

/** The columns of a group of calls that totals, users and routes have in common. */
export const GROUP_SUMS = `count(*) AS "callCount", count(*) FILTER (WHERE ${IS_ERROR}) AS "errorCount",
  avg(${MEASURED_MS}) AS "avgResponseMs"`;

/** All times that can be read. */
export const ALL_TIME: Window = { from: new Date(FIRST_MS), to: null };

/** The time of the earliest call of a window, in seconds since 1970. */
export const EARLIEST_SECOND = `
  SELECT extract(epoch FROM min(l.date_time))::float8 FROM user_api_call_log l WHERE ${IN_WINDOW}`;
