import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyLiveReference, querySql, runSql, temporaryFolder } from '../helpers/store.ts';
import { canMount, presentsWords, runTool, runWords } from './program.ts';
import { type ShellRun, startInShell } from './shell.ts';

const columns = 200;

async function openDashboard(path: string): Promise<ShellRun> {
  const run = startInShell(['--db', path], { columns });
  await run.program.waitFor(/● live[\s\S]*client1/);
  return run;
}

async function quit({ program, ended }: ShellRun, path: string): Promise<void> {
  program.press('q');
  expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
}

describe('While the dashboard runs, the last good rows stay, with the reason and the age, and it reads again by itself', () => {
  // Side by side, since they wait for most of their time.
  test('when the file is removed, overwritten with what is no database, or a directory for a while', async () => {
    await Promise.all([whileRemoved(), whileOverwritten(), whileDirectory()]);
  });

  async function whileRemoved(): Promise<void> {
    const path = copyLiveReference();
    const run = await openDashboard(path);
    renameSync(path, `${path}.away`);
    await run.program.waitFor(/▲ stale \d+ s: There is no database at reference\.db/);
    expect(run.program.screen()).toContain('client1');
    renameSync(`${path}.away`, path);
    await run.program.waitFor('● live');
    await quit(run, path);
  }

  test('when the file is replaced by another', async () => {
    const path = copyLiveReference();
    const other = copyLiveReference();
    runSql(other, `UPDATE "user" SET username = 'somebody-else' WHERE username = 'client1'`);
    const run = await openDashboard(path);
    renameSync(other, path);
    await run.program.waitFor('somebody-else');
    await run.program.waitFor('● live');
    await quit(run, path);
  });

  async function whileOverwritten(): Promise<void> {
    const path = copyLiveReference();
    const good = copyLiveReference();
    const run = await openDashboard(path);
    writeFileSync(path, 'x'.repeat(100_000));
    await run.program.waitFor(/▲ stale \d+ s: reference\.db is not an SQLite database/);
    copyFileSync(good, path);
    await run.program.waitFor('● live');
    await quit(run, path);
  }

  async function whileDirectory(): Promise<void> {
    const path = copyLiveReference();
    const run = await openDashboard(path);
    renameSync(path, `${path}.away`);
    mkdirSync(path);
    await run.program.waitFor(/▲ stale \d+ s: reference\.db is a directory, not a database/);
    rmSync(path, { recursive: true });
    renameSync(`${path}.away`, path);
    await run.program.waitFor('● live');
    await quit(run, path);
  }

  test('when another program switches the journal mode', async () => {
    const path = copyLiveReference();
    const run = await openDashboard(path);
    for (const name of ['before', 'after']) {
      switchToWal(path);
      runSql(path, `UPDATE "user" SET username = '${name}' WHERE id = 1`);
      await run.program.waitFor(name);
    }
    await run.program.waitFor('● live');
    await quit(run, path);
  });

  test.runIf(canMount())('when its disk is full, where an action says that nothing was changed', async () => {
    const path = onSmallDisk('size=2m');
    const run = await openDashboard(path);
    writeFileSync(join(dirname(path), 'ballast'), fillOf(path));
    run.program.press('a');
    await run.program.waitFor('Username:');
    run.program.type('new-shop');
    await run.program.waitFor(/Username:.*new-shop/);
    run.program.press('enter');
    await run.program.waitFor('The disk that holds reference.db is full.');
    run.program.press('escape');
    await run.program.waitFor((screen) => !screen.includes('Username:'));
    const { code, stderr, stdout } = await runWords(presentsWords(['user', 'create', 'new-shop', '--db', path]));
    expect([code, stdout, stderr]).toEqual([
      3,
      '',
      `✗ The disk that holds ${path} is full.\n  Make room and try again.\n`,
    ]);
    rmSync(join(dirname(path), 'ballast'));
    await run.program.waitFor('● live');
    await quit(run, path);
    expect(querySql(path, `SELECT 1 FROM "user" WHERE username = 'new-shop'`)).toEqual([]);
  });

  test.runIf(canMount())('when its file system becomes read-only', async () => {
    const path = onSmallDisk('size=4m');
    const run = await openDashboard(path);
    runTool('mount', '-o', 'remount,ro', dirname(path));
    const { code, stderr } = await runWords(presentsWords(['user', 'deactivate', 'client1', '--db', path]));
    expect([code, stderr.split('\n')[0]]).toEqual([
      1,
      `✗ ${path} lies on a read-only medium, so nothing can be changed.`,
    ]);
    expect((await runWords(presentsWords(['user', 'list', '--db', path]))).code).toBe(0);
    await quit(run, path);
  });
});

test('A command whose file may grow no further says so, and changes nothing', async () => {
  const path = copyLiveReference();
  chmodSync(path, 0o600);
  const words = ['bash', '-c', 'ulimit -f 8; exec "$@"', 'sh'];
  const { code, stdout, stderr } = await runWords([
    ...words,
    ...presentsWords(['user', 'create', 'shop', '--db', path]),
  ]);
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([
    3,
    '',
    `✗ The disk that holds ${path} cannot be read or written.`,
  ]);
  expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(querySql(path, `SELECT 1 FROM "user" WHERE username = 'shop'`)).toEqual([]);
});

test('An answer that finds no room is told to be missing, and what was done to be done', async () => {
  const path = copyLiveReference();
  const words = ['bash', '-c', 'exec "$@" > /dev/full', 'sh'];
  const { code, stderr } = await runWords([...words, ...presentsWords(['user', 'list', '--json', '--db', path])]);
  expect([code, stderr]).toEqual([
    1,
    '✗ The answer could not be written: the disk is full.\n  What was done stays done; only its answer is missing.\n',
  ]);
});

/** A copy of the reference file on a disk of its own. */
function onSmallDisk(options: string): string {
  const folder = temporaryFolder();
  runTool('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder);
  onTestFinished(() => runTool('umount', '-l', folder));
  const path = join(folder, 'reference.db');
  copyFileSync(copyLiveReference(), path);
  return path;
}

/** As many bytes as are left on the disk of the file, but for a page. */
function fillOf(path: string): Buffer {
  const { bavail, bsize } = statfsSync(dirname(path));
  return Buffer.alloc(bavail * bsize);
}

/** As another program would, which waits for a moment in which nobody reads. */
function switchToWal(path: string): void {
  const database = new Database(path, { timeout: 5000 });
  expect(database.pragma('journal_mode = WAL', { simple: true })).toBe('wal');
  database.close();
}
