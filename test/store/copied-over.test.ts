import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { aUser, buildDatabase, openTestStore, runSql } from '../helpers/store.ts';

const modes = ['DELETE', 'WAL'] as const;

/** Two databases that were written to equally often. */
function pair(mode: string): readonly [path: string, other: string] {
  const files = [[aUser('before')], [aUser('after'), aUser('more')]].map((users) => buildDatabase({ users }));
  for (const file of files) runSql(file, `PRAGMA journal_mode = ${mode}`);
  return files as [string, string];
}

const namesOf = async (store: Store) => (await store.users.list()).map(({ username }) => username).toSorted();

/** Writes into a file without giving it another length on the way, as `rsync --inplace` does. */
function overwrite(from: string, to: string): void {
  const file = openSync(to, 'r+');
  writeSync(file, readFileSync(from));
  closeSync(file);
}

const ways: readonly (readonly [name: string, put: (from: string, to: string) => void])[] = [
  ['copied over it', copyFileSync],
  ['moved over it', renameSync],
  ['written into it in place', overwrite],
  [
    'written into it after it was emptied',
    (from, to) => {
      truncateSync(to);
      writeFileSync(to, readFileSync(from));
    },
  ],
  [
    'copied over it with the time of its last change',
    (from, to) => {
      const { atime, mtime } = statSync(to);
      copyFileSync(from, to);
      utimesSync(to, atime, mtime);
    },
  ],
];

describe.each(modes)(
  'A database that another one takes the place of while it is open, in the journal mode %s,',
  (mode) => {
    test.each(ways)('is read anew where that was %s', async (_, put) => {
      const [path, other] = pair(mode);
      const store = await openTestStore(path);
      expect(await namesOf(store)).toEqual(['before']);
      const version = await store.version();
      put(other, path);
      expect(await store.version()).not.toBe(version);
      expect(await namesOf(store)).toEqual(['after', 'more']);
    });

    test.each(ways)('is read anew without a look at the version where that was %s', async (_, put) => {
      const [path, other] = pair(mode);
      const store = await openTestStore(path);
      expect(await namesOf(store)).toEqual(['before']);
      put(other, path);
      expect(await namesOf(store)).toEqual(['after', 'more']);
    });

    test('is changed as it is now by who keeps it open for writing', async () => {
      const [path, other] = pair(mode);
      const store = await openTestStore(path, { keepWriter: true });
      await store.users.deactivate('before');
      runSql(other, `UPDATE "user" SET is_active = 1 WHERE username = 'more'`);
      // A log with changes of another file would be taken for this one's by every program.
      if (mode === 'WAL') runSql(path, 'PRAGMA wal_checkpoint');
      copyFileSync(other, path);
      await store.users.deactivate('after');
      await store.close();
      const database = new Database(path, { readonly: true });
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      const rows = database.prepare(`SELECT username, is_active FROM "user" ORDER BY id`).raw().all();
      database.close();
      expect(rows).toEqual([
        ['after', 0],
        ['more', 1],
      ]);
    });
  },
);

test('A database in WAL mode that an older copy came back over, with its log, is read anew', async () => {
  const [path, other] = pair('WAL');
  const writer = new Database(other);
  writer.exec(`UPDATE "user" SET username = 'logged' WHERE username = 'more'`);
  const store = await openTestStore(path);
  expect(await namesOf(store)).toEqual(['before']);
  copyFileSync(other, path);
  copyFileSync(`${other}-wal`, `${path}-wal`);
  writer.close();
  expect(await namesOf(store)).toEqual(['after', 'logged']);
});

test.each(modes)('A backup that SQLite itself writes into an open database is read: %s', async (mode) => {
  const [path, other] = pair(mode);
  const store = await openTestStore(path);
  const version = await store.version();
  const from = new Database(other);
  await from.backup(path);
  from.close();
  expect(await store.version()).not.toBe(version);
  expect(await namesOf(store)).toEqual(['after', 'more']);
});
