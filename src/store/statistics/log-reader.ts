import type { WindowBounds } from '../answers/periods.ts';
import type { Connection } from '../sqlite/file/connection.ts';
import type { LogRow } from './call-parser.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { hourBefore, LAST_SECOND, SLICE_SECONDS, textOf } from './seconds.ts';

const COLUMNS = 'id, date_time, user_id, api_route, response_status_code, response_time_ms';
const EARLIEST = '0000-01-01 00:00:00';
const IDS_AT_ONCE = 500n;
const MOST_STEPS = 100n;
const MOST_ROUTES = 4_096;

/** The index of the log that holds all that a statistic needs, by time; without it the log is not indexed here either. */

const EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

// Only such ids are whole numbers, each of one row, and found at once.
const HAS_ROW_IDS = `
  SELECT (SELECT group_concat(lower(name) || ' ' || lower(type)) FROM pragma_table_info('user_api_call_log') WHERE pk > 0)
    = 'id integer' AND (SELECT wr FROM pragma_table_list WHERE name = 'user_api_call_log' COLLATE NOCASE) = 0`;

const ROWS_OF_SPAN = `
  SELECT ${COLUMNS} FROM user_api_call_log WHERE date_time >= @from AND date_time < @to AND id <= @sealed`;

const ROWS_AFTER = `SELECT ${COLUMNS} FROM user_api_call_log WHERE id > @after ORDER BY id LIMIT @limit`;

// For rows with a value that the driver cannot hand over as it is: an integer beyond 2^53, or text that is no UTF-8.
const EXACT_COLUMNS = `${COLUMNS}, CAST(api_route AS BLOB)`;

const EXACT_ROWS_OF_SPAN = ROWS_OF_SPAN.replace(COLUMNS, EXACT_COLUMNS);

const EXACT_ROWS_AFTER = ROWS_AFTER.replace(COLUMNS, EXACT_COLUMNS);

const NEWEST_BEFORE = `SELECT MAX(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}' AND date_time < ?`;

const OLDEST = `SELECT MIN(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}'`;

const ROW = `SELECT ${COLUMNS} FROM user_api_call_log WHERE id = ?`;

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
  readonly first: bigint | null;
  readonly last: bigint | null;
}

/** Seconds since 1970, the first in it and the first no longer in it; the span from 0 holds all that is older too. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Asks the log for what the index is made of; each question is short. */
export class LogReader {
  readonly hasher = new RowHasher();
  // The same few routes come over and over.
  readonly #wholeRoutes = new Set<string>();
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

