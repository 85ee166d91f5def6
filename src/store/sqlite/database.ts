import Database from 'better-sqlite3';
import { checkReadable, type FileIdentity, identifyFile } from './file-access.ts';
import { explainSqliteError, isBusy } from './sqlite-errors.ts';

/** How a database file is used. */
export interface DatabaseFileOptions {
  readonly busyTimeoutMs: number;
  readonly keepWriter: boolean;
  /** Whether the first question may undo what a crashed program left half written, as SQLite does when it may write. */
  readonly mayRecover?: boolean;
  /** How long, in milliseconds, questions trust that it is still the same file (0 unless given: every question looks). */
  readonly trustMs?: number;
  /** Whether a commit that made the write-ahead log long copies it into the file, which waits for the disk (true unless given). */
  readonly checkpoints?: boolean;
}

const CACHE_KIB = 4_096;
const DATA_VERSION = 'PRAGMA data_version';

/** Whether there is an index of this name. */
export const HAS_INDEX = `SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?`;

type ConnectionOptions = Pick<DatabaseFileOptions, 'busyTimeoutMs' | 'checkpoints'> & { readonly readonly: boolean };

/** One open connection; every statement is prepared once and kept. */
export class Connection {
  readonly database: Database.Database;
  readonly identity: FileIdentity;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #transaction: Database.Transaction<(work: (connection: Connection) => unknown) => unknown>;
  #isDurable: boolean | undefined;
  #isWriteAhead: boolean | undefined;

  constructor(path: string, options: ConnectionOptions) {
    this.identity = identifyFile(path);
    checkReadable(path);
    this.database = new Database(path, {
      readonly: options.readonly,
      fileMustExist: true,
      timeout: options.busyTimeoutMs,
    });
    // The system keeps the file in memory too, for all who read it.
    this.database.pragma(`cache_size = -${CACHE_KIB}`);
    this.#transaction = this.database.transaction((work) => work(this));
    if (options.checkpoints === false) this.database.pragma('wal_autocheckpoint = 0');
  }

  /** Whether the file was in WAL mode when it was opened; while it is open nobody can end that. */
  get isWriteAhead(): boolean {
    this.#isWriteAhead ??= this.database.pragma('journal_mode', { simple: true }) === 'wal';
    return this.#isWriteAhead;
  }

  /** The statement of this text. It is one for all: a text is asked for rows, raw rows or plucked values, always the same. */
  prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Whether the file has an index of this name; files of other programs lack ours. */
  hasIndex(name: string): boolean {
    return this.prepare(HAS_INDEX).get(name) !== undefined;
  }

  /** Works in one transaction that has the write lock from its start; whatever throws undoes all of it. */
  transact<T>(work: (connection: Connection) => T, isDurable: boolean): T {
    this.#setDurable(isDurable);
    return this.#transaction.immediate(work) as T;
  }

  // Whether a transaction waits until the disk has it, so that it survives a loss of power. Only in WAL mode is the file itself
  // safe without that, so in the others it always does.
  #setDurable(isDurable: boolean): void {
    if (isDurable === this.#isDurable) return;
    this.database.pragma(`synchronous = ${!isDurable && this.isWriteAhead ? 'NORMAL' : 'FULL'}`);
    this.#isDurable = isDurable;
  }
}

/** How a change is made. */
export interface WriteOptions {
  /** Whether it is on the disk, safe from a loss of power, when it is done (true unless given). */
  readonly isDurable?: boolean;
}

/**
 * A database file: a read-only connection that is opened at the first question, and one for writing that lives as long as
 * an action. A file that was removed or replaced meanwhile is opened anew. Everything throws UserError.
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

  /** Makes changes as `write` does, where they wait for neither the disk nor another program; else undefined. */
  writeUnlessItWaits<T>(work: (connection: Connection) => T): T | undefined {
    try {
      return this.#overWriter((connection) => (connection.isWriteAhead ? connection.transact(work, false) : undefined));
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw error;
    }
  }

  /** Switches the file to write-ahead logging, in which readers and writers do not wait for each other. */
  switchToWal(): void {
    this.#overWriter(({ database }) => database.pragma('journal_mode = WAL'));
  }

  /** Keeps the connection for writing open until the function that is returned has been called. */
  holdWriter(): () => void {
    this.#writerHolders += 1;
    return () => {
      this.#writerHolders -= 1;
      if (this.#writerHolders === 0) this.#closeWriter();
    };
  }

  /** A word that changes when anybody has written to the file, or when it is another file. */
  version(): string {
    const dataVersion = this.read((connection) => connection.prepare(DATA_VERSION).pluck().get());
    return `${this.#generation}.${dataVersion}`;
  }

  /** Lets the file go; the next question would open it again. */
  close(): void {
    this.#closeReader();
    this.#closeWriter();
  }

  #overWriter<T>(work: (connection: Connection) => T): T {
    try {
      return work(this.#openWriter());
    } catch (error) {
      if (isFaultOfFile(error)) this.#closeWriter();
      throw explainSqliteError(error, this.path);
    } finally {
      if (this.#writerHolders === 0) this.#closeWriter();
    }
  }

  #openReader(): Connection {
    const { trustMs = 0 } = this.#options;
    if (this.#reader !== undefined && performance.now() - this.#lookedAtMs < trustMs) return this.#reader;
    const identity = identifyFile(this.path);
    this.#lookedAtMs = performance.now();
    if (this.#reader !== undefined && !isSameFile(this.#reader.identity, identity)) this.#closeReader();
    if (this.#reader === undefined) {
      const { keepWriter, mayRecover = keepWriter } = this.#options;
      this.#reader = new Connection(this.path, { ...this.#options, readonly: !mayRecover });
      this.#generation += 1;
    }
    return this.#reader;
  }

  #openWriter(): Connection {
    const identity = identifyFile(this.path);
    if (this.#writer !== undefined && !isSameFile(this.#writer.identity, identity)) this.#closeWriter();
    this.#writer ??= new Connection(this.path, { ...this.#options, readonly: false });
    return this.#writer;
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

function isSameFile(one: FileIdentity, other: FileIdentity): boolean {
  return one.device === other.device && one.inode === other.inode;
}

function isFaultOfFile(error: unknown): boolean {
  return error instanceof Database.SqliteError && !isBusy(error);
}
