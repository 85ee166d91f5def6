import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { UserError } from '../../model/user-error.ts';
import type { Window } from '../../model/window.ts';
import { type WindowBounds, windowBounds } from '../answers/periods.ts';
import type { Connection } from '../sqlite/file/connection.ts';
import type { DatabaseFile } from '../sqlite/file/database.ts';
import { isBusy } from '../sqlite/file/sqlite-errors.ts';
import type { CompareOptions, Comparison, IndexState, StatisticsIndexUse } from '../store.ts';
import { BackgroundWork } from './background-work.ts';
import { DamagedIndexError } from './bytes.ts';
import { type OpenIndex, openExistingIndex, openIndex } from './index-file.ts';
import { IndexSession } from './index-session.ts';
import type { IndexView } from './index-view.ts';
import { LogReader, type Span, spanOf } from './log-reader.ts';
import { TooManyNamesError } from './names.ts';

const ROWS_PER_READ = 6_000;
// In the journal mode DELETE a writer waits for whoever reads: each read lasts a few milliseconds, and the gap between as long.
const ROWS_PER_READ_IN_DELETE = 2_500;
const BUSY_PAUSE_MS = 50;
// Comparing what was indexed with the log takes a hundredth of a core.
const VERIFY_PAUSES = 99;
const SPOT_CHECK_MS = 5;
const EXACT_CALLS = 30_000;
const MOST_FAILURES = 3;
// A question about more calls than this waits for the index, which is there before the log would have answered.
const CALLS_WORTH_WAITING = 1_000_000;

/**
 * Sums of the log in a file of our own, so that a window of any length is answered in milliseconds, exactly as the log would.
 *
 * It is made newest first by one process at a time, in the background, from the index idx_api_log_window of the log; where
 * that is missing, and for windows that hold odd rows or reach before what was indexed, the log itself answers. Before each
 * question the rows after the last one seen are read. That others changed what was indexed is noticed
 * - at the next question, where the newest or the oldest indexed row is gone or another one (a cleanup, a restored backup),
 * - at once, where a window is compared on request,
 * - within ten minutes on ten million calls, sooner on fewer, where any other row was deleted, added or changed: after each
 *   change of the file all hours are compared with the log, one by one, by a hash of their rows, at a hundredth of a core.
 * Then all hours are compared at full speed, what differs is read anew, and until then the log answers. A file that
 * took the place of the database has another index, by its place and inode. A command, which does not stay, compares as many
 * hours of its window as it can in 5 ms.
 */
export class StatisticsIndex {
  readonly #file: DatabaseFile;
  readonly #options: StatisticsIndexUse;
  #session: IndexSession | undefined;
  #version = '';
  #failures = 0;
  #isClosed = false;
  #correctionCount = 0;
  readonly #work = new BackgroundWork(() => (this.#isClosed || this.#isOff() ? undefined : this.#step()));

  constructor(file: DatabaseFile, options: StatisticsIndexUse) {
    this.#file = file;
    this.#options = options;
  }

