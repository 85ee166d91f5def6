import { MEASURED_MS, STATUS } from '../call-sql.ts';
import type { Connection } from '../connection.ts';
import type { WindowBounds } from '../periods.ts';
import type { LogRow } from './call-parser.ts';
import { hourBefore, LAST_SECOND, SLICE_SECONDS, textOf } from './seconds.ts';

const COLUMNS = 'id, date_time, user_id, api_route, response_status_code, response_time_ms';
const EARLIEST = '0000-01-01 00:00:00';
const IDS_AT_ONCE = 500;
const MOST_STEPS = 100;

/** The index of the log that holds all that a statistic needs, by time; without it the log is not indexed here either. */

const EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

const ROWS_OF_SPAN = `
  SELECT ${COLUMNS} FROM user_api_call_log WHERE date_time >= @from AND date_time < @to AND id <= @sealed`;

const ROWS_AFTER = `SELECT ${COLUMNS} FROM user_api_call_log WHERE id > @after ORDER BY id LIMIT @limit`;

const NEWEST_BEFORE = `SELECT MAX(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}' AND date_time < ?`;

const OLDEST = `SELECT MIN(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}'`;

const ROW = `SELECT ${COLUMNS} FROM user_api_call_log WHERE id = ?`;

const SPAN_SUMS = `
  SELECT COUNT(*) AS rows, TOTAL(user_id) AS users, TOTAL(${STATUS}) AS statuses, TOTAL(${MEASURED_MS}) AS ms,
    TOTAL(octet_length(api_route)) AS routeBytes
  FROM user_api_call_log WHERE date_time >= @from AND date_time < @to AND id <= @sealed`;

const SPAN_COUNT = `
  SELECT COUNT(*) FROM user_api_call_log WHERE date_time >= @from AND date_time < @to AND id <= @sealed`;

const COUNT_BETWEEN = 'SELECT COUNT(*) FROM user_api_call_log WHERE id > ? AND id <= ?';

const USER_ROWS_OF_SPAN = `
  SELECT ${COLUMNS} FROM user_api_call_log
  WHERE user_id = @userId AND date_time >= @from AND date_time < @to AND id <= @sealed`;

// The driver binds every number as REAL, so that a division must be cut off.
const USER_HOURS_OF_SPAN = `
  SELECT CAST(unixepoch(date_time) / 3600 AS INTEGER) * 3600, COUNT(*) FROM user_api_call_log
  WHERE user_id = @userId AND date_time >= @from AND date_time < @to AND id <= @sealed GROUP BY 1`;

/** The smallest and the largest id of the log. */
export interface LogExtent {
  readonly first: number | null;
  readonly last: number | null;
}

/** What the rows of a span add up to, for telling whether they are still the same. */
export interface SpanSums {
  readonly rows: number;
  readonly users: number;
  readonly statuses: number;
  readonly ms: number;
  readonly routeBytes: number;
}

