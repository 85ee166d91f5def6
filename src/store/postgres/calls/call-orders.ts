import { LISTED_COLUMNS, listedSql } from './call-rows.ts';
import { IN_WINDOW, MEASURED_MS, SECOND } from './call-sql.ts';

const FROM = `FROM user_api_call_log l WHERE ${IN_WINDOW}`;
const SELECT = `SELECT ${LISTED_COLUMNS} ${FROM}`;

/** The calls of a window, counted. */
export const CALL_COUNT = `SELECT count(*) ${FROM}`;

/** Statements of a list in one order. */
export interface CallOrder {
  /** A page: `$1` calls behind the first `$2`. */
  readonly page: string;
  /** Number of calls before one of the list, `$1`; no row where the list does not hold it. */
  readonly place: string;
}

/** Statements of the list by time. */
export interface TimeOrder extends CallOrder {
  /** The second of the call `$1`, and the number of calls before it in its hour. */
  readonly placeInHour: string;
  /** At most `$2` calls before the call `$1`, the nearest first, and as many from it on. */
  readonly before: string;
  readonly from: string;
}

/** The list of calls by the columns that SQL sorts, rising and falling. What has no value comes last in both. */
export const RISING_CALLS = {
  time: byTime('rising'),
  status: byKey('l.response_status_code', 'rising'),
  ms: byKey(MEASURED_MS, 'rising'),
};
export const FALLING_CALLS: typeof RISING_CALLS = {
  time: byTime('falling'),
  status: byKey('l.response_status_code', 'falling'),
  ms: byKey(MEASURED_MS, 'falling'),
};

type Direction = 'rising' | 'falling';

function pageSql(order: string): string {
  return listedSql(`${SELECT} ORDER BY ${order} LIMIT $1::bigint OFFSET $2::bigint`, order);
}

function byTime(direction: Direction): TimeOrder {
  const [down, up, before, after] = direction === 'falling' ? [' DESC', '', '>', '<'] : ['', ' DESC', '<', '>'];
  const order = `l.date_time${down}, l.id${down}`;
  const backwards = `l.date_time${up}, l.id${up}`;
  const anchor = `
  WITH anchor AS MATERIALIZED (SELECT l.id, l.date_time, ${SECOND} AS second ${FROM} AND l.id = $1::bigint)`;
  const [at, id] = ['(SELECT date_time FROM anchor)', '(SELECT id FROM anchor)'];
  // The first comparison leads through the index, the second decides.
  const isBefore = `l.date_time ${before}= ${at} AND (l.date_time, l.id) ${before} (${at}, ${id})`;
  const isFrom = `l.date_time ${after}= ${at} AND (l.date_time, l.id) ${after}= (${at}, ${id})`;
  const hour = (hours: number) =>
    `(SELECT date_time + make_interval(secs => (floor(second / 3600) + ${hours}) * 3600 - second) FROM anchor)`;
  const inHour = `l.date_time >= ${hour(0)} AND l.date_time < ${hour(1)}`;
  return {
    page: pageSql(order),
    place: `${anchor} SELECT (SELECT count(*) ${FROM} AND ${isBefore}) FROM anchor`,
    placeInHour: `${anchor} SELECT second, (SELECT count(*) ${FROM} AND ${inHour} AND ${isBefore}) FROM anchor`,
    before: anchor + listedSql(`${SELECT} AND ${isBefore} ORDER BY ${backwards} LIMIT $2::bigint`, backwards),
    from: anchor + listedSql(`${SELECT} AND ${isFrom} ORDER BY ${order} LIMIT $2::bigint`, order),
  };
}

function byKey(key: string, direction: Direction): CallOrder {
  const [down, before] = direction === 'falling' ? [' DESC', '>'] : ['', '<'];
  return {
    page: pageSql(`${key}${down} NULLS LAST, l.id${down}`),
    place: `
  WITH anchor AS MATERIALIZED (SELECT l.id, ${key} AS key ${FROM} AND l.id = $1::bigint)
  SELECT (SELECT count(*) ${FROM} AND ((${key} IS NULL) < (a.key IS NULL)
    OR ((${key} IS NULL) = (a.key IS NULL) AND (coalesce(${key}, 0), l.id) ${before} (coalesce(a.key, 0), a.id))))
  FROM anchor a`,
  };
}
