import { type Fits, fits } from '../../../filter/fits.ts';
import type { Id } from '../../../model/id.ts';
import type { Scan } from '../../../model/scan.ts';
import type { Window } from '../../../model/window.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import type { Asker, Server } from '../server/server.ts';
import { toSeconds } from '../values.ts';
import { askAbout, type FoundIds, foundIds } from './call-question.ts';
import { ALL_TIME, EARLIEST_SECOND, FIRST_SECOND, LAST_SECOND } from './call-sql.ts';
import { HAS_XIDS, LAST_ID, LOWEST_ID, type ScanPlace, ScanStatements, SNAPSHOT } from './scan-sql.ts';

const HOUR_SECONDS = 3600;
const FIRST_ROWS = 500;
const FEWEST_ROWS = 50;
const MOST_ROWS = 50_000;
const MOST_GROWTH = 4;
// For rows that do not say which transaction logged them: ids are drawn in another order than they are seen in.
const IDS_SEEN_LATE = 1_000n;
const FULL = { isFull: true } as const;

/** Rules of a scan: how long a chunk takes, how many calls are kept at most, and a clock in milliseconds. */
export interface ScanRules {
  readonly chunkMs: number;
  readonly mostFound: number;
  readonly clock: () => number;
}

/** Place from which on rows are new: what was seen, or an id. */
type Since = { readonly snapshot: string } | { readonly id: string };

/**
 * Looks through the log for calls that fit, newest first, a chunk at a time, where SQL alone cannot tell them. Rows are looked at by
 * their time from the newest down, and those that came since by their transactions. What was found is kept as ids.
 */