  /** The ids of the log; undefined where another program made its table so that they may be missing, text, or twice the same. */
  extent(): LogExtent | undefined {
    if (this.#connection.prepare(HAS_ROW_IDS).pluck().get() !== 1) return undefined;
    return this.#connection.prepareExact(EXTENT).get() as LogExtent;
  }

  /** The rows of a span with an id up to `sealed`. */
  rowsOf(span: Span, sealed: bigint): readonly LogRow[] {
    return this.#rows({ sql: ROWS_OF_SPAN, exactSql: EXACT_ROWS_OF_SPAN }, { ...boundsOf(span), sealed });
  }

  /** The same of one user. */
  rowsOfUser(userId: number, span: Span, sealed: bigint): readonly LogRow[] {
    const parameters = { ...boundsOf(span), sealed, userId };
    return this.#connection.prepare(USER_ROWS_OF_SPAN).raw().all(parameters) as LogRow[];
  }

  /** How many calls one user made in each hour of a span. */
  hoursOfUser(userId: number, span: Span, sealed: bigint): readonly (readonly [hour: number, calls: number])[] {
    const parameters = { ...boundsOf(span), sealed, userId };
    return this.#connection.prepare(USER_HOURS_OF_SPAN).raw().all(parameters) as [number, number][];
  }

  /** What the rows of a span with an id up to `sealed` add up to; read in short steps, for a writer may wait for each. */
  sumOf({ from, until }: Span, sealed: bigint): RowSum {
    const sum = new RowSum();
    for (let start = from; start < until; start += SLICE_SECONDS) {
      const step = { from: start, until: Math.min(until, start + SLICE_SECONDS) };
      this.hasher.addRows(this.rowsOf(step, sealed), sum);
    }
    return sum;
  }

  /** How many rows of a span have an id up to `sealed`. */
  countOf(span: Span, sealed: bigint): number {
    return this.#connection
      .prepare(SPAN_COUNT)
      .pluck()
      .get({ ...boundsOf(span), sealed }) as number;
  }

  /** The first rows after an id. */
  rowsAfter(after: bigint, limit: number): readonly LogRow[] {
    return this.#rows({ sql: ROWS_AFTER, exactSql: EXACT_ROWS_AFTER }, { after, limit });
  }

  /** How many rows there are after an id, up to another; read in short steps, too. */
  countBetween(after: bigint, last: bigint): number {
    // Ids may be far apart.
    const step = (last - after) / MOST_STEPS + 1n;
    const length = step > IDS_AT_ONCE ? step : IDS_AT_ONCE;
    let count = 0;
    for (let from = after; from < last; from += length) {
      const to = last < from + length ? last : from + length;
      count += this.#connection.prepare(COUNT_BETWEEN).pluck().get(from, to) as number;
    }
    return count;
  }

  /** The hour of the latest row before a second; undefined where there is none. */
  hourBefore(second: number): number | undefined {
    const newest = this.#connection.prepare(NEWEST_BEFORE).pluck().get(textOf(second)) as string | null;
    return newest === null ? undefined : hourBefore(newest);
  }

  /** About how many calls lie in a span, were they spread evenly. */
  estimate({ from, until }: Span): number {
    const { first, last } = this.extent() ?? { first: null, last: null };
    const oldest = hourBefore(String(this.#connection.prepare(OLDEST).pluck().get() ?? ''));
    const newest = this.hourBefore(LAST_SECOND) ?? 0;
    if (first === null || last === null || newest <= oldest) return 0;
    const share = (Math.min(until, newest) - Math.max(from, oldest)) / (newest - oldest);
    return Number(last - first + 1n) * Math.max(0, share);
  }

  /** What tells a row from others that might have its id, as text; null where there is no such row. */
  fingerprintOf(id: bigint): string | null {
    const row = this.#connection.prepareExact(ROW).raw().get(id);
    return row === undefined
      ? null
      : JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  }

  #rows({ sql, exactSql }: { readonly sql: string; readonly exactSql: string }, parameters: object): readonly LogRow[] {
    const rows = this.#connection.prepare(sql).raw().all(parameters) as LogRow[];
    if (rows.every((row) => this.#isWhole(row))) return rows;
    const exact = this.#connection.prepareExact(exactSql).raw().all(parameters) as ExactRow[];
    return exact.map(toLogRow);
  }

  // Whether the driver handed over all of a row as it is stored.
  #isWhole(row: LogRow): boolean {
    if (isInexact(row[0]) || isInexact(row[2]) || isInexact(row[4]) || isInexact(row[5])) return false;
    const route = row[3];
    if (typeof route !== 'string' || this.#wholeRoutes.has(route)) return true;
    if (route.includes('\ufffd')) return false;
    if (this.#wholeRoutes.size >= MOST_ROUTES) this.#wholeRoutes.clear();
    this.#wholeRoutes.add(route);
    return true;
  }
}

type ExactRow = readonly [...LogRow, routeBytes: unknown];

function isInexact(value: unknown): boolean {
  return typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER);
}

function toLogRow([id, dateTime, userId, route, status, ms, routeBytes]: ExactRow): LogRow {
  const bytes = typeof route === 'string' && route.includes('\ufffd') ? routeBytes : route;
  return [
    toNumberIfSafe(id) as LogRow[0],
    dateTime,
    toNumberIfSafe(userId),
    bytes,
    toNumberIfSafe(status),
    toNumberIfSafe(ms),
  ];
}

function toNumberIfSafe(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
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
