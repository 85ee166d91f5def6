import type Database from 'better-sqlite3';
import type { Span } from '../answers/spans.ts';
import { CALLER_TABLES, CallerTables } from './caller-tables.ts';
import { CHECKED_TABLES, CheckedTables } from './checked-tables.ts';
import { NAME_TABLES } from './names.ts';
import { PART_TABLES, type Part, PartTables } from './part-tables.ts';
import { Statements } from './statements.ts';
import type { StoredSummary, SummaryRow } from './summary.ts';

/** Creates the tables: sums of five minutes, hours and days; parts with their calls; what is compared; how far it reaches. */
export const INDEX_TABLES = `
  ${NAME_TABLES};
  CREATE TABLE five_minutes (start INTEGER PRIMARY KEY, overall BLOB NOT NULL);
  CREATE TABLE hour (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  CREATE TABLE day (
    start INTEGER PRIMARY KEY, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL, callers BLOB NOT NULL);
  ${PART_TABLES};
  ${CALLER_TABLES};
  ${CHECKED_TABLES};
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL)`;

const TABLES = [
  'five_minutes',
  'hour',
  'day',
  'part',
  'piece',
  'busy',
  'busy_day',
  'activity',
  'checked',
  'odd',
] as const;

/** The times that all sums are kept of. */
export type Level = 'hour' | 'day';

/** Reads and writes the tables of the index. */
export class IndexTables {
  readonly database: Database.Database;
  readonly parts: PartTables;
  readonly callers: CallerTables;
  readonly checked: CheckedTables;
  readonly #statements: Statements;

  constructor(database: Database.Database) {
    this.database = database;
    this.#statements = new Statements(database);
    this.parts = new PartTables(this.#statements);
    this.callers = new CallerTables(this.#statements);
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

  /** Removes a part with all that is known of its hours. */
  removePart(part: Part): void {
    this.parts.removePart(part);
    for (const table of ['five_minutes', 'hour', 'busy'] as const)
      this.clear(table, { from: part.start, until: part.until });
    this.checked.clear({ from: part.start, until: part.until });
  }

  /** Removes everything but the names. */
  clearAll(): void {
    this.parts.changeCount += 1;
    for (const table of TABLES) this.#statements.of(`DELETE FROM ${table}`).run();
  }
}
