import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DatabaseFile } from '../../src/store/sqlite/file/database.ts';
import { isImmutable, isMountedReadOnly } from '../../src/store/sqlite/file/medium.ts';
import { copyReference, copyWithHotJournal, temporaryFolder } from '../helpers/store.ts';
import { asNobody, canMount, presentsWords, runTool, runWords } from './program.ts';
import { startInShell } from './shell.ts';

/** A folder of its own file system that was made read-only behind what `fill` put there. */
function readOnlyFolder(fill: (folder: string) => void): string {
  const folder = temporaryFolder();
  runTool('mount', '-t', 'tmpfs', '-o', 'size=16m,mode=755', 'tmpfs', folder);
  onTestFinished(() => runTool('umount', folder));
  fill(folder);
  runTool('mount', '-o', 'remount,ro', folder);
  return folder;
}

function walDatabase(path: string): void {
  copyFileSync(copyReference(), path);
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.close();
  chmodSync(path, 0o644);
}

const questions = [
  ['user', 'list', '--json'],
  ['stats', 'system', '--hours', '20000', '--json'],
  ['stats', 'user', 'client1', '--days', '3000', '--json'],
  ['stats', 'errors', '--limit', '50', '--json'],
  ['stats', 'cache', '--json'],
  ['audit', '--json'],
];

describe.runIf(canMount())('A database in WAL mode on a read-only medium', () => {
  const setting = () => {
    const elsewhere = join(temporaryFolder(), 'some.db');
    walDatabase(elsewhere);
    const folder = readOnlyFolder((place) => copyFileSync(elsewhere, join(place, 'some.db ')));
    return { elsewhere, path: join(folder, 'some.db ') };
  };

  test('answers every question as anywhere else, and says where it lies', async () => {
    const { elsewhere, path } = setting();
    for (const question of questions) {
      const there = await runWords(presentsWords([...question, '--db', elsewhere]));
      const here = await runWords(presentsWords([...question, '--db', path]));
      expect([here.code, withoutTimes(here.stdout)]).toEqual([there.code, withoutTimes(there.stdout)]);
      expect(here.stderr).toContain(`${path} lies on a read-only medium`);
    }
    const asAnother = await runWords(asNobody(presentsWords(['user', 'list', '--json', '--db', path])));
    expect(asAnother.code).toBe(0);
  });

  test('refuses every change with a sentence', async () => {
    const { path } = setting();
    for (const argv of [
      ['user', 'create', 'shop'],
      ['user', 'deactivate', 'client1'],
      ['init', '--yes'],
    ]) {
      const { code, stderr } = await runWords(presentsWords([...argv, '--db', path]));
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('lies on a read-only medium, so nothing can be changed.'),
      ]);
    }
  });

  test('is shown by the dashboard, with where it lies in the header', async () => {
    const { path } = setting();
    const { program, ended } = startInShell(['--db', path], { columns: 200 });
    await program.waitFor(/READ-ONLY MEDIUM[\s\S]*client1/);
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  });

  test('is read anew when it was changed by another way to the same medium', () => {
    const [writable, readOnly] = [temporaryFolder(), temporaryFolder()];
    walDatabase(join(writable, 'some.db'));
    runTool('mount', '--bind', writable, readOnly);
    onTestFinished(() => runTool('umount', readOnly));
    runTool('mount', '-o', 'remount,bind,ro', readOnly);
    const file = new DatabaseFile(join(readOnly, 'some.db'), { busyTimeoutMs: 0, keepWriter: false });
    onTestFinished(() => file.close());
    const names = () => file.read((connection) => connection.prepare('SELECT username FROM "user"').pluck().all());
    const [before, version] = [names(), file.version()];
    expect(before).toContain('client1');
    const writer = new Database(join(writable, 'some.db'));
    for (const name of ['while-open', 'when-closed']) {
      writer.exec(`UPDATE "user" SET username = '${name}' WHERE username IN ('client1', 'while-open')`);
      if (name === 'when-closed') writer.close();
      expect(names()).toContain(name);
    }
    expect(file.version()).not.toBe(version);
  });

  test('is not answered from where its newest rows are in a write-ahead log, which is said', async () => {
    const source = join(temporaryFolder(), 'some.db');
    walDatabase(source);
    const writer = new Database(source);
    writer.exec(`INSERT INTO "user" (username, api_key) VALUES ('newest', 'x')`);
    const folder = readOnlyFolder((place) => {
      copyFileSync(source, join(place, 'some.db'));
      writeFileSync(join(place, 'some.db-wal'), readFileSync(`${source}-wal`));
    });
    writer.close();
    const { code, stdout, stderr } = await runWords(presentsWords(['user', 'list', '--db', join(folder, 'some.db')]));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('some.db-wal, which cannot be read on a read-only medium.');
    expect(stderr).not.toContain('is read as it stood');
  });
});

