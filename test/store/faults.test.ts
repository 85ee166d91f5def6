import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../src/model/presents-error.ts';
import { databaseExists } from '../../src/store/library.ts';
import { fileAt } from '../../src/store/location.ts';
import { databaseState, planInit } from '../../src/store/open.ts';
import { explainSqliteError, isBusy } from '../../src/store/sqlite/file/sqlite-errors.ts';
import {
  aUser,
  buildDatabase,
  copyReference,
  copyWithHotJournal,
  openTestStore,
  runSql,
  temporaryFolder,
} from '../helpers/store.ts';

/** Looks at a file that has a fault and gives what a person is told. */
async function lookAt(path: string): Promise<unknown> {
  const store = await openTestStore(path, { busyTimeoutMs: 0 });
  return store.apiLogs.systemStats().catch((error: unknown) => error);
}

/** A reference file as a crash in the middle of a transaction leaves it: pages written, their old state in a journal. */
describe('A person is told in one sentence, with what to do next', () => {
  test('that there is no file', async () => {
    const path = join(temporaryFolder(), 'nothing.db');
    expect(await lookAt(path)).toMatchObject({
      name: 'PresentsError',
      message: `There is no database at ${path}.`,
      command: 'init',
      exitCode: 1,
    });
    expect(await databaseState(fileAt(path))).toBe('missing');
    expect(await lookAt(join(copyReference(), 'below-a-file.db'))).toMatchObject({
      name: 'PresentsError',
      exitCode: 1,
    });
  });

  test('that it is a directory', async () => {
    const path = join(temporaryFolder(), 'folder.db');
    mkdirSync(path);
    expect(await lookAt(path)).toMatchObject({ message: `${path} is a directory, not a database.`, exitCode: 1 });
  });

  test('that it is no database', async () => {
    const path = join(temporaryFolder(), 'letter.db');
    writeFileSync(path, 'Dear operator, '.repeat(1000));
    expect(await lookAt(path)).toMatchObject({ message: `${path} is not an SQLite database.`, exitCode: 1 });
    await expect(databaseExists(path)).rejects.toThrow('is not an SQLite database');
  });

  test('that the database is damaged', async () => {
    const path = copyReference();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096 * 8);
    writeFileSync(path, bytes);
    expect(await lookAt(path)).toMatchObject({ message: `The database ${path} is damaged.`, exitCode: 1 });
    truncateSync(path, 5000);
    expect(await lookAt(path)).toBeInstanceOf(PresentsError);
  });

  test('that a table or a column is missing', async () => {
    const path = join(temporaryFolder(), 'other.db');
    runSql(path, 'CREATE TABLE user_api_call_log (id INTEGER PRIMARY KEY, date_time TEXT)');
    expect(await lookAt(path)).toMatchObject({
      name: 'PresentsError',
      message: expect.stringMatching(/has no column “\w+”\.$/),
      exitCode: 1,
    });
    const store = await openTestStore(path);
    await expect(store.users.list()).rejects.toMatchObject({
      message: `The database ${path} has no table “user”.`,
      command: 'init',
    });
    await expect(store.users.create('x')).rejects.toThrow('has no table “user”');
    expect(await databaseState(fileAt(path))).toBe('incomplete');
  });

  test('that an empty file has no tables', async () => {
    const path = join(temporaryFolder(), 'empty.db');
    writeFileSync(path, '');
    expect(await lookAt(path)).toMatchObject({ message: expect.stringContaining('has no table') });
    expect(await databaseExists(path)).toBe(false);
    expect(await databaseExists(copyReference())).toBe(true);
  });

  test('that the database is locked, as something that passes', async () => {
    const path = copyReference();
    const store = await openTestStore(path, { busyTimeoutMs: 0 });
    const before = await store.version();
    const writer = new Database(path);
    writer.exec('BEGIN EXCLUSIVE');
    const locked = {
      name: 'PresentsError',
      message: `The database ${path} is locked by another program.`,
      exitCode: 3,
    };
    await expect(store.users.list()).rejects.toMatchObject(locked);
    await expect(store.version()).rejects.toMatchObject(locked);
    await expect(store.users.deactivate('client1')).rejects.toMatchObject(locked);
    writer.exec('ROLLBACK');
    writer.close();
    expect(await store.version()).toBe(before);
    expect(await store.users.deactivate('client1')).toMatchObject({ changed: true });
  });

  test('that a crashed program left something half written, which init or the next action undoes', async () => {
    for (const mend of ['init', 'action'] as const) {
      const path = copyWithHotJournal();
      expect(await lookAt(path)).toMatchObject({ message: expect.stringContaining('unfinished write'), exitCode: 3 });
      if (mend === 'init') await planInit(fileAt(path));
      else await (await openTestStore(path)).users.reactivate('client1');
      expect(await (await openTestStore(path)).apiLogs.recentErrors({ limit: 1 })).toMatchObject([
        { errorMessage: null },
      ]);
    }
  });

  test.skipIf(process.getuid?.() === 0)('that there is no permission to read or to write', async () => {
    const path = copyReference();
    chmodSync(path, 0o400);
    const store = await openTestStore(path);
    await expect(store.users.create('x')).rejects.toMatchObject({ name: 'PresentsError', exitCode: 1 });
    chmodSync(path, 0o000);
    expect(await lookAt(path)).toMatchObject({ message: `There is no permission to read ${path}.`, exitCode: 3 });
  });

  test.each([
    ['SQLITE_FULL', 'The disk that holds x.db is full.', 3],
    ['SQLITE_IOERR_READ', 'The disk that holds x.db cannot be read or written.', 3],
    ['SQLITE_READONLY_DIRECTORY', 'The folder of the database x.db cannot be written to.', 1],
    ['SQLITE_READONLY', 'The database x.db cannot be written to.', 1],
    ['SQLITE_READONLY_ROLLBACK', 'The database x.db holds an unfinished write of a program that crashed.', 3],
    ['SQLITE_CANTOPEN', 'The database x.db cannot be opened.', 3],
    ['SQLITE_BUSY_SNAPSHOT', 'The database x.db is locked by another program.', 3],
    ['SQLITE_LOCKED', 'The database x.db is locked by another program.', 3],
    ['SQLITE_PERM', 'There is no permission to use x.db.', 3],
  ])('what %s means', (code, message, exitCode) => {
    const told = explainSqliteError(new Database.SqliteError('as the driver says', code), 'x.db');
    expect(told).toMatchObject({ name: 'PresentsError', message, exitCode, nextStep: expect.stringMatching(/\.$/) });
    expect(isBusy(told)).toBe(/BUSY|LOCKED/.test(code));
  });

  test('nothing of a bug, which stays as it is', () => {
    const bug = new TypeError('undefined is not a function');
    expect(explainSqliteError(bug, 'x.db')).toBe(bug);
    const unknown = new Database.SqliteError('near "SELEC": syntax error', 'SQLITE_ERROR');
    expect(explainSqliteError(unknown, 'x.db')).toBe(unknown);
  });
});

describe('After a fault', () => {
  test('the same store answers again when the file is whole', async () => {
    const path = copyReference();
    const whole = readFileSync(path);
    const store = await openTestStore(path);
    await store.users.list();
    writeFileSync(path, 'x'.repeat(8192));
    await expect(store.users.list()).rejects.toMatchObject({ name: 'PresentsError' });
    writeFileSync(path, whole);
    expect(await store.users.list()).toHaveLength(14);
  });

  test('a table that another program adds is seen', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await openTestStore(path);
    runSql(path, 'DROP TABLE admin_audit_log');
    expect(await store.audit.list()).toEqual([]);
    runSql(path, 'DROP TABLE product_attributes');
    await expect(store.products.stats()).rejects.toThrow('has no table “product_attributes”');
    await store.users.deactivate('shop');
    expect(await store.audit.list()).toHaveLength(1);
  });
});
