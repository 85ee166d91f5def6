import type Database from 'better-sqlite3';
import type { WindowBounds } from '../answers/periods.ts';
import { IN_WINDOW_BY_INSTANT, nearBounds } from '../sqlite/file/instants.ts';
import type { OddCall } from './call-parser.ts';
import { type BusyLevel, CALLER_TABLES, CallerTables } from './caller-tables.ts';
import type { Span } from './log-reader.ts';
import { NAME_TABLES } from './names.ts';
import { MIXED } from './part-rows.ts';
import { RowSum } from './row-sum.ts';
import { HOUR_SECONDS } from './seconds.ts';
import type { StoredSummary, SummaryRow } from './summary.ts';

const CALLERS_OF_PART = 2 ** 24;

/**
 * Creates the tables: sums of each slice of five minutes, hour and day; parts, which are hours that follow each other on one
 * day, with their calls; what all rows of an hour add up to; calls that are odd; and how far the index reaches.
 */
export const INDEX_TABLES = `
  ${NAME_TABLES};
  CREATE TABLE slice (start INTEGER PRIMARY KEY, overall BLOB NOT NULL);
  CREATE TABLE hour (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  CREATE TABLE day (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  CREATE TABLE part (start INTEGER PRIMARY KEY, until INTEGER NOT NULL, calls INTEGER NOT NULL);
  CREATE TABLE piece (place INTEGER PRIMARY KEY, calls BLOB NOT NULL);
  ${CALLER_TABLES};
  CREATE TABLE checked (start INTEGER PRIMARY KEY, rows INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL);
  CREATE TABLE odd (id INTEGER PRIMARY KEY, date_time TEXT NOT NULL);
  CREATE INDEX odd_time ON odd (date_time);
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL)`;

/** What sums are kept of. */
export type Level = 'hour' | 'day';

/** Hours that follow each other on one day, and how many calls they hold. */
export interface Part {
  readonly start: number;
  readonly until: number;
  readonly calls: number;
}