export class CallScan {
  readonly #server: Server;
  readonly #rules: ScanRules;
  readonly #statements: ScanStatements;
  readonly #fits: Fits;
  readonly #to: number;
  readonly #found = new Map<Id, number>();
  #low: ScanPlace;
  #earliest = FIRST_SECOND;
  #rows = FIRST_ROWS;
  #since: Since | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    server: Server,
    { window, calls }: { readonly window: Window; readonly calls: SummedCalls },
    rules: ScanRules,
  ) {
    this.#server = server;
    this.#rules = rules;
    this.#statements = new ScanStatements(calls);
    this.#fits = fits(calls.query ?? { kind: 'and', parts: [] });
    this.#to = topOf(window);
    this.#low = { second: this.#to, id: LOWEST_ID };
  }

  /** Tells whether this scan can go on for a window: it began at its end or later and got down to it. */
  suits(window: Window): boolean {
    const end = endOf(window);
    return end <= this.#to && (this.#low.second <= end || topOf(window) === this.#to);
  }

  /** Looks at what is new and at one more chunk of what a window needs; tells whether there is more to look at. */
  step(window: Window, mostFound: number): Promise<boolean> {
    const step = this.#turn.then(() => this.#look(window, mostFound));
    this.#turn = step.catch(() => undefined);
    return step;
  }

  /** Tells how far a window is looked through. */
  stateOf(window: Window, now: Date): Scan {
    const isComplete = this.#isComplete(window);
    const end = Math.min((window.to ?? now).getTime(), now.getTime());
    const start = Math.max(window.from.getTime(), this.#earliest * 1000);
    const low = this.#low.second === this.#to ? null : new Date(this.#low.second * 1000);
    const share = isComplete
      ? 1
      : Math.max(0, Math.min(0.99, (end - (low?.getTime() ?? end)) / Math.max(1, end - start)));
    const isFull = !isComplete && this.#found.size >= this.#rules.mostFound;
    const backTo = isComplete ? window.from : low;
    return { share, backTo, isComplete, foundCount: this.#countIn(window), ...(isFull && FULL) };
  }

  /** The calls that were found. */
  get found(): FoundIds {
    return foundIds([...this.#found.keys()]);
  }

  /** Number of calls that were found. */
  get foundCount(): number {
    return this.#found.size;
  }

  async #look(window: Window, mostFound: number): Promise<boolean> {
    const from = toSeconds(window.from);
    const wantsOlder = !this.#isComplete(window) && this.#found.size < mostFound;
    const startedMs = this.#rules.clock();
    await this.#server.read(async (ask) => {
      await Promise.all([
        this.#since === undefined ? this.#begin(ask) : this.#lookAtNew(ask, this.#since),
        wantsOlder && this.#lookAtOlder(ask, from),
      ]);
    });
    if (wantsOlder) this.#pace(this.#rules.clock() - startedMs);
    return !this.#isComplete(window) && this.#found.size < mostFound;
  }

  async #begin(ask: Asker): Promise<void> {
    const [[xids], [snapshot], [last], [earliest]] = await Promise.all([
      ask.tuples<readonly [number]>(HAS_XIDS),
      ask.tuples<readonly [string]>(SNAPSHOT),
      ask.tuples<readonly [string | null]>(LAST_ID),
      ask.tuples<readonly [number | null]>(...askAbout({ window: ALL_TIME, calls: {} })(EARLIEST_SECOND)),
    ]);
    this.#since = xids?.[0] === 0 ? { id: idBefore(last?.[0]) } : { snapshot: snapshot?.[0] ?? '' };
    this.#earliest = earliest?.[0] ?? FIRST_SECOND;
  }

  /** Looks at what is new; what came below the place that was got to is still to be looked at. */
  async #lookAtNew(ask: Asker, since: Since): Promise<void> {
    const [rows, [snapshot], [last]] = await Promise.all([
      ask.tuples<ScannedRow>(...this.#statements.newer(since, this.#low.second, this.#to)),
      ask.tuples<readonly [string]>(SNAPSHOT),
      'id' in since ? ask.tuples<readonly [string | null]>(LAST_ID) : [],
    ]);
    this.#collect(rows);
    this.#since = 'id' in since ? { id: idBefore(last?.[0]) } : { snapshot: snapshot?.[0] ?? '' };
  }

  async #lookAtOlder(ask: Asker, from: number): Promise<void> {
    const rows = await ask.tuples<ScannedRow>(...this.#statements.older(this.#low, from, this.#rows));
    this.#collect(rows);
    const [lookedAt, second, id] = rows[0] ?? [];
    const isMore = lookedAt === this.#rows && second !== null && second !== undefined;
    this.#low = isMore ? { second, id: String(id) } : { second: from, id: LOWEST_ID };
  }

  #collect(rows: readonly ScannedRow[]): void {
    for (const [, , , id, second, userId, route, status, ms, message, request, response] of rows) {
      // Of a chunk in which nothing may fit there is only its last place.
      if (id === null || second === null) continue;
      const call = { userId: toId(userId), route, status, ms, timeMs: toMs(second), message, request, response };
      if (this.#fits(call)) this.#found.set(toId(id), second);
    }
  }

  #pace(tookMs: number): void {
    const growth = Math.min(MOST_GROWTH, this.#rules.chunkMs / Math.max(1, tookMs));
    this.#rows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.round(this.#rows * growth)));
  }

  #isComplete(window: Window): boolean {
    const { second, id } = this.#low;
    const from = toSeconds(window.from);
    return this.#since !== undefined && (second < from || (second === from && id === LOWEST_ID));
  }

  #countIn(window: Window): number {
    const [from, end] = [toSeconds(window.from), endOf(window)];
    let count = 0;
    for (const second of this.#found.values()) if (second >= from && second < end) count += 1;
    return count;
  }
}

/** Row of a chunk: number of rows that were looked at, the last place among them, and a call that may fit, if there is one. */
type ScannedRow = readonly [
  ...(readonly [lookedAt: number | null, placeSecond: number | null, placeId: string | null]),
  ...(readonly [id: Id | null, second: number | null, userId: Id, route: unknown, status: unknown, ms: unknown]),
  ...(readonly [message: unknown, request: unknown, response: unknown]),
];

function idBefore(id: string | null | undefined): string {
  return String(BigInt(id ?? 0) - IDS_SEEN_LATE);
}

// Seconds of microseconds as the server has them; what compares is the millisecond that has begun.
function toMs(second: number): number {
  return Math.floor(Math.round(second * 1e6) / 1000);
}

function endOf({ to }: Window): number {
  return to === null ? LAST_SECOND : Math.min(toSeconds(to), LAST_SECOND);
}

// A window may move on while it is looked through: what begins at the end of its hour goes on for it.
function topOf(window: Window): number {
  return window.to === null ? LAST_SECOND : Math.ceil(endOf(window) / HOUR_SECONDS) * HOUR_SECONDS;
}