/** Seconds since 1970, the first in it and the first no longer in it; the span from 0 holds all that is older too. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Asks the log for what the index is made of; each question is short. */
export class LogReader {
  readonly #connection: Connection;
  #isWal: boolean | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  hasWindowIndex(): boolean {
    return this.#connection.hasIndex('idx_api_log_window');
  }

  isWal(): boolean {
    this.#isWal ??= this.#connection.database.pragma('journal_mode', { simple: true }) === 'wal';
    return this.#isWal;
  }

  extent(): LogExtent {
    return this.#connection.prepare(EXTENT).get() as LogExtent;
  }

  /** The rows of a span with an id up to `sealed`. */
  rowsOf(span: Span, sealed: number): readonly LogRow[] {
    return this.#connection
      .prepare(ROWS_OF_SPAN)
      .raw()
      .all({ ...boundsOf(span), sealed }) as LogRow[];
  }

  /** The same of one user. */
  rowsOfUser(userId: number, span: Span, sealed: number): readonly LogRow[] {
    const parameters = { ...boundsOf(span), sealed, userId };
    return this.#connection.prepare(USER_ROWS_OF_SPAN).raw().all(parameters) as LogRow[];
  }

  /** How many calls one user made in each hour of a span. */
  hoursOfUser(userId: number, span: Span, sealed: number): readonly (readonly [hour: number, calls: number])[] {
    const parameters = { ...boundsOf(span), sealed, userId };
    return this.#connection.prepare(USER_HOURS_OF_SPAN).raw().all(parameters) as [number, number][];
  }

  /** What the rows of a span with an id up to `sealed` add up to; read in short steps, for a writer may wait for each. */
  sumsOf({ from, until }: Span, sealed: number): SpanSums {
    const sums = { rows: 0, users: 0, statuses: 0, ms: 0, routeBytes: 0 };
    for (let start = from; start < until; start += SLICE_SECONDS) {
      const step = boundsOf({ from: start, until: Math.min(until, start + SLICE_SECONDS) });
      const found = this.#connection.prepare(SPAN_SUMS).get({ ...step, sealed }) as SpanSums;
      sums.rows += found.rows;
      sums.users += found.users;
      sums.statuses += found.statuses;
      sums.ms += found.ms;
      sums.routeBytes += found.routeBytes;
    }
    return sums;
  }

  /** How many rows of a span have an id up to `sealed`. */
  countOf(span: Span, sealed: number): number {
    return this.#connection
      .prepare(SPAN_COUNT)
      .pluck()
      .get({ ...boundsOf(span), sealed }) as number;
  }

  /** The first rows after an id. */
  rowsAfter(after: number, limit: number): readonly LogRow[] {
    return this.#connection.prepare(ROWS_AFTER).raw().all({ after, limit }) as LogRow[];
  }

  /** How many rows there are after an id, up to another; read in short steps, too. */
  countBetween(after: number, last: number): number {
    // Ids may be far apart.
    const length = Math.max(IDS_AT_ONCE, Math.ceil((last - after) / MOST_STEPS));
    let count = 0;
    for (let from = after; from < last; from += length) {
      count += this.#connection
        .prepare(COUNT_BETWEEN)
        .pluck()
        .get(from, Math.min(last, from + length)) as number;
    }
    return count;
  }

  /** The latest time before a second; null where there is none. */
  newestBefore(second: number): string | null {
    return this.#connection.prepare(NEWEST_BEFORE).pluck().get(textOf(second)) as string | null;
  }

  /** About how many calls lie in a span, were they spread evenly. */
  estimate({ from, until }: Span): number {
    const { first, last } = this.extent();
    const oldest = hourBefore(String(this.#connection.prepare(OLDEST).pluck().get() ?? ''));
    const newest = hourBefore(this.newestBefore(LAST_SECOND) ?? '');
    if (first === null || last === null || newest <= oldest) return 0;
    const share = (Math.min(until, newest) - Math.max(from, oldest)) / (newest - oldest);
    return (last - first + 1) * Math.max(0, share);
  }

  /** What tells a row from others that might have its id, as text; null where there is no such row. */
  fingerprintOf(id: number): string | null {
    const row = this.#connection.prepare(ROW).raw().get(id);
    return row === undefined ? null : JSON.stringify(row);
  }
}

/** A span as text; the one from 0 begins before all times. */
export function boundsOf({ from, until }: Span): { readonly from: string; readonly to: string } {
  return { from: from <= 0 ? EARLIEST : textOf(from), to: textOf(until) };
}

/** The bounds of a window as seconds. */
export function spanOf({ from, to }: WindowBounds): Span {
  return { from: secondOf(from), until: Math.min(secondOf(to), LAST_SECOND) };
}

function secondOf(timestamp: string): number {
  return Date.parse(`${timestamp.replace(' ', 'T')}Z`) / 1000;
}
