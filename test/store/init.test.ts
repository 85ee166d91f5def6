import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initDatabase } from '../../src/store/library.ts';
import { fileAt } from '../../src/store/location.ts';
import { databaseState, planInit } from '../../src/store/open.ts';
import { copyReference, fixedNow, openTestStore, querySql, runSql, temporaryFolder } from '../helpers/store.ts';

const options = { now: fixedNow, actor: 'tester@here' };
const nameOf = ({ kind, name }: { readonly kind: string; readonly name: string }) => `${kind} ${name}`;
const columnsOf = (path: string, table: string) => querySql(path, `PRAGMA table_info("${table}")`);
const ours = ['index idx_api_log_window', 'index idx_api_log_errors', 'table admin_audit_log'];

describe('Init of a new file', () => {
  test('makes what the original makes: tables, columns, defaults, indexes and trigger', async () => {
    const path = join(temporaryFolder(), 'new.db');
    expect(await planInit(fileAt(path))).toMatchObject({ isNew: true, callCount: 0, estimatedSeconds: 0 });
    expect(await databaseState(fileAt(path))).toBe('missing');
    const { isNew, added } = await initDatabase(path, options);
    expect({ isNew, state: await databaseState(fileAt(path)) }).toEqual({ isNew: true, state: 'ready' });
    const reference = copyReference();
    for (const table of ['user', 'user_api_call_log', 'product_attributes']) {
      expect(columnsOf(path, table)).toEqual(columnsOf(reference, table));
      const indexes = querySql(path, `PRAGMA index_list("${table}")`).map(({ name }) => name);
      for (const { name } of querySql(reference, `PRAGMA index_list("${table}")`)) expect(indexes).toContain(name);
    }
    const theirs = querySql(reference, `SELECT type AS kind, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'`);
    const names = added.map(nameOf).sort();
    expect(names).toEqual([...(theirs as { kind: string; name: string }[]).map(nameOf), ...ours].sort());
  });

  test('gives it write-ahead logging and to its owner only', async () => {
    const path = join(temporaryFolder(), 'new.db');
    await initDatabase(path, options);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(querySql(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const store = await openTestStore(path);
    expect(await store.audit.list()).toMatchObject([
      { action: 'init', target: path, actor: 'tester@here', detail: { isNew: true } },
    ]);
    await store.users.create('shop');
    const [user] = querySql(path, `SELECT updated_at FROM "user"`);
    expect(user?.updated_at).toBe('2026-11-20 12:00:00');
    runSql(path, `UPDATE "user" SET is_active = 0`);
    expect(querySql(path, `SELECT updated_at FROM "user"`)[0]?.updated_at).not.toBe('2026-11-20 12:00:00');
  });

  test('needs a folder, and leaves nothing behind where it fails', async () => {
    const folder = temporaryFolder();
    const missing = join(folder, 'nowhere', 'new.db');
    await expect(initDatabase(missing, options)).rejects.toMatchObject({
      name: 'PresentsError',
      message: `There is no folder ${join(folder, 'nowhere')}.`,
      exitCode: 1,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('names the file that stands in the way where a folder should be, and no permission', async () => {
    const path = copyReference();
    for (const inside of [`${path}/y`, `${path}/y/z.db`]) {
      await expect(initDatabase(inside, options)).rejects.toMatchObject({
        name: 'PresentsError',
        message: `${path} is a file, so no file can be created in it.`,
        exitCode: 1,
      });
    }
    await expect(initDatabase(`${path}.new/`, options)).rejects.toMatchObject({
      message: `${path}.new/ is the name of a folder, not of a file.`,
      exitCode: 1,
    });
  });

  test.each(['-journal', '-wal', '-shm'])('is refused as %s of a database that is there', async (ending) => {
    const path = copyReference();
    await expect(initDatabase(`${path}${ending}`, options)).rejects.toMatchObject({
      name: 'PresentsError',
      message: `${path}${ending} would be taken for a part of the database ${path}.`,
      exitCode: 2,
    });
    expect(existsSync(`${path}${ending}`)).toBe(false);
  });
});

describe('Init of an existing file', () => {
  test('says first what it will add, and changes nothing until it is told to', async () => {
    const path = copyReference();
    const before = readFileSync(path);
    const plan = await planInit(fileAt(path));
    expect(plan).toMatchObject({ isNew: false, callCount: 6000, estimatedSeconds: 1 });
    expect(plan.additions.map(nameOf)).toEqual(ours);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('adds what is missing and keeps every row, the journal mode and the permissions', async () => {
    const path = copyReference();
    const rows = () => [
      querySql(path, 'SELECT * FROM "user" ORDER BY id'),
      querySql(path, 'SELECT * FROM user_api_call_log ORDER BY id'),
      querySql(path, 'SELECT * FROM product_attributes ORDER BY id'),
    ];
    const before = rows();
    const { mode } = statSync(path);
    const { isNew, added } = await initDatabase(path, options);
    expect({ isNew, added: added.map(nameOf) }).toEqual({ isNew: false, added: ours });
    expect(rows()).toEqual(before);
    expect(statSync(path).mode).toBe(mode);
    expect(querySql(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'delete' }]);
    expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(querySql(path, 'SELECT action, detail FROM admin_audit_log')).toEqual([
      { action: 'init', detail: JSON.stringify({ isNew: false, added: ours }) },
    ]);
  });

  test('writes nothing to a file that is complete', async () => {
    const path = copyReference();
    await initDatabase(path, options);
    const before = readFileSync(path);
    expect((await planInit(fileAt(path))).additions).toEqual([]);
    expect(await initDatabase(path, options)).toEqual({ isNew: false, added: [] });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('completes an empty file, and refuses one that is no database', async () => {
    const folder = temporaryFolder();
    const empty = join(folder, 'empty.db');
    writeFileSync(empty, '');
    await initDatabase(empty, options);
    expect(await databaseState(fileAt(empty))).toBe('ready');
    const letter = join(folder, 'letter.db');
    writeFileSync(letter, 'Dear operator, '.repeat(1000));
    await expect(initDatabase(letter, options)).rejects.toThrow('is not an SQLite database');
    expect(readFileSync(letter, 'utf8')).toBe('Dear operator, '.repeat(1000));
    expect(readdirSync(dirname(letter)).sort()).toEqual(['empty.db', 'letter.db']);
  });
});
