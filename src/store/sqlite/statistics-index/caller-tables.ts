import type Database from 'better-sqlite3';
import type { SummaryRow } from './index-tables.ts';
import type { Span } from './log-reader.ts';
import type { StoredSummary } from './summary.ts';

/** Creates the tables of users: hours in which one made many calls, with their sums, and the calls in each hour of a day. */
export const CALLER_TABLES = `
  CREATE TABLE busy (
    caller INTEGER NOT NULL, start INTEGER NOT NULL, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL,
    PRIMARY KEY (caller, start));
  CREATE INDEX busy_start ON busy (start);
  CREATE TABLE activity (
    caller INTEGER NOT NULL, start INTEGER NOT NULL, calls BLOB NOT NULL, PRIMARY KEY (caller, start));
  CREATE INDEX activity_start ON activity (start)`;

const BUSY_HOURS = 'FROM busy WHERE caller = ? AND start >= ? AND start < ?';
const WRITE_BUSY_HOUR = 'INSERT INTO busy VALUES (?, ?, ?, ?, ?)';
const ACTIVITY = 'SELECT start, calls FROM activity WHERE caller = ? AND start >= ? AND start < ?';
const WRITE_ACTIVITY = 'INSERT INTO activity VALUES (?, ?, ?)';

/** Reads and writes what is kept of single users. */
export class CallerTables {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** The hours of a span in which a user made many calls, with their sums. */
  busyHours(caller: number, { from, until }: Span, columns: readonly (keyof StoredSummary)[]): readonly SummaryRow[] {
    return this.#prepare(`SELECT start, ${columns.join()} ${BUSY_HOURS}`).all(caller, from, until) as SummaryRow[];
  }

  writeBusyHour(caller: number, start: number, { overall, kinds, routes }: StoredSummary): void {
    this.#prepare(WRITE_BUSY_HOUR).run(caller, start, overall, kinds, routes);
  }

  /** How many calls a user made in each hour of the days of a span, for days on which they made some. */
  activity(caller: number, { from, until }: Span): readonly (readonly [day: number, calls: unknown])[] {
    return this.#prepare(ACTIVITY).raw().all(caller, from, until) as [number, unknown][];
  }

  writeActivity(caller: number, day: number, calls: Buffer): void {
    this.#prepare(WRITE_ACTIVITY).run(caller, day, calls);
  }

  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
