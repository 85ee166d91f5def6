import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Id } from '../../src/model/id.ts';
import type { Location } from '../../src/model/location.ts';
import type { BulkUser } from '../../src/store/bulk-writer.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import { fileAt } from '../../src/store/location.ts';
import { type LocalOptions, openStore } from '../../src/store/open.ts';
import { openFileWriter } from '../../src/store/sqlite/file/bulk-writer.ts';
import type { Store } from '../../src/store/store.ts';
import { clearLater } from './leftovers.ts';

/** The moment at which the reference file was written. */
export const REFERENCE_NOW = new Date('2026-11-20T12:00:00Z');

/** A clock that stands still at the moment of the reference file. */
export const fixedNow = (): Date => REFERENCE_NOW;

const REFERENCE = join(import.meta.dirname, '../fixtures/reference.db');

/** An answer of the original program. */
export interface ExpectedCase {
  readonly function: string;
  readonly args: Readonly<Record<string, string & number>>;
  readonly expected: unknown;
  readonly sequence?: string;
}

/** Answers of the original program on the reference file. */
export const expected = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/expected.json'), 'utf8')) as {
  readonly api_keys: Readonly<Record<string, string>>;
  readonly cases: readonly ExpectedCase[];
};

/** A new folder that goes away after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'presents-test-'));
  clearLater(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the reference file, in the journal mode DELETE and without our indexes and table. */
export function copyReference(name = 'reference.db'): string {
  const path = join(temporaryFolder(), name);
  copyFileSync(REFERENCE, path);
  chmodSync(path, 0o600);
  return path;
}

/** The same with a call of this minute by the clock of the machine, so that the program shows it live. */
export function copyLiveReference(name = 'reference.db'): string {
  const path = copyReference(name);
  runSql(
    path,
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
     SELECT MIN(id), strftime('%Y-%m-%d %H:%M:%S', 'now'), '/api/health', 200, 1 FROM "user"`,
  );
  return path;
}

/** A store over a file or another location, its clock at the moment of the reference file, its actor `tester@here`; closed after the tests. */
export async function openTestStore(database: string | Location, options: LocalOptions = {}): Promise<Store> {
  const location = typeof database === 'string' ? fileAt(database) : database;
  const store = await openStore(location, { now: fixedNow, actor: 'tester@here', ...options });
  clearLater(() => store.close());
  return store;
}

/** Runs SQL on a file as another program would. */
export function runSql(path: string, sql: string): void {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  database.close();
}

/** Asks a file as another program would. */
export function querySql(path: string, sql: string): readonly Record<string, unknown>[] {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}

/** A user to be written; counted from 1 where no id is given. */
export interface TestUser extends BulkUser {
  readonly id?: Id;
}

/** A call to be written; counted from 1 where no id is given. */
export interface TestCall extends CallValues {
  readonly id?: Id;
}

/** A user of a new database; the key of `name` is `key of name`. */
export function aUser(username: string, overrides: Partial<TestUser> = {}): TestUser {
  const apiKeyHash = hashApiKey(`key of ${username}`);
  return { username, apiKeyHash, createdAt: '2026-11-01 00:00:00', isActive: true, ...overrides };
}

/** A call of a new database, of the first user, one minute before the moment of the reference file, answered in 10 ms. */
export function aCall(overrides: Partial<TestCall> = {}): TestCall {
  return {
    userId: 1,
    dateTime: '2026-11-20 11:59:00',
    apiRoute: '/api/predict',
    requestPayload: null,
    responsePayload: null,
    statusCode: 200,
    responseTimeMs: 10,
    errorMessage: null,
    ...overrides,
  };
}

/** A new database with these rows, as init makes it. */
export function buildDatabase(rows: {
  readonly users?: Iterable<BulkUser>;
  readonly calls?: Iterable<CallValues>;
}): string {
  const path = join(temporaryFolder(), 'built.db');
  const writer = openFileWriter(path);
  writer.insertUsers(rows.users ?? []);
  writer.insertCalls(rows.calls ?? []);
  writer.close();
  return path;
}

/** A copy of the reference file in the middle of a write whose program crashed, with its journal beside it. */
export function copyWithHotJournal(): string {
  const source = copyReference();
  const path = join(temporaryFolder(), 'crashed.db');
  const writer = new Database(source);
  writer.exec(`PRAGMA cache_size = 5; BEGIN; UPDATE user_api_call_log SET error_message = 'half written'`);
  for (const suffix of ['', '-journal']) copyFileSync(source + suffix, path + suffix);
  writer.close();
  return path;
}
