import type { Span } from '../answers/spans.ts';
import type { Statements } from './statements.ts';
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

/** Unit of the sums of a user: an hour with many calls, or all such hours of a day. */
export type BusyLevel = 'busy' | 'busy_day';

/** Reads and writes what is kept of single users. */
export class CallerTables {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The hours of a span that have sums of a user, or the days with many such hours, with these sums. */
  busy(
    level: BusyLevel,
    caller: number,
    { from, until }: Span,
    columns: readonly (keyof StoredSummary)[],
  ): readonly SummaryRow[] {
    const sql = `SELECT ${['start', ...columns].join()} FROM ${level} ${OF_CALLER} ORDER BY start`;
    return this.#statements.of(sql).all(caller, from, until) as SummaryRow[];
  }

  writeBusy(level: BusyLevel, caller: number, start: number, { overall, kinds, routes }: StoredSummary): void {
    this.#statements.of(`INSERT INTO ${level} VALUES (?, ?, ?, ?, ?)`).run(caller, start, overall, kinds, routes);
  }

  hasBusyDay(start: number): boolean {
    return this.#statements.of('SELECT 1 FROM busy_day WHERE start = ? LIMIT 1').get(start) !== undefined;
  }

  /** The users with at least so many busy hours in a span. */
  busyCallers({ from, until }: Span, hours: number): readonly number[] {
    return this.#statements.of(BUSY_CALLERS).pluck().all(from, until, hours) as number[];
  }

  /** Counts the calls of a user in each hour of the days of a span; days without calls are left out. */
  activity(caller: number, { from, until }: Span): readonly (readonly [day: number, calls: unknown])[] {
    return this.#statements.of(ACTIVITY).raw().all(caller, from, until) as [number, unknown][];
  }

  writeActivity(caller: number, day: number, calls: Buffer): void {
    this.#statements.of(WRITE_ACTIVITY).run(caller, day, calls);
  }
}
