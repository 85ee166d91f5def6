import { boundsOf, type Span } from '../answers/spans.ts';
import { fromTimestamp } from '../answers/timestamps.ts';
import type { OddCall } from './call-parser.ts';
import { RowSum } from './row-sum.ts';
import { HOUR_SECONDS } from './seconds.ts';
import type { Statements } from './statements.ts';

/** Creates the tables of what is compared with the log: what all rows of an hour add up to, and calls that are odd. */
export const CHECKED_TABLES = `
  CREATE TABLE checked (start INTEGER PRIMARY KEY, rows INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL);
  CREATE TABLE odd (id INTEGER PRIMARY KEY, date_time TEXT NOT NULL, instant_ms INTEGER);
  CREATE INDEX odd_time ON odd (date_time);
  CREATE INDEX odd_instant ON odd (instant_ms)`;

/** Reads and writes what all rows of an hour add up to, and the calls that the index does not take. */
export class CheckedTables {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Returns the checksum of the rows of an hour, odd ones too. */
  rowSum(hour: number): RowSum {
    const row = this.#statements.of('SELECT rows, low, high FROM checked WHERE start = ?').get(hour);
    return Object.assign(new RowSum(), row);
  }

  writeRowSum(hour: number, { rows, low, high }: RowSum): void {
    this.#statements.of('INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)').run(hour, rows, low, high);
  }

  /** The last hour with rows before a second. */
  hourBefore(second: number): number | undefined {
    const found = this.#statements.of('SELECT MAX(start) FROM checked WHERE start < ?').pluck().get(second);
    return (found ?? undefined) as number | undefined;
  }

  /** The hours with rows that a span touches, oldest first. */
  hoursIn({ from, until }: Span): readonly number[] {
    const sql = 'SELECT start FROM checked WHERE start > ? AND start < ? ORDER BY start';
    const statement = this.#statements.of(sql).pluck();
    return statement.all(from - HOUR_SECONDS, until) as number[];
  }

  /** Counts the rows in the hours of a span. */
  rowsIn({ from, until }: Span): number {
    const sql = 'SELECT TOTAL(rows) FROM checked WHERE start >= ? AND start < ?';
    return this.#statements.of(sql).pluck().get(from, until) as number;
  }

  /** The second at which the last hour with rows ends; 0 if there is none. */
  get end(): number {
    const last = this.#statements.of('SELECT MAX(start) FROM checked').pluck().get() as number | null;
    return last === null ? 0 : last + HOUR_SECONDS;
  }

  addOdd(calls: readonly OddCall[]): void {
    const statement = this.#statements.of('INSERT OR REPLACE INTO odd VALUES (?, ?, ?)');
    for (const { id, dateTime } of calls) statement.run(id, dateTime, fromTimestamp(dateTime)?.getTime() ?? null);
  }

  /** Tells whether a span holds odd calls, in whatever form their times are written. */
  holdsOdd(span: Span): boolean {
    const fromMs = span.from <= 0 ? Number.NEGATIVE_INFINITY : span.from * 1000;
    const sql = 'SELECT 1 FROM odd WHERE instant_ms >= ? AND instant_ms < ? LIMIT 1';
    return this.#statements.of(sql).get(fromMs, span.until * 1000) !== undefined;
  }

  /** Tells whether odd calls have times in a span, as the instants that they denote or as text. */
  holdsOddNear(span: Span): boolean {
    const { from, to } = boundsOf(span);
    const sql = 'SELECT 1 FROM odd WHERE date_time >= ? AND date_time < ? LIMIT 1';
    return this.#statements.of(sql).get(from, to) !== undefined || this.holdsOdd(span);
  }

  /** Forgets what is known of the rows of a span, which the log finds by their times as text. */
  clear(span: Span): void {
    const { from, to } = boundsOf(span);
    this.#statements.of('DELETE FROM odd WHERE date_time >= ? AND date_time < ?').run(from, to);
    this.#statements.of('DELETE FROM checked WHERE start >= ? AND start < ?').run(span.from, span.until);
  }
}
