import type { CallSort } from '../../../model/call.ts';
import { instantOf } from '../file/instants.ts';
import { IN_WINDOW, IS_ERROR, MEASURED_MS, STATUS, USERNAME } from './call-sql.ts';

const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;
const ofLog = (sql: string) => sql.replaceAll('response_', 'l.response_');

/** The messages of failed calls, from the log itself, since what a scan found holds none; none is as good as an empty one. */
const MESSAGE = `CASE WHEN ${ofLog(IS_ERROR)} THEN nullif(folded((
  SELECT CAST(m.error_message AS TEXT) FROM main.user_api_call_log m WHERE m.id = l.id)), '') END`;

/** Statements of a list in one order. */
export interface CallOrder {
  /** The ids of a page. */
  readonly page: string;
  /** Number of calls before one of the list; no row where the list does not hold it. */
  readonly place: string;
}

/** Orders of the list of calls; times that are not all in the canonical form go by the instants that they denote. */
export type OrderName = CallSort | 'instant';

const KEYS: Readonly<Record<OrderName, string>> = {
  time: 'l.date_time',
  instant: instantOf('l.date_time'),
  user: `folded(${text(USERNAME)})`,
  status: ofLog(STATUS),
  route: `folded(${text('l.api_route')})`,
  ms: ofLog(MEASURED_MS),
  message: MESSAGE,
};

/** The list of calls by each column, rising and falling. What has no value comes last in both. */
export const RISING_CALLS = ordersOf('rising');
export const FALLING_CALLS = ordersOf('falling');

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
