import Database from 'better-sqlite3';
import { PresentsError } from '../../model/presents-error.ts';
import { DamagedIndexError } from './bytes.ts';
import { type OpenIndex, openExistingIndex, openIndex } from './index-file.ts';
import { IndexSession } from './index-session.ts';
import type { LogSource, OpenLog } from './log-source.ts';
import { TooManyNamesError } from './names.ts';
import type { StatisticsIndexUse } from './statistics-index-use.ts';

const MOST_FAILURES = 3;

/** Keeps the session of the log that there is now, and says after a fault whether to go on without the index or to throw. */
export class SessionKeeper {
  /** Number of times that the index was found to differ from the log. */
  correctionCount = 0;
  readonly #openLog: OpenLog;
  readonly #use: StatisticsIndexUse;
  #session: IndexSession | undefined;
  #failures = 0;

  constructor(openLog: OpenLog, use: StatisticsIndexUse) {
    this.#openLog = openLog;
    this.#use = use;
  }

  /** The session that was opened last, as long as nothing was wrong with it. */
  get current(): IndexSession | undefined {
    return this.#session;
  }

  /** True when there must be no index any more: after too many faults, or for a log that cannot have one. */
  get isOff(): boolean {
    return this.#failures >= MOST_FAILURES;
  }

  /** The session of the log as it is now; undefined if there is no index of it. */
  async open(): Promise<IndexSession | undefined> {
    if (this.isOff) return undefined;
    const log = await this.#openLog();
    const known = this.#session;
    if (known !== undefined && known.log === log && known.isCurrent) return known;
    this.close();
    if (log === undefined) return undefined;
    const { folder, builds } = this.#use;
    const open = (builds ? openIndex : openExistingIndex)(folder, log);
    if (open !== undefined) this.#session = this.#begin(log, open);
    return this.#session;
  }

  /** Begins anew where the index is at fault; false for what no file is to blame for. */
  recover(error: unknown): boolean {
    // The log is locked, or gone, or damaged: whoever asks it will tell.
    if (error instanceof PresentsError) return true;
    if (error instanceof TooManyNamesError) {
      this.giveUp();
      return true;
    }
    if (!(error instanceof DamagedIndexError || error instanceof Database.SqliteError)) return false;
    this.#failures += 1;
    if (this.#session?.isBuilder) this.#session.discard();
    else this.#session?.close();
    this.#session = undefined;
    return true;
  }

  /** Goes on without an index from now on. */
  giveUp(): void {
    this.close();
    this.#failures = MOST_FAILURES;
  }

  close(): void {
    this.#session?.close();
    this.#session = undefined;
  }

  // Retrying will not help if it cannot even be opened.
  #begin(log: LogSource, open: OpenIndex): IndexSession {
    try {
      return new IndexSession(log, open, () => {
        this.correctionCount += 1;
      });
    } catch (error) {
      if (open.mayWrite()) open.discard();
      else open.close();
      throw error;
    }
  }
}
