import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { PresentsError } from '../../../model/presents-error.ts';
import type { Driver, Statement } from './driver.ts';
import { checkReadable, type FileIdentity, identifyFile, stampOfFile, stampOfLog } from './file-access.ts';
import { defineFunctions } from './functions.ts';
import { openImmutable } from './immutable-database.ts';
import { KeptStatements } from './kept-statements.ts';
import { isImmutable } from './medium.ts';
import { unchangeable } from './sqlite-errors.ts';
import { TimeForms } from './time-forms.ts';

const CACHE_KIB = 4_096;
const TEMPORARY_KIB = 65_536;
const LONGEST_PATH = 511;
const DATA_VERSION = 'PRAGMA data_version';

/** Finds an index by its name. */
export const HAS_INDEX = `SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?`;

/** Options for opening a file. */
export interface ConnectionOptions {
  readonly readonly: boolean;
  readonly busyTimeoutMs: number;
  /**
   * True when a commit that made the write-ahead log long also copies it into the file, which waits for the disk (true
   * unless given).
   */
  readonly checkpoints?: boolean;
}

/**
 * The name under which the driver opens exactly this file: it trims names, and takes some that are not absolute for something
 * else. A null byte is no blank to it and ends the name for SQLite.
 */
function driverName(path: string): string {
  const absolute = resolve(path);
  if (Buffer.byteLength(absolute) > LONGEST_PATH) {
    throw new PresentsError(`${path} is longer than the ${LONGEST_PATH} bytes that SQLite takes for a path.`, {
      code: 'invalid',
      nextStep: 'Move the database into a folder with a shorter name.',
    });
  }
  return absolute.trimEnd() === absolute ? absolute : `${absolute}\0`;
}

/** The file at the last look at it; `log` is undefined if the write-ahead log is not looked at. */
interface Seen {
  readonly file: string;
  readonly log: string | undefined;
  readonly dataVersion: unknown;
}

/** One open connection; every statement is prepared once, and those asked last are kept. */
export class Connection {
  readonly database: Driver;
  readonly identity: FileIdentity;
  readonly timeForms = new TimeForms(this);
  readonly #statements = new KeptStatements();
  readonly #exactStatements = new KeptStatements();
  readonly #transaction: Database.Transaction<(work: (connection: Connection) => unknown) => unknown> | undefined;
  readonly #path: string;
  #seen: Seen | undefined;
  /** Prepared apart from the others, since each request of a server asks it. */
  #dataVersion: Statement | undefined;
  #isDurable: boolean | undefined;
  #isWriteAhead = false;

  constructor(path: string, options: ConnectionOptions) {
    this.#path = path;
    this.identity = identifyFile(path);
    checkReadable(path);
    if (isImmutable(path)) {
      if (!options.readonly) throw unchangeable(path);
      this.database = openImmutable(path);
    } else {
      const database = new Database(driverName(path), {
        readonly: options.readonly,
        fileMustExist: true,
        timeout: options.busyTimeoutMs,
      });
      this.database = database;
      this.#transaction = database.transaction((work) => work(this));
    }
    defineFunctions(this.database);
    // The system keeps the file in memory too, for all who read it.
    this.database.pragma(`cache_size = -${CACHE_KIB}`);
    // Tables of our own, of what a scan finds, stay in memory.
    this.database.pragma(`temp.cache_size = -${TEMPORARY_KIB}`);
    this.database.pragma('temp.journal_mode = MEMORY');
    if (options.checkpoints === false) this.database.pragma('wal_autocheckpoint = 0');
  }

  /**
   * True when the file is in WAL mode; while it is open another program may switch that on, but none can switch it off.
   */
  get isWriteAhead(): boolean {
    this.#isWriteAhead ||= this.database.pragma('journal_mode', { simple: true }) === 'wal';
    return this.#isWriteAhead;
  }

  /** A number that changes when anybody has written to the file over another connection. */
  get dataVersion(): unknown {
    this.#dataVersion ??= this.database.prepare(DATA_VERSION).pluck();
    return this.#dataVersion.get();
  }

  /**
   * Compares the file at the path with the open one: `same` if it is that file, `overwritten` where a program other
   * than SQLite wrote into it, and `another` where the file or its write-ahead log was replaced. SQLite would go on
   * with its cached pages where a file was copied over this one and both were changed equally often. A log that was
   * copied into the file while nobody changed anything looks as if it were overwritten, which does no harm. Throws a
   * PresentsError if there is no file.
   */
  look(): 'same' | 'overwritten' | 'another' {
    const { device, inode, stamp: file } = identifyFile(this.#path);
    if (device !== this.identity.device || inode !== this.identity.inode) return 'another';
    const seen = this.#seen;
    const log = seen?.log === undefined ? undefined : stampOfLog(this.#path);
    if (file === seen?.file && log === seen.log) return 'same';
    const { dataVersion } = this;
    this.#seen = { file, log, dataVersion };
    if (dataVersion !== seen?.dataVersion) return 'same';
    return log === seen?.log ? 'overwritten' : 'another';
  }

  /** Takes what lies at the path for what this reads, once it is open. */
  noteFile(): void {
    try {
      // Asked first: in WAL mode the first question makes the log beside the file.
      const { dataVersion } = this;
      this.#seen = { file: stampOfFile(this.#path), log: stampOfLog(this.#path), dataVersion };
    } catch {
      // The question that comes next meets the fault.
    }
  }

  /** Takes the file as it is for what this connection made of it; its log, which each change moves, is not looked at any more. */
  noteOwnChange(): void {
    this.#seen = { file: stampOfFile(this.#path), log: undefined, dataVersion: this.#seen?.dataVersion };
  }

  /** The statement of this text. It is one for all: a text is asked for rows, raw rows or plucked values, always the same. */
  prepare(sql: string): Statement {
    return this.#statements.get(sql, () => this.database.prepare(sql));
  }

  /** As `prepare`, but every integer of a row comes as a bigint, so that ids beyond 2^53 arrive as they are. */
  prepareExact(sql: string): Statement {
    return this.#exactStatements.get(sql, () => this.database.prepare(sql).safeIntegers());
  }

  /** Tells whether the file has an index of this name; files of other programs lack ours. */
  hasIndex(name: string): boolean {
    return this.prepare(HAS_INDEX).get(name) !== undefined;
  }

  /** Works in one transaction that has the write lock from its start; whatever throws undoes all of it. */
  transact<T>(work: (connection: Connection) => T, isDurable: boolean): T {
    this.#setDurable(isDurable);
    return this.#transaction?.immediate(work) as T;
  }

  /** Makes a change of one statement, which is a transaction of its own. */
  run<T>(work: (connection: Connection) => T, isDurable: boolean): T {
    this.#setDurable(isDurable);
    return work(this);
  }

  // Whether a transaction waits until the disk has it, so that it survives a loss of power. Only in WAL mode is the file itself
  // safe without that, so in the others it always does.
  #setDurable(isDurable: boolean): void {
    if (isDurable === this.#isDurable) return;
    this.database.pragma(`synchronous = ${!isDurable && this.isWriteAhead ? 'NORMAL' : 'FULL'}`);
    this.#isDurable = isDurable;
  }
}
