import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { PresentsError } from '../../src/model/presents-error.ts';
import { databaseExists, initDatabase, openServerStore } from '../../src/store/library.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { buildDatabase, temporaryFolder } from '../helpers/store.ts';

const codeOf = (call: () => Promise<unknown>) =>
  call().then(
    () => 'none',
    (error: unknown) => (error instanceof PresentsError ? error.code : error),
  );

test('a database that cannot be opened is told by its code', async () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('text'), 'This is no database. '.repeat(200));
  new Database(at('foreign.db')).exec('CREATE TABLE x (y)').close();
  symlinkSync(at('nothing'), at('dangling'));
  symlinkSync(at('circle'), at('circle'));
  const opened = {
    [at('missing.db')]: 'not_found',
    [at('foreign.db')]: 'not_found',
    [at('dangling')]: 'not_found',
    [folder]: 'invalid',
    [at('text')]: 'invalid',
    [at('circle')]: 'invalid',
    [`${at('null')}\0.db`]: 'invalid',
    [at('x'.repeat(5_000))]: 'invalid',
    'mysql://host/database': 'invalid',
    'postgresql://user@host:99999/database': 'invalid',
    'postgresql://user@127.0.0.1:1/database': 'unavailable',
  };
  const codes = Object.keys(opened).map(async (path) => [path, await codeOf(() => openServerStore(path))] as const);
  expect(Object.fromEntries(await Promise.all(codes))).toEqual(opened);
});

test('a database in memory is refused, and no file of that name is made', async () => {
  for (const call of [databaseExists, initDatabase, openServerStore])
    await expect(call(':memory:')).rejects.toMatchObject({ code: 'invalid', field: 'path' });
  expect(existsSync(':memory:')).toBe(false);
});

test('a name that begins as a URL of SQLite is that of a file all the same', async () => {
  const folder = temporaryFolder();
  for (const name of ['file:gifts.db?mode=memory', 'FILE:x.db']) {
    const path = join(folder, name);
    await initDatabase(path);
    expect([await databaseExists(path), existsSync(path)]).toEqual([true, true]);
  }
});

test('a database that is missing is told with the function that makes it', async () => {
  const missing = openServerStore(join(temporaryFolder(), 'missing.db'));
  await expect(missing).rejects.toMatchObject({ nextStep: 'Create it: initDatabase does so.' });
});

test('a database that cannot be made or looked for is told by its code, and options that are none by their field', async () => {
  const path = join(temporaryFolder(), 'gifts.db');
  expect(await codeOf(() => initDatabase(join(path, 'in', 'nothing.db')))).toBe('not_found');
  await expect(initDatabase(path, { partitions: 'day' })).rejects.toMatchObject({
    code: 'invalid',
    field: 'partitions',
  });
  await expect(initDatabase(path, JSON.parse('null'))).rejects.toMatchObject({ code: 'invalid', field: 'options' });
  await expect(databaseExists(JSON.parse('{}'))).rejects.toMatchObject({ code: 'invalid', field: 'path' });
  expect(await codeOf(() => databaseExists('postgresql://user@127.0.0.1:1/database'))).toBe('unavailable');
});

test('a database that another program has locked is busy, and its error has that of the driver as its cause', async () => {
  const path = buildDatabase({});
  const store = await openServerStore(path, { busyTimeoutMs: 20 });
  clearLater(() => store.close());
  const other = new Database(path);
  clearLater(() => other.close());
  other.exec('BEGIN EXCLUSIVE');
  const call = { userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 };
  for (const write of [() => store.users.create('shop'), () => store.apiLogs.log(call)])
    await expect(write()).rejects.toMatchObject({
      code: 'busy',
      cause: { code: expect.stringMatching(/^SQLITE_BUSY/) },
    });
});

test('an error shows nothing of the command line where it is printed or logged', async () => {
  const error: unknown = await openServerStore(join(temporaryFolder(), 'missing.db')).catch((fault: unknown) => fault);
  expect(Object.keys(Object(error)).sort()).toEqual(['code', 'name', 'nextStep']);
});
