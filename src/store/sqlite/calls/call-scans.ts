import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Window } from '../../../model/window.ts';
import { nameOfCalls } from '../../answers/call-filters.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { withMinutes } from '../../answers/scan-name.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { CallScan, type ScanRules } from './call-scan.ts';
import { INDEX_BY_TIME } from './call-sql.ts';
import type { FoundCalls } from './found-calls.ts';
import { markOf } from './log-position.ts';

const TABLES = ['found_1', 'found_2', 'found_3', 'found_4', 'found_5'];
const MOST_SCANS = TABLES.length;
const DROPPED_AFTER_MS = 60_000;
// One that is full, and some that are not.
const FULL_SCANS = 1.5;
const RULES: ScanRules = { chunkMs: 10, mostFound: 500_000, clock: () => performance.now() };

interface Kept {
  readonly name: string;
  readonly scan: CallScan;
  askedAtMs: number;
}

/**
 * Scans of the log, one a filter: all questions about the calls that fit it share what was found. Between two chunks other
 * questions get their turn. A few scans are kept, the last asked for, and go on where they were when they are asked for again.
 */
export class CallScans {
  readonly #file: DatabaseFile;
  readonly #now: () => Date;
  readonly #rules: ScanRules;
  #kept: readonly Kept[] = [];

  constructor(file: DatabaseFile, now: () => Date, rules: ScanRules = RULES) {
    this.#file = file;
    this.#now = now;
    this.#rules = rules;
  }

  /** Answers a question about the calls of a window that fit: for who is impatient of what was found, else of the log. */
  async ask<Answer>(
    window: Window,
    calls: SummedCalls,
    answer: (connection: Connection, found: FoundCalls | undefined) => Answer,
  ): Promise<Answer> {
    const found = await this.find(window, calls);
    return this.#file.read((connection) =>
      found === undefined ? answer(connection, found) : found.answer(() => answer(connection, found)),
    );
  }

  /**
   * Looks for calls of a window that fit, as long as the patience lasts and as long as answers took, and notes how far that got. Returns undefined if the
   * log is asked immediately: nobody waits impatiently, no call fits anyway, or no index leads through it.
   */
  async find(window: Window, { patience, ...calls }: SummedCalls): Promise<FoundCalls | undefined> {
    const { query } = calls;
    if (patience === undefined || query === undefined || ('parts' in query && query.parts.length === 0))
      return undefined;
    const untilMs = this.#rules.clock() + patience.ms;
    for (;;) {
      const found = this.#file.read((connection) => {
        const scan = this.#scanFor(connection, window, calls);
        const hasMore = scan?.step(window) && (scan.isOwed || this.#rules.clock() < untilMs);
        if (scan !== undefined && !hasMore) patience.note(scan.stateOf(window, this.#now()));
        return { scan, hasMore };
      });
      if (!found.hasMore) return found.scan;
      await nextTurn();
    }
  }

  #scanFor(connection: Connection, window: Window, calls: SummedCalls): CallScan | undefined {
    const name = nameOfCalls(withMinutes(calls));
    const askedAtMs = this.#rules.clock();
    const known = this.#kept.find((kept) => kept.name === name && kept.scan.suits(connection, window));
    if (known !== undefined) {
      known.askedAtMs = askedAtMs;
      return known.scan;
    }
    const mark = connection.hasIndex(INDEX_BY_TIME) ? markOf(connection) : undefined;
    if (mark === undefined) return undefined;
    this.#keep(connection, MOST_SCANS - 1);
    const table = TABLES.find((name) => !this.#kept.some((kept) => kept.scan.table.endsWith(name))) ?? '';
    const scan = new CallScan(connection, { calls, table, window, mark }, this.#rules);
    this.#kept = [{ name, scan, askedAtMs }, ...this.#kept];
    return scan;
  }

  /** Lets go of what nobody asked for in the last minute. */
  dropUnasked(): void {
    if (this.#kept.length > 0) this.#file.read((connection) => this.#keep(connection, MOST_SCANS));
  }

  // A table of a connection that is closed went with it.
  #keep(connection: Connection, most: number): void {
    const nowMs = this.#rules.clock();
    let foundCount = 0;
    const stays = ({ scan, askedAtMs }: Kept, place: number) => {
      foundCount += scan.foundCount;
      const isSmall = foundCount <= this.#rules.mostFound * FULL_SCANS;
      return place < most && nowMs - askedAtMs < DROPPED_AFTER_MS && isSmall;
    };
    const open = this.#kept
      .filter(({ scan }) => scan.isOver(connection))
      .toSorted((one, other) => other.askedAtMs - one.askedAtMs);
    const kept = open.filter(stays);
    for (const { scan } of open) if (!kept.some((other) => other.scan === scan)) scan.drop();
    this.#kept = kept;
  }
}
