import type { CallSort } from '../../../model/call.ts';
import { instantOf } from '../file/instants.ts';
import { IN_WINDOW, IS_ERROR, MEASURED_MS, STATUS, USERNAME } from './call-sql.ts';

const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;
const ofLog = (sql: string) => sql.replaceAll('response_', 'l.response_');

/** The message of a failed call; an empty one is none. */
const messageOf = (column: string) =>
  `CASE WHEN ${ofLog(IS_ERROR)} THEN nullif(folded(CAST(${column} AS TEXT)), '') END`;
const MESSAGE_OF_LOG = '(SELECT m.error_message FROM main.user_api_call_log m WHERE m.id = l.id)';

/** Statements of a list in one order. */
export interface CallOrder {
  /** The ids of a page. */
  readonly page: string;
  /** Number of calls before one of the list; no row where the list does not hold it. */
  readonly place: string;
}

/**
 * Orders of the list of calls. Times that are not all in the canonical form go by the instants that they denote; calls that a scan
 * found have their messages in the log.
 */
export type OrderName = CallSort | 'instant' | 'messageOfFound';

const KEYS: Readonly<Record<OrderName, string>> = {
  time: 'l.date_time',
  instant: instantOf('l.date_time'),
  user: `folded(${text(USERNAME)})`,
  status: ofLog(STATUS),
  route: `folded(${text('l.api_route')})`,
  ms: ofLog(MEASURED_MS),
  message: messageOf('l.error_message'),
  messageOfFound: messageOf(MESSAGE_OF_LOG),
};

/** The list of calls by each column, rising and falling. What has no value comes last in both. */
export const RISING_CALLS = ordersOf('rising');
export const FALLING_CALLS = ordersOf('falling');

/** Counts the failed calls of a window that have a message. */
export const MESSAGE_COUNT = `
  SELECT COUNT(*) FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${messageOf('l.error_message')} IS NOT NULL`;

/** Counts the calls of a window. */
export const CALL_COUNT = `SELECT COUNT(*) FROM user_api_call_log WHERE ${IN_WINDOW}`;

function ordersOf(direction: 'rising' | 'falling'): Readonly<Record<OrderName, CallOrder>> {
  const of = (name: OrderName) => orderOf(name, direction);
  return {
    time: of('time'),
    instant: of('instant'),
    user: of('user'),
    status: of('status'),
    route: of('route'),
    ms: of('ms'),
    message: of('message'),
    messageOfFound: of('messageOfFound'),
  };
}

function orderOf(name: OrderName, direction: 'rising' | 'falling'): CallOrder {
  const key = KEYS[name];
  const [down, before] = direction === 'falling' ? [' DESC', '>'] : ['', '<'];
  const from = `FROM user_api_call_log l${name === 'user' ? ' LEFT JOIN "user" u ON u.id = l.user_id' : ''}`;
  // All times of a window are there, and its index is in their order.
  const order = name === 'time' ? `${key}${down}` : `${key} IS NULL, ${key}${down}`;
  return {
    page: `SELECT l.id ${from} WHERE ${IN_WINDOW} ORDER BY ${order}, l.id${down} LIMIT @limit OFFSET @offset`,
    place: `
      WITH anchor AS (SELECT l.id AS anchorId, ${key} AS anchorKey ${from} WHERE ${IN_WINDOW} AND l.id = @anchorId)
      SELECT (SELECT COUNT(*) ${from} WHERE ${IN_WINDOW} AND ((${key} IS NULL) < (anchorKey IS NULL)
        OR ((${key} IS NULL) = (anchorKey IS NULL) AND (coalesce(${key}, 0), l.id) ${before} (coalesce(anchorKey, 0), anchorId))))
      FROM anchor`,
  };
}
