import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';

function objects(folder: string): readonly string[] {
  const database = new Database(join(folder, 'predict_presents.db'), { readonly: true });
  try {
    return database.prepare('SELECT name FROM sqlite_schema').pluck().all() as string[];
  } finally {
    database.close();
  }
}

describe('init', () => {
  test('creates the database, for its owner alone, and says what comes next', async () => {
    const cwd = temporaryFolder();
    const { stdout, stderr, exitCode } = await runInProcess(['init'], { cwd });
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`Created ${cwd}/predict_presents.db, which only you can read: 4 tables, `);
    expect(stderr).toContain('Next: presents user create NAME');
    expect(statSync(join(cwd, 'predict_presents.db')).mode & 0o777).toBe(0o600);
  });

  test('answers with what it added as JSON', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await runInProcess(['init', '--db', 'other.db', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      databasePath: join(cwd, 'other.db'),
      isNew: true,
      added: expect.arrayContaining([{ kind: 'table', name: 'user' }]),
    });
  });

  test('says before it touches an existing database what it will add, how long that takes, and asks', async () => {
    const cwd = referenceFolder();
    const { stderr, exitCode } = await runInProcess(['init'], { cwd, isTTY: true, answers: ['y'] });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('predict_presents.db the index idx_api_log_window');
    expect(stderr).toMatch(/It may take 1 s on 6,000 calls; programs that write to it wait meanwhile\. No row/);
    expect(stderr).toContain('Undo: sqlite3');
    expect(objects(cwd)).toEqual(expect.arrayContaining(['idx_api_log_window', 'admin_audit_log']));
    const users = await runInProcess(['user', 'list', '--json'], { cwd });
    expect(JSON.parse(users.stdout)).toHaveLength(14);
  });

  test('adds nothing after a no, nor where nobody can be asked', async () => {
    const cwd = referenceFolder();
    const before = objects(cwd);
    const no = await runInProcess(['init'], { cwd, isTTY: true, answers: ['n'] });
    const refused = await runInProcess(['init'], { cwd });
    expect([no.exitCode, refused.exitCode]).toEqual([2, 2]);
    expect(objects(cwd)).toEqual(before);
  });

  test('has nothing to add the second time, and does not ask', async () => {
    const cwd = referenceFolder();
    await runInProcess(['init', '--yes'], { cwd });
    const { stderr, stdout, exitCode } = await runInProcess(['init', '--json'], { cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ isNew: false, added: [] });
    expect(stderr).toContain('has everything already; nothing was changed.');
  });

  test('leaves no file behind where it cannot be made, and tells a busy one with exit 3', async () => {
    const cwd = temporaryFolder();
    const missing = await runInProcess(['init', '--db', 'no/such/folder.db'], { cwd });
    expect(missing.exitCode).toBe(1);
    expect(readdirSync(cwd)).toEqual([]);
    const reference = referenceFolder();
    const writer = new Database(join(reference, 'predict_presents.db'));
    onTestFinished(() => void writer.close());
    writer.exec('BEGIN IMMEDIATE');
    const busy = await runInProcess(['init', '--yes'], { cwd: reference, busyTimeoutMs: 1 });
    expect(busy.exitCode).toBe(3);
  });
});

test('looking creates nothing and changes nothing', async () => {
  const cwd = referenceFolder();
  const before = statSync(join(cwd, 'predict_presents.db'));
  for (const argv of [['user', 'list'], ['stats', 'system'], ['stats', 'errors'], ['stats', 'cache'], ['audit'], []]) {
    expect((await runInProcess(argv, { cwd })).exitCode).toBe(0);
  }
  const after = statSync(join(cwd, 'predict_presents.db'));
  expect([after.mtimeMs, after.size, after.ino]).toEqual([before.mtimeMs, before.size, before.ino]);
  expect(readdirSync(cwd)).toEqual(['predict_presents.db']);
  const empty = temporaryFolder();
  await runInProcess([], { cwd: empty });
  expect(existsSync(join(empty, 'predict_presents.db'))).toBe(false);
});
