import { hash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isOwnFileOrMissing, isOwnFolder, prepareOwnFolder } from '../../files/own-folder.ts';
import { BlockFiles } from './block-files.ts';
import { DamagedIndexError } from './bytes.ts';
import { INDEX_TABLES } from './index-tables.ts';
import type { LogSource } from './log-source.ts';
import { makePrivateFile } from './private-file.ts';
import { WriterLock } from './writer-lock.ts';

// 'pidx'; a file with another number here is none of ours.
const APPLICATION_ID = 0x70696478;
const SCHEMA_VERSION = 7;
const BUSY_TIMEOUT_MS = 2_000;
const CACHE_KIB = 2_048;
const COMPANIONS = ['', '-wal', '-shm', '-journal'];

/** The log that an index is of, as far as its file needs to know. */
type Log = Pick<LogSource, 'identity'>;

/** An open index file. */
export interface OpenIndex {
  readonly database: Database.Database;
  /** The files of calls beside it; undefined if it has none and keeps them itself. */
  readonly blockFiles: BlockFiles | undefined;
  /** Tells whether this process may build the index; only one process at a time may. */
  readonly mayWrite: () => boolean;
  /** True for a file that other processes see too. */
  readonly isShared: boolean;
  /** Tells whether the open file is still the one at its path. */
  readonly isCurrent: () => boolean;
  /** Throws all of it away and closes it; the next to open it makes a new one. */
  readonly discard: () => void;
  readonly close: () => void;
}

/** Returns the path of a log's index; the file name is a hash of the log's identity and the schema version. */
function indexPath(folder: string, { identity }: Log, version = SCHEMA_VERSION): string {
  return join(folder, `${hash('sha256', [identity, version].join('\0'), 'hex').slice(0, 32)}.db`);
}

/**
 * Opens the index file of a log, or makes it, in its folder (modes 0600 and 0700). What is there and is no index of ours,
 * or a damaged one, is replaced. Where it cannot be written, or others could have, the index is one that SQLite keeps to itself,
 * in memory as far as it fits.
 */
export function openIndex(folder: string | undefined, log: Log): OpenIndex {
  try {
    if (folder === undefined || !prepareOwnFolder(folder)) return openPrivate();
    const path = indexPath(folder, log);
    if (!isOwnIndex(path)) return openPrivate();
    if (!existsSync(path)) removeOlder(folder, log);
    return openShared(path);
  } catch {
    return openPrivate();
  }
}

/** Opens an index file that is there, for questions only; undefined if there is none that can be used. */
export function openExistingIndex(folder: string | undefined, log: Log): OpenIndex | undefined {
  try {
    if (folder === undefined || !isOwnFolder(folder)) return undefined;
    const path = indexPath(folder, log);
    if (!isOwnIndex(path)) return undefined;
    const database = open(path, { fileMustExist: true });
    if (identify(database) === 'ours') return { ...handles(database, path), mayWrite: () => false, isShared: true };
    database.close();
  } catch {
    // Missing, damaged, or not for us to read: the log has the answers.
  }
  return undefined;
}

// What older versions of the program made would lie there for ever; one that still runs makes its own again.
function removeOlder(folder: string, log: Log): void {
  for (let version = 1; version < SCHEMA_VERSION; version += 1) {
    const path = indexPath(folder, log, version);
    if (isOwnIndex(path)) removeAll(path);
  }
}

function isOwnIndex(path: string): boolean {
  const isOwn = (companion: string) => isOwnFileOrMissing(`${path}${companion}`);
  return [...COMPANIONS, '.lock', '.lock-journal'].every(isOwn) && new BlockFiles(path).areOwn();
}

function openShared(path: string): OpenIndex {
  const database = openOurs(path) ?? openOurs(path);
  if (database === undefined) throw new DamagedIndexError();
  const lock = new WriterLock(`${path}.lock`);
  const { discard, close, isCurrent, blockFiles } = handles(database, path);
  return {
    database,
    blockFiles,
    isCurrent,
    isShared: true,
    mayWrite: () => lock.hold(),
    discard: () => {
      discard();
      lock.release();
    },
    close: () => {
      close();
      lock.release();
    },
  };
}

function openPrivate(): OpenIndex {
  const database = new Database('');
  create(database);
  const close = () => void database.close();
  const isTrue = () => true;
  return {
    database,
    blockFiles: undefined,
    isCurrent: isTrue,
    mayWrite: isTrue,
    isShared: false,
    discard: close,
    close,
  };
}

/** The database if it is ours or could be made; undefined if something else was in its place, which is gone now. */
function openOurs(path: string): Database.Database | undefined {
  makePrivateFile(path);
  let database: Database.Database | undefined;
  try {
    database = open(path);
    if (identify(database) === 'empty') {
      // Of an index that is gone.
      new BlockFiles(path).removeAll();
      make(database);
    }
    if (identify(database) === 'ours') return database;
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  removeAll(path);
  return undefined;
}

function open(path: string, options: Database.Options = {}): Database.Database {
  const database = new Database(path, { ...options, timeout: BUSY_TIMEOUT_MS });
  database.pragma(`cache_size = -${CACHE_KIB}`);
  // In WAL mode a loss of power takes the newest sums, which are made again, but never damages the file.
  database.pragma('synchronous = NORMAL');
  return database;
}

function identify(database: Database.Database): 'ours' | 'empty' | 'other' {
  const id = database.pragma('application_id', { simple: true });
  const version = database.pragma('user_version', { simple: true });
  if (id === APPLICATION_ID && version === SCHEMA_VERSION) return 'ours';
  const isEmpty = database.prepare('SELECT COUNT(*) FROM sqlite_schema').pluck().get() === 0;
  return id === 0 && version === 0 && isEmpty ? 'empty' : 'other';
}

function make(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.transaction(() => create(database)).immediate();
}

// Another process may have been faster.
function create(database: Database.Database): void {
  if (identify(database) === 'ours') return;
  database.exec(INDEX_TABLES);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}

function handles(database: Database.Database, path: string) {
  const inode = inodeOf(path);
  const close = () => void database.close();
  const discard = () => {
    close();
    try {
      if (inodeOf(path) === inode) removeAll(path);
    } catch {
      // What cannot be removed is not opened again after a few tries.
    }
  };
  return { database, blockFiles: new BlockFiles(path), close, discard, isCurrent: () => inodeOf(path) === inode };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function removeAll(path: string): void {
  for (const companion of COMPANIONS) rmSync(`${path}${companion}`, { force: true });
  new BlockFiles(path).removeAll();
}
