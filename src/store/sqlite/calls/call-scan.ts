import type { Scan } from '../../../model/scan.ts';
import type { Window } from '../../../model/window.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { fitsErrorsAlone } from '../../answers/errors-alone.ts';
import { type WindowBounds, windowBounds } from '../../answers/periods.ts';
import { AFTER_ALL_TIMES, fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import type { Mark } from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
import { byInstant, earliestText, nearBounds } from '../file/instants.ts';
import type { WindowQuestion } from '../file/time-forms.ts';
import { INDEX_OF_ERRORS } from './call-sql.ts';
import type { FoundCalls } from './found-calls.ts';
import { markOf, STATISTIC_COLUMNS, standingOf } from './log-position.ts';
import { EARLIEST_TIME } from './log-source-sql.ts';
import { conditionOf } from './query-sql.ts';
import { scanStatements } from './scan-statements.ts';
import { TimesBeside } from './times-beside.ts';

const HOUR_MS = 3_600_000;
const FIRST_ROWS = 500;
const MOST_ROWS = 500_000;
const MOST_GROWTH = 2;
const FULL = { isFull: true } as const;

/** The last id of the log. */
export const LAST_ID = 'SELECT MAX(id) FROM user_api_call_log';

/** Rules of a scan: how long a chunk takes, how many calls are kept at most, and a clock in milliseconds. */
export interface ScanRules {
  readonly chunkMs: number;
  readonly mostFound: number;
  readonly clock: () => number;
}

/** The calls to look for, the table for what is found, the window to begin with, and where the log ends. */
interface ScanPlan {
  readonly calls: SummedCalls;
  readonly table: string;
  readonly window: Window;
  readonly mark: Mark;
}

/**
 * Looks through the log for calls that fit, newest first, a chunk at a time. What was found lies in a table of this connection
 * alone, in memory. Each row is looked at once: those up to the mark by their time, from the newest down, and those that came
 * since by their ids.
 */
export class CallScan implements FoundCalls {
  readonly table: string;
  readonly #connection: Connection;
  readonly #rules: ScanRules;
  readonly #statements: ReturnType<typeof scanStatements>;
  readonly #parameters: Readonly<Record<string, unknown>>;
  readonly #to: string | null;
  readonly #earliest: string;
  readonly #base: bigint;
  readonly #beside: TimesBeside;
  #mark: Mark;
  #low: string;
  #rows = FIRST_ROWS;
  #hasOtherForms = false;
  #found = 0;
  #owedMs = 0;
  #isDropped = false;

  constructor(connection: Connection, { calls, table, window, mark }: ScanPlan, rules: ScanRules) {
    const userId = calls.userId === undefined ? undefined : bindId(calls.userId);
    const condition = conditionOf(calls.query ?? { kind: 'and', parts: [] }, { isByInstant: true });
    const isOfErrors =
      calls.query !== undefined && fitsErrorsAlone(calls.query) && connection.hasIndex(INDEX_OF_ERRORS);
    this.table = `temp.${table}`;
    this.#connection = connection;
    this.#rules = rules;
    this.#statements = scanStatements(this.table, condition.sql, { isOfUser: userId !== undefined, isOfErrors });
    this.#parameters = { ...condition.parameters, ...(userId !== undefined && { userId }) };
    const to = topOf(window);
    this.#to = to;
    this.#earliest = String(connection.prepare(EARLIEST_TIME).pluck().get() ?? '');
    this.#base = BigInt(mark.position);
    this.#mark = mark;
    this.#low = to ?? AFTER_ALL_TIMES;
    this.#beside = new TimesBeside({ textBelow: this.#textBelow, hasOthers: this.#hasOthers }, to);
    connection.database.exec(`DROP TABLE IF EXISTS ${this.table};
      CREATE TEMP TABLE ${table} (${STATISTIC_COLUMNS}, PRIMARY KEY (date_time, id)) WITHOUT ROWID`);
  }

  /**
   * Tells whether this scan can go on for a window: it began at its end or later and got down to it, over this connection, and
   * the log has grown at most.
   */
  suits(connection: Connection, window: Window): boolean {
    const { to } = windowBounds(window);
    const hasBegunAbove = window.to === null ? this.#to === null : this.#to === null || to <= this.#to;
    const isNear = this.#low <= to || topOf(window) === this.#to;
    return this.isOver(connection) && hasBegunAbove && isNear && standingOf(connection, this.#mark).is === 'same';
  }

  isOver(connection: Connection): boolean {
    return connection === this.#connection && !this.#isDropped;
  }

  /** Looks at one more chunk of what a window needs; tells whether there is more to look at. */
  step(window: Window): boolean {
    const bounds = windowBounds(window);
    if (!this.#lookAtNew() && !this.#lookAtOlder(this.#textFrom(bounds))) this.#lookBeside(bounds.from);
    return !this.#isComplete(window) && !this.#isFull;
  }

  /** True while answers took longer than what was looked at for them: a scan that answers often would not get on. */
  get isOwed(): boolean {
    return this.#owedMs > 0;
  }

  answer<Answer>(work: () => Answer): Answer {
    const startedMs = this.#rules.clock();
    const answer = work();
    this.#owedMs += this.#rules.clock() - startedMs;
    return answer;
  }

  /** Tells how far a window is looked through. */
  stateOf(window: Window, now: Date): Scan {
    const isComplete = this.#isComplete(window);
    const end = Math.min((window.to ?? now).getTime(), now.getTime());
    const start = Math.max(window.from.getTime(), fromTimestamp(this.#earliest)?.getTime() ?? 0);
    const low = this.#low === AFTER_ALL_TIMES ? null : fromTimestamp(this.#low);
    const share = isComplete
      ? 1
      : Math.max(0, Math.min(0.99, (end - (low?.getTime() ?? end)) / Math.max(1, end - start)));
    const foundCount = this.#countIn(window);
    return { share, backTo: isComplete ? window.from : low, isComplete, foundCount, ...(this.#isFull && FULL) };
  }

  questionOf(window: Window): WindowQuestion {
    const bounds = windowBounds(window);
    const isByInstant = this.#hasOtherForms || this.#beside.hasOthersBelow;
    if (!isByInstant) return { isByInstant, sql: (text) => text, parameters: bounds };
    return { isByInstant, sql: byInstant, parameters: { ...bounds, ...nearBounds(bounds) } };
  }

  /** Lets the table go, where its connection is still open. */
  drop(): void {
    this.#isDropped = true;
    this.#connection.database.exec(`DROP TABLE IF EXISTS ${this.table}`);
  }

  /** Number of calls in the table. */
  get foundCount(): number {
    return this.#found;
  }

  #isComplete(window: Window): boolean {
    const bounds = windowBounds(window);
    const isLookedThrough = this.#low <= this.#textFrom(bounds) && this.#beside.isDone(bounds.from);
    return isLookedThrough && this.#lastId() === BigInt(this.#mark.position);
  }

  #countIn(window: Window): number {
    const { sql, parameters } = this.questionOf(window);
    return this.#connection.prepare(sql(this.#statements.count)).pluck().get(parameters) as number;
  }

  get #isFull(): boolean {
    return this.#found >= this.#rules.mostFound;
  }

  #lastId(): bigint {
    return BigInt((this.#connection.prepareExact(LAST_ID).pluck().get() as bigint | null) ?? 0);
  }

  #lookAtNew(): boolean {
    const [last, newest] = [BigInt(this.#mark.position), this.#lastId()];
    if (newest <= last) return false;
    const until = newest - last > BigInt(this.#rows) ? last + BigInt(this.#rows) : newest;
    this.#collect('new', { after: last, until });
    const mark = markOf(this.#connection, String(until));
    if (mark !== undefined) this.#mark = mark;
    return true;
  }

  #lookAtOlder(from: string): boolean {
    if (this.#isFull) this.#forgetBefore(from);
    if (this.#low <= from || this.#isFull) return false;
    const startedMs = this.#rules.clock();
    const low = this.#textBelow(this.#low, from, this.#rows);
    this.#collect('older', { from: low, to: this.#low, base: this.#base });
    this.#low = low;
    const { chunkMs, clock } = this.#rules;
    const lookedMs = clock() - startedMs;
    this.#owedMs = Math.max(0, this.#owedMs - lookedMs);
    const tookMs = Math.max(lookedMs, chunkMs / MOST_GROWTH);
    this.#rows = Math.max(1, Math.min(MOST_ROWS, Math.round((this.#rows * chunkMs) / tookMs)));
    return true;
  }

  #lookBeside(from: string): void {
    this.#low = this.#beside.lookOn(from, this.#low) ?? this.#low;
  }

  /** The time so many rows below another, or the lowest one where there are fewer. */
  readonly #textBelow = (to: string, from: string, rows: number): string => {
    const boundary = this.#connection.prepare(this.#statements.boundary).pluck();
    return String(boundary.get({ ...this.#parameters, from, to, rows }) ?? from);
  };

  #collect(rows: 'older' | 'new', place: object): void {
    const { collect, hasOtherForms } = this.#statements[rows];
    const { changes } = this.#connection.prepareExact(collect).run({ ...this.#parameters, ...place });
    this.#found += changes;
    if (changes > 0) this.#hasOtherForms ||= this.#connection.prepareExact(hasOtherForms).get(place) !== undefined;
  }

  #forgetBefore(from: string): void {
    if (this.#low >= from) return;
    this.#found -= this.#connection.prepare(this.#statements.forget).run({ from }).changes;
    this.#low = from;
  }

  /** The text from which rows may be in a window; the day before it counts where some times there have other forms. */
  #textFrom({ from }: WindowBounds): string {
    return this.#beside.hasOthersBelow ? earliestText(from) : from;
  }

  readonly #hasOthers = (from: string, to: string): boolean =>
    this.#connection.prepare(this.#statements.hasOtherForms).get({ ...this.#parameters, from, to }) !== undefined;
}

// A window may move on while it is looked through: what begins at the end of its hour goes on for it.
function topOf({ to }: Window): string | null {
  return to === null ? null : toTimestamp(new Date(Math.ceil(to.getTime() / HOUR_MS) * HOUR_MS));
}
