import { closeSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { databaseBeside } from '../../../files/database-beside.ts';
import { PresentsError, type PresentsErrorCode } from '../../../model/presents-error.ts';
import type { DatabaseState, InitPlan, InitResult, InitSettings, InitWishes } from '../../init.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Connection } from './connection.ts';
import { DatabaseFile, type DatabaseFileOptions } from './database.ts';
import { isThere } from './file-access.ts';
import { readSchema, SCHEMA_OBJECTS, type SchemaObject, schemaObjects } from './schema.ts';

const LOG = 'user_api_call_log';
const ORIGINAL_TABLES: readonly string[] = ['user', LOG, 'product_attributes'];
const INDEXED_ROWS_PER_SECOND = 1_000_000;
const BUSY_TIMEOUT_MS = 1_000;

/** Counts the logged calls. */
export const COUNT_CALLS = `SELECT COUNT(*) FROM user_api_call_log`;

/** Returns the state of a path. Throws a PresentsError if there is something that cannot be read. */
export function readDatabaseState(path: string): DatabaseState {
  if (!isThere(path)) return 'missing';
  return withFile(path, {}, (file) => file.read(isComplete)) ? 'ready' : 'incomplete';
}

/** Looks that a path is a database. Throws a PresentsError if it is none, or cannot be read. */
export function requireDatabase(path: string): void {
  withFile(path, {}, (file) => file.read(isComplete));
}

/** Returns the additions that init would make to a path, without making them. */
export function planInit(path: string, wishes: InitWishes): InitPlan {
  refuseServerWishes(wishes);
  if (!isThere(path)) return planOf({ isNew: true, additions: schemaObjects() });
  return withFile(path, { mayRecover: true }, (file) =>
    file.read((connection) => {
      const existing = existingObjects(connection);
      const additions = missingFrom(existing);
      const hasLog = namesOf(existing).has(LOG);
      const callCount = hasLog ? Number(connection.prepare(COUNT_CALLS).pluck().get()) : 0;
      const newIndexes = additions.filter(({ kind, table }) => kind === 'index' && table === LOG).length;
      const estimatedSeconds = Math.ceil((callCount * newIndexes) / INDEXED_ROWS_PER_SECOND);
      return planOf({ isNew: false, additions, callCount, estimatedSeconds });
    }),
  );
}

/** Makes the database in WAL mode, readable by its owner only, or adds what is missing to one that is there. */
export function initDatabase(path: string, settings: InitSettings): InitResult {
  refuseServerWishes(settings);
  const isNew = createFile(path);
  try {
    const { busyTimeoutMs } = settings;
    const added = withFile(path, { busyTimeoutMs, mayRecover: true }, (file) => complete(file, isNew, settings));
    return { isNew, added };
  } catch (error) {
    if (isNew) for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
    throw error;
  }
}

// A file has one writer at a time, which waits for all of it.
function planOf({
  callCount = 0,
  estimatedSeconds = 0,
  ...plan
}: Pick<InitPlan, 'isNew' | 'additions'> & Partial<InitPlan>): InitPlan {
  return { ...plan, callCount, isCallCountEstimate: false, estimatedSeconds, writersWaitSeconds: estimatedSeconds };
}

function refuseServerWishes({ partitions, roles }: InitWishes): void {
  const refuse = (field: 'partitions' | 'roles') => {
    throw new PresentsError(`${field} is for databases on PostgreSQL servers: a file has no ${field}.`, {
      code: 'invalid',
      nextStep: `Leave ${field} out.`,
      field,
      exitCode: 2,
    });
  };
  if (partitions !== undefined) refuse('partitions');
  if (roles === true) refuse('roles');
}

function complete(file: DatabaseFile, isNew: boolean, settings: InitSettings): readonly SchemaObject[] {
  if (isNew) file.switchToWal();
  else if (file.read(missingObjects).length === 0) return [];
  return file.write((connection) => {
    const added = missingObjects(connection);
    if (added.length === 0) return added;
    connection.database.exec(readSchema());
    const detail = { isNew, added: added.map(({ kind, name }) => `${kind} ${name}`) };
    recordAction(connection, settings, { action: 'init', target: file.path, detail });
    return added;
  });
}

/** Makes the file with its final permissions from the start; false if there is one already. */
function createFile(path: string): boolean {
  if (isThere(path)) return false;
  refusePartOfDatabase(path);
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return false;
    throw cannotCreate(path, error);
  }
}

function cannotCreate(path: string, error: unknown): PresentsError {
  const folder = dirname(path);
  const elsewhere = (code: PresentsErrorCode, message: string) =>
    new PresentsError(message, { code, nextStep: 'Name a file in another folder.', option: '--db FILE', cause: error });
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return new PresentsError(`There is no folder ${folder}.`, { code: 'not_found', nextStep: 'Make it first.' });
    case 'ENOTDIR':
      return elsewhere('invalid', `${nearestThere(folder)} is a file, so no file can be created in it.`);
    case 'EISDIR':
      return elsewhere('invalid', `${path} is the name of a folder, not of a file.`);
    case 'EROFS':
      return elsewhere('refused', `${folder} lies on a read-only medium, so no file can be created in it.`);
    default: {
      const nextStep = `Check the permissions of ${folder} and the room on its disk.`;
      return new PresentsError(`${path} cannot be created.`, { code: 'unavailable', nextStep, cause: error });
    }
  }
}

/** The first of a path and the folders above it that is there. */
function nearestThere(path: string): string {
  return isThere(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}

function refusePartOfDatabase(path: string): void {
  const whole = databaseBeside(path);
  if (whole === undefined) return;
  throw new PresentsError(`${path} would be taken for a part of the database ${whole}.`, {
    code: 'invalid',
    nextStep: 'Name another file.',
    option: '--db FILE',
    exitCode: 2,
  });
}

function withFile<T>(path: string, options: Partial<DatabaseFileOptions>, work: (file: DatabaseFile) => T): T {
  const file = new DatabaseFile(path, { busyTimeoutMs: BUSY_TIMEOUT_MS, keepWriter: false, ...options });
  try {
    return work(file);
  } finally {
    file.close();
  }
}

/** The objects of schema.sql that a file lacks. */
export function missingObjects(connection: Connection): readonly SchemaObject[] {
  return missingFrom(existingObjects(connection));
}

/** Tells whether a file has the three tables of the original. */
export function isComplete(connection: Connection): boolean {
  const names = namesOf(existingObjects(connection));
  return ORIGINAL_TABLES.every((table) => names.has(table));
}

function existingObjects(connection: Connection): readonly SchemaObject[] {
  return connection.prepare(SCHEMA_OBJECTS).all() as SchemaObject[];
}

function missingFrom(existing: readonly SchemaObject[]): readonly SchemaObject[] {
  const names = namesOf(existing);
  return schemaObjects().filter(({ name }) => !names.has(name));
}

function namesOf(objects: readonly SchemaObject[]): ReadonlySet<string> {
  return new Set(objects.map(({ name }) => name.toLowerCase()));
}
