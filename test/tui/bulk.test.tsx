import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { aUser, buildDatabase, runSql } from '../helpers/store.ts';

const message = ({ app }: Console): string => app.lines().at(-2)?.trim() ?? '';
const footer = ({ app }: Console): string => app.lines().at(-1) ?? '';
const names = (count: number) => Array.from({ length: count }, (_, at) => `user-${String(at).padStart(2, '0')}`);
const database = (count: number) => buildDatabase({ users: names(count).map((name) => aUser(name)) });
const inactive = async ({ store }: Console): Promise<readonly string[]> =>
  (await store.users.list())
    .filter(({ isActive }) => !isActive)
    .map(({ username }) => username)
    .toSorted();
const protect = (path: string, name: string, id = 'protect') =>
  runSql(
    path,
    `CREATE TRIGGER ${id} BEFORE UPDATE ON "user" WHEN old.username = '${name}' BEGIN SELECT RAISE(ABORT, 'a paying customer'); END`,
  );

describe('Several marked users', () => {
  test('are deactivated with fewer than 12 keys, after one question, and undone by one u', async () => {
    const console = await renderConsole({ database: database(8) });
    const keys = ['s', 'enter', 'space', 'space', 'space', 'space', 'space', 'x', 'y'];
    expect(keys.length).toBeLessThanOrEqual(12);
    await console.app.press(...keys.slice(2, -1));
    expect(console.app.screen()).toContain('Deactivate 5 users?');
    await console.app.press('y');
    expect(message(console)).toContain('Deactivated users: 5 done. u undoes all.');
    expect(await inactive(console)).toHaveLength(5);
    expect(console.app.screen()).not.toContain('5 marked');
    await console.app.press('u');
    expect(message(console)).toContain('Undone: 5 users are active again.');
    expect(await inactive(console)).toEqual([]);
  });

  test('have a word in the footer, and the command that does the same', async () => {
    const console = await renderConsole({ database: database(4) });
    await console.app.press('space', 'space');
    expect(footer(console)).toContain('x deactivate 2');
    await console.app.press('x', 'y');
    expect(message(console)).toMatch(/≙ presents user deactivate user-\d\d user-\d\d$/);
    await console.app.press('g', 'space', 'space', 'x');
    expect(console.app.screen()).toMatch(/Reactivate 2 users\?/);
  });

  test('who are inactive already are counted before, and skipped', async () => {
    const path = database(4);
    runSql(path, `UPDATE "user" SET is_active = 0 WHERE username = 'user-02'`);
    const console = await renderConsole({ database: path });
    await console.app.press('*', 'x');
    expect(console.app.screen()).toContain('Deactivate 3 users?');
    expect(console.app.screen()).toContain('1 more is already inactive and stays so.');
    await console.app.press('y');
    expect(message(console)).toContain('Deactivated users: 3 done, 1 skipped (already inactive).');
    await console.app.press('u');
    expect(await inactive(console)).toEqual(['user-02']);
  });

  test('of more than ten want their number typed, and are listed as far as there is room', async () => {
    const console = await renderConsole({ database: database(70), columns: 80, rows: 24 });
    await console.app.press('*', 'x', 'y');
    expect(console.app.screen()).toContain('Deactivate 70 users?');
    expect(console.app.screen()).toMatch(/user-\d+, user-\d+.* … and \d+\s+│?\s*more|… and \d+ more/s);
    await console.app.type('\u001570\r');
    expect(message(console)).toContain('Deactivated users: 70 done.');
    expect(await inactive(console)).toHaveLength(70);
  });

  test('are told apart when one in the middle fails: which were done, what failed and why, what was not touched', async () => {
    const path = database(5);
    protect(path, 'user-02');
    const console = await renderConsole({ database: path });
    await console.app.press('*', 'x', 'y');
    const screen = console.app.screen();
    expect(screen).toContain('Failed: user-02:');
    expect(screen).toContain('a paying customer');
    const done = await inactive(console);
    expect(done.length).toBeGreaterThan(0);
    for (const name of done) expect(screen).toMatch(new RegExp(`Done:.*${name}`));
    expect(screen).toContain('Not touched:');
    await console.app.press('escape');
    expect(message(console)).toContain(`Deactivated users: ${done.length} done, 1 failed`);
    await console.app.press('u');
    expect(await inactive(console)).toEqual([]);
  });

  test('are undone as far as that goes, and u goes on with the rest', async () => {
    const path = database(3);
    const console = await renderConsole({ database: path });
    await console.app.press('*', 'x', 'y');
    expect(await inactive(console)).toHaveLength(3);
    protect(path, 'user-01');
    await console.app.press('u');
    expect(message(console)).toMatch(/Undone: \d users? (is|are) active again, \d left\. user-01: /);
    runSql(path, 'DROP TRIGGER protect');
    await console.app.press('u');
    expect(await inactive(console)).toEqual([]);
  });

  test('can be stopped: what is done stays done, and u undoes it', async () => {
    const console = await renderConsole({ database: database(6) });
    const release = console.watch.holdBack('users.deactivate');
    await console.app.press('*', 'x', 'y');
    expect(console.app.screen()).toContain('Esc stops; what is done stays done');
    await console.app.press('escape');
    release();
    await console.app.flush();
    expect(message(console)).toContain('Stopped. Deactivated users: 1 done, 5 not touched.');
    expect(await inactive(console)).toHaveLength(1);
    await console.app.press('u');
    expect(await inactive(console)).toEqual([]);
  });

  test('who are hidden by the filter, or gone, are told in the question', async () => {
    const path = database(4);
    const console = await renderConsole({ database: path });
    await console.app.press('space', 'space', 'space');
    await console.app.type('/user:nobody-at-all\r');
    runSql(path, `DELETE FROM "user" WHERE username = 'user-03'`);
    await console.app.press('x');
    expect(console.app.screen()).toContain('Deactivate 2 users?');
    expect(console.app.screen()).toContain('1 marked user no longer exists.');
  });

  test('with hostile names are shown harmlessly', async () => {
    const console = await renderConsole({
      database: buildDatabase({ users: [aUser('evil\u001b[31mred'), aUser('two\nlines'), aUser('x'.repeat(300))] }),
    });
    await console.app.press('*', 'x');
    expect(console.app.screen()).toContain('evil␛[31mred');
    await console.app.press('y');
    expect(message(console)).toContain('3 done');
  });
});

describe('Several marked records', () => {
  test('of the cache are invalidated, and restored to what each was', async () => {
    const console = await renderConsole();
    await console.app.press('4', 'space', 'space', 'x');
    expect(console.app.screen()).toContain('Invalidate 2 entries?');
    await console.app.press('y');
    expect(message(console)).toMatch(/Invalidated entries: 2 done\..*≙ presents product invalidate P\d+ P\d+$/);
    const before = (await console.store.products.stats()).invalidated;
    await console.app.press('u');
    expect(message(console)).toContain('Undone: 2 entries are as before again.');
    expect((await console.store.products.stats()).invalidated).toBe(before - 2);
  });

  test('of Errors are resolved and reopened', async () => {
    const console = await renderConsole();
    await console.app.press('3', 'space', 'space');
    expect(footer(console)).toContain('x resolve 2');
    await console.app.press('x', 'y');
    expect(message(console)).toMatch(/Resolved groups: 2 done\. .*presents errors resolve [0-9a-f]{8} [0-9a-f]{8}/);
    await console.app.press('u');
    expect(message(console)).toContain('Undone: 2 groups are as before again.');
  });
});