/** Reads and writes the tables of the index. */
export class IndexTables {
  readonly database: Database.Database;
  readonly callers: CallerTables;
  /** How often a part was written or removed here: what was read of parts before is old. */
  changeCount = 0;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.database = database;
    this.callers = new CallerTables(database);
  }

  readState(): string | undefined {
    return this.#prepare(`SELECT value FROM state WHERE name = 'state'`).pluck().get() as string | undefined;
  }

  writeState(value: string): void {
    this.#prepare(`INSERT OR REPLACE INTO state VALUES ('state', ?)`).run(value);
  }

  /** The parts that share a second with a span, oldest first. */
  partsIn({ from, until }: Span): readonly Part[] {
    return this.#prepare('SELECT * FROM part WHERE until > ? AND start < ? ORDER BY start').all(from, until) as Part[];
  }

  /** The last part that begins before a second. */
  partBefore(second: number): Part | undefined {
    return this.#prepare('SELECT * FROM part WHERE start < ? ORDER BY start DESC LIMIT 1').get(second) as
      | Part
      | undefined;
  }

  /** What the rows of an hour added up to, odd ones too. */
  rowSum(hour: number): RowSum {
    const row = this.#prepare('SELECT rows, low, high FROM checked WHERE start = ?').get(hour);
    return Object.assign(new RowSum(), row);
  }

  writeRowSum(hour: number, { rows, low, high }: RowSum): void {
    this.#prepare('INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)').run(hour, rows, low, high);
  }

  /** The last hour with rows before a second. */
  hourBefore(second: number): number | undefined {
    return (this.#prepare('SELECT MAX(start) FROM checked WHERE start < ?').pluck().get(second) ?? undefined) as
      | number
      | undefined;
  }

  /** The hours with rows that a span touches, oldest first. */
  hoursIn({ from, until }: Span): readonly number[] {
    const sql = 'SELECT start FROM checked WHERE start > ? AND start < ? ORDER BY start';
    return this.#prepare(sql)
      .pluck()
      .all(from - HOUR_SECONDS, until) as number[];
  }

  /** How many rows the hours of a span hold. */
  rowsIn({ from, until }: Span): number {
    return this.#prepare('SELECT TOTAL(rows) FROM checked WHERE start >= ? AND start < ?')
      .pluck()
      .get(from, until) as number;
  }

  /** How many calls there are from a second on. */
  callsFrom(second: number): number {
    return this.#prepare('SELECT TOTAL(calls) FROM part WHERE until > ?').pluck().get(second) as number;
  }

  /** Makes or replaces a part without its pieces. */
  writePart({ start, until, calls }: Part): void {
    this.changeCount += 1;
    this.#prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?)').run(start, until, calls);
    this.#prepare('DELETE FROM piece WHERE place >= ? AND place < ?').run(placeOf(start, MIXED), placesEnd(start));
  }

  extendPart(start: number, until: number): void {
    this.#prepare('UPDATE part SET until = ? WHERE start = ?').run(until, start);
  }

  writePiece(start: number, caller: number, calls: Buffer): void {
    this.#prepare('INSERT INTO piece VALUES (?, ?)').run(placeOf(start, caller), calls);
  }

  /** All pieces of a part with the number of their user. */
  pieces(start: number): readonly (readonly [caller: number, calls: unknown])[] {
    const first = placeOf(start, MIXED);
    const rows = this.#prepare('SELECT place, calls FROM piece WHERE place >= ? AND place < ?')
      .raw()
      .all(first, placesEnd(start)) as [number, unknown][];
    return rows.map(([place, calls]) => [place - first + MIXED, calls]);
  }

  /** The piece of one user, where they have one. */
  piece(start: number, caller: number): unknown {
    return this.#prepare('SELECT calls FROM piece WHERE place = ?').pluck().get(placeOf(start, caller));
  }

  /** How many bytes the piece of one user takes. */
  pieceSize(start: number, caller: number): number {
    return (this.#prepare('SELECT length(calls) FROM piece WHERE place = ?').pluck().get(placeOf(start, caller)) ??
      0) as number;
  }

  /** The summaries of a span, oldest first; only the columns that are named. */
  summaries(
    level: Level | 'slice',
    { from, until }: Span,
    columns: readonly (keyof StoredSummary)[],
  ): readonly SummaryRow[] {
    const sql = `SELECT start, ${columns.join()} FROM ${level} WHERE start >= ? AND start < ? ORDER BY start`;
    return this.#prepare(sql).all(from, until) as SummaryRow[];
  }

  writeSummary(level: Level, start: number, { overall, kinds, routes, callers }: StoredSummary): void {
    this.#prepare(`INSERT OR REPLACE INTO ${level} VALUES (?, ?, ?, ?, ?)`).run(start, overall, kinds, routes, callers);
  }

  writeSlice(start: number, overall: Buffer): void {
    this.#prepare('INSERT OR REPLACE INTO slice VALUES (?, ?)').run(start, overall);
  }

  /** Removes the summaries of a span. */
  clear(level: Level | BusyLevel | 'slice' | 'activity' | 'checked', { from, until }: Span): void {
    this.#prepare(`DELETE FROM ${level} WHERE start >= ? AND start < ?`).run(from, until);
  }

  /** Removes a part with all that is known of its hours. */
  removePart(part: Part): void {
    this.writePart({ ...part, calls: 0 });
    this.#prepare('DELETE FROM part WHERE start = ?').run(part.start);
    for (const level of ['slice', 'hour', 'busy', 'checked'] as const)
      this.clear(level, { from: part.start, until: part.until });
  }

  /** Removes everything but the names. */
  clearAll(): void {
    this.changeCount += 1;
    for (const table of ['slice', 'hour', 'day', 'part', 'piece', 'busy', 'busy_day', 'activity', 'checked', 'odd'])
      this.#prepare(`DELETE FROM ${table}`).run();
  }

  addOdd(calls: readonly OddCall[]): void {
    for (const { id, dateTime } of calls) this.#prepare('INSERT OR REPLACE INTO odd VALUES (?, ?)').run(id, dateTime);
  }

  /** Forgets the odd calls whose time, as text, lies in a range. */
  removeOdd(from: string, to: string): void {
    this.#prepare('DELETE FROM odd WHERE date_time >= ? AND date_time < ?').run(from, to);
  }

  /** Whether a window holds odd calls, in whatever form their times are written. */
  holdsOdd(bounds: WindowBounds): boolean {
    const parameters = { ...bounds, ...nearBounds(bounds) };
    return this.#prepare(`SELECT 1 FROM odd WHERE ${IN_WINDOW_BY_INSTANT} LIMIT 1`).get(parameters) !== undefined;
  }

  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function placeOf(start: number, caller: number): number {
  return (start / HOUR_SECONDS) * CALLERS_OF_PART + caller - MIXED;
}

function placesEnd(start: number): number {
  return placeOf(start, MIXED) + CALLERS_OF_PART;
}
