import type Database from 'better-sqlite3';
import type { Span } from './log-reader.ts';
import type { StoredSummary, SummaryRow } from './summary.ts';

/**
 * Creates the tables of users: the hours of parts in which one made many calls, with their sums; for days with many such
 * hours the sums of these together; and the calls in each hour of a day.
 */
export const CALLER_TABLES = `
  CREATE TABLE busy (
    caller INTEGER NOT NULL, start INTEGER NOT NULL, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL,
    PRIMARY KEY (caller, start));
  CREATE INDEX busy_start ON busy (start);
  CREATE TABLE busy_day (
    caller INTEGER NOT NULL, start INTEGER NOT NULL, overall BLOB NOT NULL, kinds BLOB NOT NULL, routes BLOB NOT NULL,
    PRIMARY KEY (caller, start));
  CREATE INDEX busy_day_start ON busy_day (start);
  CREATE TABLE activity (
    caller INTEGER NOT NULL, start INTEGER NOT NULL, calls BLOB NOT NULL, PRIMARY KEY (caller, start));
  CREATE INDEX activity_start ON activity (start)`;

const OF_CALLER = 'WHERE caller = ? AND start >= ? AND start < ?';
const BUSY_CALLERS = 'SELECT caller FROM busy WHERE start >= ? AND start < ? GROUP BY caller HAVING COUNT(*) >= ?';
const ACTIVITY = `SELECT start, calls FROM activity ${OF_CALLER}`;
const WRITE_ACTIVITY = 'INSERT INTO activity VALUES (?, ?, ?)';

/** What the sums of a user are kept of: an hour with many calls, or all such hours of a day. */
export type BusyLevel = 'busy' | 'busy_day';

/** Reads and writes what is kept of single users. */
export class CallerTables {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** The hours of a span that have sums of a user, or the days with many such hours, with these sums. */
  busy(
    level: BusyLevel,
    caller: number,
    { from, until }: Span,
    columns: readonly (keyof StoredSummary)[],
  ): readonly SummaryRow[] {
    const sql = `SELECT ${['start', ...columns].join()} FROM ${level} ${OF_CALLER} ORDER BY start`;
    return this.#prepare(sql).all(caller, from, until) as SummaryRow[];
  }

  writeBusy(level: BusyLevel, caller: number, start: number, { overall, kinds, routes }: StoredSummary): void {
    this.#prepare(`INSERT INTO ${level} VALUES (?, ?, ?, ?, ?)`).run(caller, start, overall, kinds, routes);
  }

  hasBusyDay(start: number): boolean {
    return this.#prepare('SELECT 1 FROM busy_day WHERE start = ? LIMIT 1').get(start) !== undefined;
  }

  /** The users with at least so many busy hours in a span. */
  busyCallers({ from, until }: Span, hours: number): readonly number[] {
    return this.#prepare(BUSY_CALLERS).pluck().all(from, until, hours) as number[];
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
