import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';
import { runSql } from '../../helpers/store.ts';

const states = async (cwd: string): Promise<ReadonlyMap<string, boolean>> => {
  const { stdout } = await runInProcess(['user', 'list', '--json'], { cwd });
  const users = JSON.parse(stdout) as readonly { readonly username: string; readonly isActive: boolean }[];
  return new Map(users.map(({ username, isActive }) => [username, isActive]));
};
const protect = (cwd: string, name: string) =>
  runSql(
    join(cwd, 'predict_presents.db'),
    `CREATE TRIGGER protect BEFORE UPDATE ON "user" WHEN old.username = '${name}' BEGIN SELECT RAISE(ABORT, 'a paying customer'); END`,
  );
const three = ['acme-shop', 'client1', 'never-called'];

describe('user deactivate with several names', () => {
  test('deactivates all of them after one --yes, and tells the command that undoes it', async () => {
    const cwd = referenceFolder();
    const { exitCode, stderr } = await runInProcess(['user', 'deactivate', ...three, '--yes'], { cwd });
    expect(stderr).toContain('Deactivated users: 3 done.');
    expect(stderr).toContain('Undo: presents user reactivate acme-shop client1 never-called');
    expect(exitCode).toBe(0);
    const after = await states(cwd);
    expect(three.map((name) => after.get(name))).toEqual([false, false, false]);
    const undone = await runInProcess(['user', 'reactivate', ...three, '--yes'], { cwd });
    expect(undone.stderr).toContain('Reactivated users: 3 done.');
  });

  test('counts and lists them in one question, and changes nothing without a yes', async () => {
    const cwd = referenceFolder();
    await runInProcess(['user', 'deactivate', 'client1'], { cwd });
    const { exitCode, stderr } = await runInProcess(['user', 'deactivate', ...three], {
      cwd,
      isTTY: true,
      answers: ['n'],
    });
    expect(stderr).toContain('Deactivate 2 users? acme-shop, never-called. 1 more is already inactive and stays so.');
    expect(exitCode).toBe(2);
    expect((await states(cwd)).get('acme-shop')).toBe(true);
    const unasked = await runInProcess(['user', 'deactivate', ...three], { cwd });
    expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining('Use --yes.')]);
  });

  test('skips those who are inactive already', async () => {
    const cwd = referenceFolder();
    await runInProcess(['user', 'deactivate', 'client1'], { cwd });
    const { stderr, stdout } = await runInProcess(['user', 'deactivate', ...three, '--yes', '--json'], { cwd });
    expect(stderr).toContain('Deactivated users: 2 done, 1 skipped (already inactive).');
    const answer = JSON.parse(stdout) as readonly object[];
    expect(answer).toMatchObject([
      { username: 'acme-shop', isActive: false, changed: true },
      { username: 'client1', isActive: false, changed: false },
      { username: 'never-called', isActive: false, changed: true },
    ]);
  });

  test('changes nobody if one of them does not exist, and says who was probably meant', async () => {
    const cwd = referenceFolder();
    const { exitCode, stderr } = await runInProcess(['user', 'deactivate', 'client1', 'acme-shpo', '--yes'], { cwd });
    expect(stderr).toContain('There is no user “acme-shpo”. Did you mean “acme-shop”? Nothing was changed.');
    expect(exitCode).toBe(1);
    expect((await states(cwd)).get('client1')).toBe(true);
  });

  test('says which were done when one in the middle fails, and leaves the rest', async () => {
    const cwd = referenceFolder();
    protect(cwd, 'client1');
    const { exitCode, stderr } = await runInProcess(['user', 'deactivate', ...three, '--yes'], { cwd });
    expect(stderr).toMatch(/Deactivated users: 1 done, 1 failed, 1 not touched\. client1: .*a paying customer/);
    expect(stderr).toContain('Done: acme-shop.');
    expect(stderr).toContain('Not touched: never-called.');
    expect(stderr).toContain('Undo: presents user reactivate acme-shop');
    expect(exitCode).toBe(1);
    const after = await states(cwd);
    expect(three.map((name) => after.get(name))).toEqual([false, true, true]);
  });

  test('refuses an option that names one more', async () => {
    const cwd = referenceFolder();
    const { exitCode, stderr } = await runInProcess(['user', 'deactivate', 'a', 'b', '--username', 'c'], { cwd });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Several names and --username exclude each other.'),
    ]);
  });
});

describe('errors resolve with several groups', () => {
  test('resolves all of them, and a second time skips them', async () => {
    const cwd = referenceFolder();
    const env = { XDG_STATE_HOME: join(cwd, 'state') };
    const list = await runInProcess(['errors', 'list', '--json', '--hours', '9000'], { cwd, env });
    const ids = (JSON.parse(list.stdout) as readonly { readonly group: string }[])
      .slice(0, 2)
      .map(({ group }) => group);
    const first = await runInProcess(['errors', 'resolve', ...ids, '--yes'], { cwd, env });
    expect(first.stderr).toContain('Resolved groups: 2 done.');
    expect(first.stderr).toContain(`Undo: presents errors reopen ${ids.join(' ')}`);
    const second = await runInProcess(['errors', 'resolve', ...ids, '--yes'], { cwd, env });
    expect(second.stderr).toContain('Resolved groups: 0 done, 2 skipped (already resolved).');
  });
});
