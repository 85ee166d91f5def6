import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../../helpers/console.tsx';
import { aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

const rowsOf = ({ app }: Console): readonly string[] =>
  app.lines().filter((line) => /[●○] (active|inactive)/.test(line));
const selected = ({ app }: Console): string =>
  app
    .lines()
    .find((line) => line.includes('❯'))
    ?.replace('❯', '')
    .trim()
    .split(/ {2,}/)[0] ?? '';
const message = ({ app }: Console): string => app.lines().at(-2)?.trim() ?? '';
const type = async ({ app }: Console, text: string): Promise<void> => {
  await app.type(text);
};

describe('Adding a user', () => {
  test('says why a name is refused while it is typed', async () => {
    const console = await renderConsole();
    await console.app.press('a');
    await console.app.paste('x'.repeat(65));
    expect(console.app.screen()).toContain('at most 64 characters; this one has 65');
    await console.app.press('enter');
    expect(console.app.screen()).toContain('Add a user');
    await console.app.press('backspace');
    expect(console.app.screen()).not.toContain('at most 64');
    await console.app.press('ctrl+u', 'enter');
    expect(console.app.screen()).toContain('needs at least one character');
    await console.app.press('escape');
    expect(console.app.screen()).not.toContain('Add a user');
    expect(await console.store.users.list()).toHaveLength(14);
  });

  test('says how long a pasted name really is, in characters', async () => {
    const console = await renderConsole();
    await console.app.press('a');
    await console.app.paste('x'.repeat(300));
    expect(console.app.screen()).toContain('at most 64 characters; this one has 300');
    await console.app.press('ctrl+u');
    await console.app.paste('🎁'.repeat(65));
    expect(console.app.screen()).toContain('this one has 65');
  });

  test('keeps the text when the name is taken', async () => {
    const console = await renderConsole();
    await console.app.press('a');
    await type(console, 'acme-shop');
    await console.app.press('enter');
    expect(console.app.screen()).toMatch(/Username: acme-shop/);
    expect(console.app.screen()).toMatch(/acme-shop.* exists|already/);
    await type(console, '-2');
    expect(console.app.screen()).not.toMatch(/ exists|already/);
    await console.app.press('enter');
    expect(console.app.screen()).toContain('New API key for acme-shop-2');
  });

  test('makes the user once, however often Return is pressed, and tells the command', async () => {
    const console = await renderConsole();
    await console.app.type("ao'hara\r\r\r");
    expect((await console.store.users.list()).filter(({ username }) => username === "o'hara")).toHaveLength(1);
    await type(console, 'saved\r');
    expect(message(console)).toMatch(/^✓ Created o'hara \(id \d+\)\. +≙ presents user create 'o'\\''hara'$/);
    expect(console.app.screen()).toContain('15 · 13 active');
    expect(console.app.screen()).toContain("o'hara");
  });
});

describe('Deactivating', () => {
  test('shows a command that acts on the database of the dashboard, wherever it is pasted', async () => {
    const console = await renderConsole({ databaseWords: ['--db', '/srv/my gifts.db'] });
    await console.app.press('G', 'x', 'y');
    expect(message(console)).toMatch(/≙ presents user deactivate --db '\/srv\/my gifts\.db' never-called$/);
  });

  test('a user who is gone tells a command that acts on the database of the dashboard', async () => {
    const console = await renderConsole({ columns: 200, databaseWords: ['--db', '/srv/my gifts.db'] });
    await console.app.press('G', 'x');
    runSql(console.path, `DELETE FROM "user" WHERE username = 'never-called'`);
    await console.app.press('y');
    expect(message(console)).toMatch(
      /^✗ There is no user “never-called” .* List all users\. +≙ presents user list --db '\/srv\/my gifts\.db'$/,
    );
  });

  test('an idle user takes one key, and can be undone', async () => {
    const console = await renderConsole();
    await console.app.press('G', 'x');
    expect(console.app.screen()).toContain('Deactivate never-called?');
    expect(console.app.screen()).toContain('Last call never, 0 calls in the last 24 h.');
    await console.app.press('n', 'x', 'q', 'x', 'escape');
    expect((await console.store.users.find('never-called'))?.isActive).toBe(true);
    await console.app.press('x', 'y');
    expect((await console.store.users.find('never-called'))?.isActive).toBe(false);
    expect(message(console)).toMatch(
      /^✓ Deactivated never-called\. u undoes it\. +≙ presents user deactivate never-called$/,
    );
    // Nothing moves under the hand within a second of the cursor.
    await console.advance(1000);
    expect(rowsOf(console).at(-1)).toContain('○ inactive');
    await console.app.press('u');
    expect((await console.store.users.find('never-called'))?.isActive).toBe(true);
    expect(message(console)).toBe('✓ Undone: never-called is active again.');
    expect(rowsOf(console).at(-1)).toContain('● active');
    await console.app.press('u');
    expect(message(console)).toBe('▲ There is nothing to undo.');
    expect(await console.store.audit.list()).toHaveLength(2);
  });

  test('a busy user takes one key too, since u takes it back, and tells how busy they are', async () => {
    const console = await renderConsole();
    await console.app.press('x');
    expect(console.app.screen()).toContain('Last call 36 s ago, 240 calls in the last 24 h.');
    await console.app.press('y');
    expect((await console.store.users.find('client1'))?.isActive).toBe(false);
    await console.app.press('u');
    expect((await console.store.users.find('client1'))?.isActive).toBe(true);
  });

  test('an inactive user takes one key to be active again', async () => {
    const console = await renderConsole();
    await console.app.press('j', 'x');
    expect(console.app.screen()).toContain('Reactivate client2?');
    await console.app.press('y');
    expect((await console.store.users.find('client2'))?.isActive).toBe(true);
    expect(message(console)).toContain('≙ presents user reactivate client2');
  });

  test('asks about the user under the cursor, wherever another program moves the rows meanwhile', async () => {
    const database = buildDatabase({ users: ['a', 'b', 'c'].map((name) => aUser(name)) });
    const console = await renderConsole({ database });
    await console.app.press('j');
    const asked = selected(console);
    const release = console.watch.holdBack('users.find');
    await console.app.press('x', 'j');
    release();
    await console.app.flush();
    expect(console.app.screen()).toContain(`Deactivate ${asked}?`);
  });

  test('can be undone step by step, the last one first, also by two quick keys', async () => {
    const console = await renderConsole({ database: buildDatabase({ users: ['a', 'b'].map((name) => aUser(name)) }) });
    await console.app.press('x', 'y', 'j', 'x', 'y');
    const active = async () => (await console.store.users.list()).map(({ isActive }) => isActive);
    expect(await active()).toEqual([false, false]);
    const release = console.watch.holdBack('users.reactivate');
    await type(console, 'uu');
    release();
    await console.app.flush();
    expect(await active()).toEqual([true, true]);
    await console.app.press('u');
    expect(message(console)).toBe('▲ There is nothing to undo.');
  });

  test('stays undoable when the undo fails', async () => {
    const console = await renderConsole();
    await console.app.press('G', 'x', 'y');
    console.watch.failWith(new Error('The database is locked.'));
    await console.app.press('u');
    expect(message(console)).toBe('✗ The database is locked. Nothing was changed.');
    console.watch.failWith(null);
    await console.app.press('u');
    expect((await console.store.users.find('never-called'))?.isActive).toBe(true);
  });
});

describe('A new key', () => {
  test('takes the whole name, and nothing less', async () => {
    const console = await renderConsole();
    await console.app.press('!');
    for (const attempt of ['y', 'yes', 'client', 'CLIENT1', '']) {
      await type(console, `${attempt}\r`);
      expect(console.app.screen()).toContain('Replace the key of client1?');
      await console.app.press('ctrl+u');
    }
    expect(await console.store.audit.list()).toHaveLength(0);
  });

  test.each([
    ['evil\u001b[31mred', '#1'],
    ['東京ギフト', '#1'],
    ['bücherkönig', '#1'],
    ["o'hara & sons", "o'hara & sons"],
    [' blank', '#1'],
  ])('of the user %j takes %j to be typed', async (name, typed) => {
    const console = await renderConsole({ database: buildDatabase({ users: [aUser(name)] }) });
    await console.app.press('!');
    await type(console, `${typed}\r`);
    expect(console.app.screen()).toContain('New API key for');
    expect((await console.store.audit.list()).map(({ action }) => action)).toEqual(['user regenerate-key']);
  });

  test('takes the typed name, and the old key stops working immediately', async () => {
    const console = await renderConsole({ database: buildDatabase({ users: [aUser('acme-shop')] }) });
    expect(await console.store.users.authenticate('key of acme-shop')).toBeDefined();
    await console.app.press('!');
    expect(console.app.screen()).toContain('The old key stops working immediately; this cannot be undone.');
    await console.app.press('y', 'enter');
    expect(await console.store.users.authenticate('key of acme-shop')).toBeDefined();
    await console.app.press('ctrl+u');
    await type(console, 'acme-shop\r');
    await console.app.press('y');
    expect(await console.store.users.authenticate('key of acme-shop')).toBeUndefined();
    expect(await console.store.users.authenticate(console.copied[0] ?? '')).toMatchObject({ username: 'acme-shop' });
  });
});
