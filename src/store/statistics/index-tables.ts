import type Database from 'better-sqlite3';
import type { Span } from '../answers/spans.ts';
import { BLOCK_TABLES, BlockTables } from './block-tables.ts';
import { CHECKED_TABLES, CheckedTables } from './checked-tables.ts';
import { NAME_TABLES } from './names.ts';
import { Statements } from './statements.ts';
import type { StoredSummary, SummaryRow } from './summary.ts';

/** Creates the tables: sums of five minutes, hours and days; blocks of calls; what is compared; how far it reaches. */
export const INDEX_TABLES = `
  ${NAME_TABLES};
  CREATE TABLE five_minutes (start INTEGER PRIMARY KEY, overall BLOB NOT NULL);
  CREATE TABLE hour (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  CREATE TABLE day (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  ${BLOCK_TABLES};
  ${CHECKED_TABLES};
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL)`;

const TABLES = ['five_minutes', 'hour', 'day', 'block', 'checked', 'odd'] as const;

/** The times that all sums are kept of. */
export type Level = 'hour' | 'day';

/** Reads and writes the tables of the index. */
export class IndexTables {
  readonly database: Database.Database;
  readonly blocks: BlockTables;
  readonly checked: CheckedTables;
  readonly #statements: Statements;

  constructor(database: Database.Database) {
    this.database = database;
    this.#statements = new Statements(database);
    this.blocks = new BlockTables(this.#statements);
    this.checked = new CheckedTables(this.#statements);
  }

  readState(): string | undefined {
    return this.#statements.of(`SELECT value FROM state WHERE name = 'state'`).pluck().get() as string | undefined;
  }

  writeState(value: string): void {
    this.#statements.of(`INSERT OR REPLACE INTO state VALUES ('state', ?)`).run(value);
  }

  /** The summaries of a span, oldest first; only the columns that are named. */
  summaries(
    level: Level | 'five_minutes',
    { from, until }: Span,
    columns: readonly (keyof StoredSummary)[],
  ): readonly SummaryRow[] {
    const sql = `SELECT start, ${columns.join()} FROM ${level} WHERE start >= ? AND start < ? ORDER BY start`;
    return this.#statements.of(sql).all(from, until) as SummaryRow[];
  }

  /** A piece of the sums of each hour of a span as it is stored, oldest first, with the hour's first second. */
  hoursOf(
    piece: keyof StoredSummary,
    { from, until }: Span,
  ): IterableIterator<readonly [start: number, stored: Buffer]> {
    const sql = `SELECT start, ${piece} FROM hour WHERE start >= ? AND start < ? ORDER BY start`;
    return this.#statements.of(sql).raw().iterate(from, until) as IterableIterator<readonly [number, Buffer]>;
  }

  writeSummary(level: Level, start: number, { overall, kinds, routes, callers }: StoredSummary): void {
    const statement = this.#statements.of(`INSERT OR REPLACE INTO ${level} VALUES (?, ?, ?, ?, ?)`);
    statement.run(start, overall, kinds, routes, callers);
  }

  writeFiveMinutes(start: number, overall: Buffer): void {
    this.#statements.of('INSERT OR REPLACE INTO five_minutes VALUES (?, ?)').run(start, overall);
  }

  /** Removes the sums of a span. */
  clear(table: (typeof TABLES)[number], { from, until }: Span): void {
    this.#statements.of(`DELETE FROM ${table} WHERE start >= ? AND start < ?`).run(from, until);
  }

  /** Removes all that is known of some hours. */
  removeHours(hours: Span): void {
    this.blocks.remove(hours);
    for (const table of ['five_minutes', 'hour'] as const) this.clear(table, hours);
    this.checked.clear(hours);
  }

  /** Removes everything but the names. */
  clearAll(): void {
    this.blocks.changeCount += 1;
    for (const table of TABLES) this.#statements.of(`DELETE FROM ${table}`).run();
  }
}