describe.runIf(canMount())('A database in the journal mode DELETE on a read-only medium', () => {
  test('with a write that a crashed program left half done is to be copied with its journal, for no program can mend it there', async () => {
    const source = copyWithHotJournal();
    const folder = readOnlyFolder((place) => {
      for (const ending of ['', '-journal']) copyFileSync(`${source}${ending}`, join(place, `some.db${ending}`));
    });
    const path = join(folder, 'some.db');
    for (const argv of [
      ['user', 'list'],
      ['user', 'deactivate', 'client1'],
      ['init', '--yes'],
    ]) {
      const { code, stderr } = await runWords(presentsWords([...argv, '--db', path]));
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(`Copy it and ${path}-journal into one folder of another disk`),
      ]);
      expect(stderr).not.toMatch(/start the API|presents init/);
    }
  });

  test('refuses every change with a sentence that names the medium, also where a new one is to be made', async () => {
    const folder = readOnlyFolder((place) => copyFileSync(copyReference(), join(place, 'some.db')));
    for (const [path, ...argv] of [
      ['some.db', 'user', 'deactivate', 'client1'],
      ['new.db', 'init'],
    ]) {
      const { code, stderr } = await runWords(presentsWords([...argv, '--db', join(folder, path ?? '')]));
      expect([code, stderr]).toEqual([1, expect.stringContaining('lies on a read-only medium')]);
    }
  });
});

/** An answer without what depends on the moment it was asked at. */
function withoutTimes(json: string): string {
  return json.replaceAll(/"(from|to|now)": "[^"]*"/g, '');
}

describe('Whether a medium is read-only', () => {
  const mounts = [
    '21 1 0:20 / / rw,relatime - ext4 /dev/vda rw',
    '22 21 0:21 / /mnt ro,relatime - ext4 /dev/vdb rw',
    '23 22 0:22 / /mnt/open rw - tmpfs tmpfs rw',
    '24 21 0:23 / /media/my\\040disk rw,nosuid - iso9660 /dev/sr0 ro',
    '25 21 0:24 / /twice ro - tmpfs tmpfs ro',
    '26 25 0:25 / /twice rw - tmpfs tmpfs rw',
  ].join('\n');

  test.each([
    ['/srv/a.db', false],
    ['/mnt/a.db', true],
    ['/mnt/open/a.db', false],
    ['/mntx/a.db', false],
    ['/media/my disk/a.db', true],
    ['/twice/a.db', false],
  ])('is read from the list of mounts: %s %s', (path, isReadOnly) =>
    expect(isMountedReadOnly(mounts, path)).toBe(isReadOnly),
  );

  test('is no question of permission: a folder that cannot be written may have a writer', () => {
    const folder = join(temporaryFolder(), 'closed');
    mkdirSync(folder);
    walDatabase(join(folder, 'some.db'));
    chmodSync(folder, 0o555);
    expect(isImmutable(join(folder, 'some.db'))).toBe(false);
    expect(isImmutable(join(folder, 'none.db'))).toBe(false);
  });
});
