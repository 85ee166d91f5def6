import Database from 'better-sqlite3';
import { Connection, type ConnectionOptions } from './connection.ts';
import { explainSqliteError, isBusy, ruleOf } from './sqlite-errors.ts';

/** Options for using a database file. */
export interface DatabaseFileOptions extends Omit<ConnectionOptions, 'readonly'> {
  readonly keepWriter: boolean;
  /**
   * True when the first question may undo a change that a crashed program left half written, as SQLite does when it may
   * write.
   */
  readonly mayRecover?: boolean;
  /**
   * Time for which questions trust that the file is still the same, in milliseconds (0 unless given: each looks);
   * changes never do.
   */
  readonly trustMs?: number;
}

/** Options of a change. */
export interface WriteOptions {
  /** True when a finished change is on the disk, safe from a loss of power (true unless given). */
  readonly isDurable?: boolean;
}

/**
 * A database file: a read-only connection that is opened at the first question, and one for writing that lives as long as
 * an action. A file that was removed, replaced or overwritten meanwhile is opened anew. Everything throws PresentsError.
 */
export class DatabaseFile {
  readonly path: string;
  readonly #options: DatabaseFileOptions;
  #reader: Connection | undefined;
  #writer: Connection | undefined;
  #writerHolders = 0;
  #generation = 0;
  #lookedAtMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, options: DatabaseFileOptions) {
    this.path = path;
    this.#options = options;
    if (options.keepWriter) this.#writerHolders = 1;
  }

  /** Asks questions over the read-only connection. */
  read<T>(work: (connection: Connection) => T): T {
    try {
      return work(this.#openReader());
    } catch (error) {
      // A fault of the file itself: the next question opens it afresh, so that what passes is forgotten.
      if (isFaultOfFile(error)) this.#closeReader();
      throw explainSqliteError(error, this.path);
    }
  }

  /** Makes changes in one transaction that has the write lock from its start; whatever throws undoes all of it. */
  write<T>(work: (connection: Connection) => T, { isDurable = true }: WriteOptions = {}): T {
    return this.#overWriter((connection) => connection.transact(work, isDurable));
  }

  /** Makes a change of one statement, where that waits for neither the disk nor another program; else undefined. */
  runUnlessItWaits<T>(work: (connection: Connection) => T): T | undefined {
    try {
      return this.#overWriter((connection) => (connection.isWriteAhead ? connection.run(work, false) : undefined));
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw error;
    }
  }

  /** Switches the file to write-ahead logging, in which readers and writers do not wait for each other. */
  switchToWal(): void {
    this.#overWriter(({ database }) => database.pragma('journal_mode = WAL'));
  }

  /** Copies the write-ahead log into the file, as far as no reader needs it. */
  checkpoint(): void {
    this.#overWriter(({ database }) => database.pragma('wal_checkpoint(PASSIVE)'));
  }

  /** Keeps the connection for writing open until the function that is returned has been called. */
  holdWriter(): () => void {
    this.#writerHolders += 1;
    return () => {
      this.#writerHolders -= 1;
      if (this.#writerHolders === 0) this.#closeWriter();
    };
  }

  /** An opaque version token; changes when anybody has written to the file, or when it is another file. */
  version(): string {
    const dataVersion = this.read((connection) => connection.dataVersion);
    return `${this.#generation}.${dataVersion}`;
  }

  /** Lets the file go; the next question would open it again. */
  close(): void {
    this.#closeReader();
    this.#closeWriter();
  }

  #overWriter<T>(work: (connection: Connection) => T): T {
    try {
      const answer = work(this.#openWriter());
      this.#writer?.noteOwnChange();
      return answer;
    } catch (error) {
      if (isFaultOfFile(error)) this.#closeWriter();
      throw explainSqliteError(error, this.path);
    } finally {
      if (this.#writerHolders === 0) this.#closeWriter();
    }
  }

  #openReader(): Connection {
    const { trustMs = 0, keepWriter, mayRecover = keepWriter } = this.#options;
    const known = this.#reader;
    if (known !== undefined && performance.now() - this.#lookedAtMs < trustMs) return known;
    const look = known?.look();
    this.#lookedAtMs = performance.now();
    if (known !== undefined && look === 'same') return known;
    this.#reader = undefined;
    this.#reader = this.#open(!mayRecover, { known, look });
    this.#generation += 1;
    return this.#reader;
  }

  #openWriter(): Connection {
    const known = this.#writer;
    const look = known?.look();
    if (known !== undefined && look === 'same') return known;
    this.#writer = undefined;
    this.#writer = this.#open(false, { known, look });
    return this.#writer;
  }

  /** Opens the file in place of the connection that was known. */
  #open(readonly: boolean, { known, look }: Outdated): Connection {
    // Of an overwritten file the log stays, with what SQLite knows in memory of how far it was copied into the file: the last one to
    // close it would lose that, and the next one would read changes of the old file over the new one.
    if (look === 'another') known?.database.close();
    try {
      const connection = new Connection(this.path, { ...this.#options, readonly });
      connection.noteFile();
      return connection;
    } finally {
      if (look === 'overwritten') known?.database.close();
    }
  }

  #closeReader(): void {
    this.#reader?.database.close();
    this.#reader = undefined;
  }

  #closeWriter(): void {
    this.#writer?.database.close();
    this.#writer = undefined;
  }
}

interface Outdated {
  readonly known: Connection | undefined;
  readonly look: ReturnType<Connection['look']> | undefined;
}

function isFaultOfFile(error: unknown): boolean {
  return error instanceof Database.SqliteError && !isBusy(error) && ruleOf(error) === undefined;
}