  /** Answers from the index; undefined where the log must be asked. */
  ask<Answer>(connection: Connection, bounds: WindowBounds, answer: (view: IndexView) => Answer): Answer | undefined {
    try {
      const { builds, exactCalls = EXACT_CALLS } = this.#options;
      const span = spanOf(bounds);
      const session = this.#sessionOf(connection);
      return session?.inOneState(() => {
        const view = session.view(span, exactCalls);
        if (view === undefined || (!builds && !session.looksTrue(span, SPOT_CHECK_MS))) return undefined;
        return answer(view);
      });
    } catch (error) {
      if (this.#recover(error)) return undefined;
      throw error;
    }
  }

  /** Resolves when a window can be answered soon: by the index, or by a log that is short or indexed no further. */
  async prepare(window: Window): Promise<void> {
    const span = spanOf(windowBounds(window));
    this.#start();
    while (this.#isWorthWaiting(span)) await this.#work.stepped;
  }

  /** How far it is. */
  state(): IndexState {
    const session = this.#session;
    if (session === undefined || this.#isOff()) return { state: 'none', progress: 0, readyFrom: null };
    return session.state;
  }

  /** Grows where answers that were given before may be wrong though the log has not moved since. */
  get correctionCount(): number {
    return this.#correctionCount;
  }

  /** Compares a window with the log at full speed; resolves to what it found. */
  async compare(window: Window, { onProgress, signal }: CompareOptions): Promise<Comparison> {
    const span = spanOf(windowBounds(window));
    const before = this.#correctionCount;
    let steps: Generator<number> | undefined;
    let ofSession: IndexSession | undefined;
    const step = () =>
      this.#file.read((connection) => {
        const session = this.#sessionOf(connection);
        if (session !== ofSession) steps = session?.compare(span);
        ofSession = session;
        return session?.inOneState(() => steps?.next());
      });
    let stepCount = 0;
    for (let next = step(); next?.done === false && signal?.aborted !== true; next = step()) {
      stepCount += 1;
      onProgress?.(next.value);
      await nextTurn();
    }
    const isChanged = this.#correctionCount !== before;
    // Whatever was remembered of the log is to be read anew.
    this.#correctionCount += 1;
    this.#start();
    if (isChanged) return 'changed';
    return stepCount > 0 ? 'unchanged' : 'not needed';
  }

  /** Goes on with what there is to do where the version of the data is another than the last one. */
  noteVersion(version: string): void {
    this.#followIndex();
    if (version !== this.#version) this.#start();
    this.#version = version;
  }

  #followIndex(): void {
    try {
      this.#session?.followIndex();
    } catch (error) {
      if (!this.#recover(error)) throw error;
    }
  }

  #start(): void {
    if (this.#options.builds && !this.#isClosed && !this.#isOff()) this.#work.start();
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
    this.#session = undefined;
  }

  /** Does one short piece of work and says how long to rest, in milliseconds; undefined where all is done. */
  #step(): number | undefined {
    try {
      return this.#file.read((connection) => {
        const session = this.#sessionOf(connection);
        const startedAt = performance.now();
        const task = session?.next() ?? 'nothing';
        if (session === undefined || task === 'nothing') return undefined;
        if (task === 'verify') {
          session.verify();
          return (performance.now() - startedAt) * (this.#options.verifyPauses ?? VERIFY_PAUSES);
        }
        const isWal = session.log.isWal();
        session.build(isWal ? ROWS_PER_READ : ROWS_PER_READ_IN_DELETE);
        return isWal ? 0 : performance.now() - startedAt;
      });
    } catch (error) {
      if (isBusy(error)) return BUSY_PAUSE_MS;
      if (!this.#recover(error)) this.#giveUp();
      this.#version = '';
      return undefined;
    }
  }

  #sessionOf(connection: Connection): IndexSession | undefined {
    if (this.#isClosed || this.#isOff()) return undefined;
    const known = this.#session;
    if (known !== undefined && known.connection === connection && known.isCurrent) return known;
    known?.close();
    this.#session = undefined;
    if (!new LogReader(connection).hasWindowIndex()) return undefined;
    const { folder, builds } = this.#options;
    const open = (builds ? openIndex : openExistingIndex)(folder, this.#file.path, connection.identity);
    if (open === undefined) return undefined;
    this.#session = this.#begin(connection, open);
    return this.#session;
  }

  // Retrying will not help where it cannot even be opened.
  #begin(connection: Connection, open: OpenIndex): IndexSession {
    try {
      return new IndexSession(connection, open, {
        path: this.#file.path,
        noteCorrection: () => {
          this.#correctionCount += 1;
        },
      });
    } catch (error) {
      if (open.mayWrite()) open.discard();
      else open.close();
      throw error;
    }
  }

  #isWorthWaiting(span: Span): boolean {
    if (!this.#options.builds || !this.#work.isRunning) return false;
    try {
      return this.#file.read((connection) => {
        const session = this.#sessionOf(connection);
        if (session === undefined || !session.isBuilder || span.from >= session.content.reach.frontier) return false;
        return session.log.estimate(span) > CALLS_WORTH_WAITING;
      });
    } catch {
      // Whatever it is, the question itself will meet it.
      return false;
    }
  }

  /** Begins anew where the index is at fault; false for what no file is to blame for. */
  #recover(error: unknown): boolean {
    const cause = error instanceof UserError ? (error.cause ?? error) : error;
    // The log is locked, or gone: whoever asks it will tell.
    if (isBusy(cause) || cause instanceof UserError) return true;
    if (cause instanceof TooManyNamesError) {
      this.#giveUp();
      return true;
    }
    if (!(cause instanceof DamagedIndexError || cause instanceof Database.SqliteError)) return false;
    this.#failures += 1;
    if (this.#session?.isBuilder) this.#session.discard();
    else this.#session?.close();
    this.#session = undefined;
    return true;
  }

  #giveUp(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#failures = MOST_FAILURES;
  }

  #isOff(): boolean {
    return this.#failures >= MOST_FAILURES;
  }
}
