import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../helpers/console.tsx';
import { aUser, buildDatabase } from '../../helpers/store.ts';

const rowsOf = ({ app }: Console): readonly string[] =>
  app.lines().filter((line) => /[●○] (active|inactive)/.test(line));
const names = (console: Console): readonly string[] =>
  rowsOf(console).map((line) => line.slice(3).split(/ {2,}/)[0] ?? '');
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

describe('The list of users', () => {
  test('moves its selection by keys, and stays within', async () => {
    const console = await renderConsole();
    const after: string[] = [];
    for (const key of ['j', 'down', 'k', 'up', 'k', 'G', 'j', 'g', 'end', 'home', 'ctrl+f', 'ctrl+b']) {
      await console.app.press(key);
      after.push(selected(console));
    }
    const [first, second, third, last] = ['client1', 'client2', 'acme-shop', 'never-called'];
    expect(after).toEqual([second, third, second, first, first, last, last, first, last, first, last, first]);
  });

  test('is filtered while it is typed, keeps the filter on Return and clears it on Escape', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await type(console, 'UPP');
    expect(names(console)).toEqual(['upper', 'UPPER']);
    expect(console.app.screen()).toContain('2 found');
    await console.app.press('backspace', 'enter', 'j');
    expect(selected(console)).toBe('UPPER');
    expect(console.app.screen()).toContain('/ UP');
    await console.app.press('escape');
    expect(names(console)).toHaveLength(14);
    expect(selected(console)).toBe('UPPER');
    await console.app.press('/');
    await type(console, 'zzz');
    expect(console.app.screen()).toContain('No user matches “zzz”. Esc clears the filter.');
    await console.app.press('escape');
    expect(names(console)).toHaveLength(14);
  });

  test('moves by arrows while the filter is typed', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await type(console, 'client');
    await console.app.press('down');
    expect(selected(console)).toBe('client2');
  });

  test('is sorted by a menu, and the other way round by I, with the selection on its record', async () => {
    const console = await renderConsole();
    await console.app.press('j', 'j', 's');
    expect(console.app.screen()).toContain('Sort by');
    await console.app.press('g', 'k', 'k', 'k', 'k', 'enter');
    const first = names(console)[0];
    expect(first).toMatch(/^a{20}/);
    expect(names(console).at(-1)).toBe('東京ギフト');
    expect(selected(console)).toBe('acme-shop');
    expect(console.app.screen()).toContain('USERNAME ↑');
    await console.app.press('I');
    expect(names(console).at(-1)).toBe(first);
    expect(console.app.screen()).toContain('USERNAME ↓');
    expect(selected(console)).toBe('acme-shop');
    await console.app.press('s', 'escape');
    expect(console.app.screen()).toContain('USERNAME ↓');
  });

  test('shows the traffic of the window that is chosen or typed', async () => {
    const console = await renderConsole();
    const callsIn = async (hours: number) =>
      String((await console.store.apiLogs.userStats('client1', { hours })).totalCalls);
    await console.app.press('t', 'k', 'enter');
    expect(console.app.screen()).toContain('traffic: last 6 h');
    expect(rowsOf(console).find((line) => line.includes('client1'))).toContain(` ${await callsIn(6)} `);
    await console.app.press('t', '/');
    await type(console, '9x');
    expect(console.app.screen()).toContain('like 90m, 12h or 3d');
    await console.app.press('enter', 'backspace');
    await type(console, '0m');
    await console.app.press('enter');
    expect(console.app.screen()).toContain('traffic: last 90 min');
    expect(rowsOf(console).find((line) => line.includes('client1'))).toContain(` ${await callsIn(1.5)} `);
  });

  test('opens the selected user, and copies the name as it is', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await type(console, 'evil');
    await console.app.press('enter', 'y');
    expect(console.copied).toEqual(['evil\u001b[31mred']);
    expect(message(console)).toBe('✓ Sent the username to the clipboard.');
    await console.app.press('enter');
    expect(console.app.lines()[2]).toContain('evil␛[31mred   ● active');
    await console.app.press('y');
    expect(console.copied).toHaveLength(2);
  });

  test('says what to do next in an empty database', async () => {
    const console = await renderConsole({ database: buildDatabase({}) });
    expect(console.app.screen()).toContain('No users yet. a adds the first one.');
    expect(console.app.screen()).toContain('no calls yet');
    for (const key of ['j', 'G', 'enter', 'x', '!', 'y']) await console.app.press(key);
    expect(message(console)).toMatch(/^▲ No/);
    await console.app.press('2');
    expect(console.app.screen()).toContain('No calls in this window.');
    await console.app.press('3');
    expect(console.app.screen()).toContain('No call failed in the last 24 h. t picks another window.');
    await console.app.press('4');
    expect(console.app.screen()).toContain('The cache is empty');
  });
});

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
    expect(message(console)).toMatch(/^✓ Created o'hara\. +≙ presents user create 'o'\\''hara'$/);
    expect(console.app.screen()).toContain('15 · 13 active');
    expect(console.app.screen()).toContain("o'hara");
  });
});

describe('Deactivating', () => {
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

  test('a busy user takes the typed name, and nothing less', async () => {
    const console = await renderConsole();
    await console.app.press('x');
    expect(console.app.screen()).toContain('Last call 36 s ago, 240 calls in the last 24 h.');
    for (const attempt of ['y', 'yes', 'client', 'CLIENT1', '']) {
      await type(console, `${attempt}\r`);
      expect(console.app.screen()).toContain('Deactivate client1?');
      await console.app.press('ctrl+u');
    }
    expect((await console.store.users.find('client1'))?.isActive).toBe(true);
    await type(console, 'client1\r');
    expect((await console.store.users.find('client1'))?.isActive).toBe(false);
  });

  test('an inactive user takes one key to be active again', async () => {
    const console = await renderConsole();
    await console.app.press('j', 'x');
    expect(console.app.screen()).toContain('Reactivate client2?');
    await console.app.press('y');
    expect((await console.store.users.find('client2'))?.isActive).toBe(true);
    expect(message(console)).toContain('≙ presents user reactivate client2');
  });

  test('a user whose name no keyboard types takes their number', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await type(console, 'evil');
    await console.app.press('enter', 'x');
    await type(console, '#12\r');
    expect((await console.store.users.find('evil\u001b[31mred'))?.isActive).toBe(false);
    expect(message(console)).toMatch(/^✓ Deactivated evil␛\[31mred\./);
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
  test('takes the typed name, and kills the old key at once', async () => {
    const console = await renderConsole({ database: buildDatabase({ users: [aUser('acme-shop')] }) });
    expect(await console.store.users.authenticate('key of acme-shop')).toBeDefined();
    await console.app.press('!');
    expect(console.app.screen()).toContain('The old key is dead at once; this cannot be undone.');
    await console.app.press('y', 'enter');
    expect(await console.store.users.authenticate('key of acme-shop')).toBeDefined();
    await console.app.press('ctrl+u');
    await type(console, 'acme-shop\r');
    await console.app.press('y');
    expect(await console.store.users.authenticate('key of acme-shop')).toBeUndefined();
    expect(await console.store.users.authenticate(console.copied[0] ?? '')).toMatchObject({ username: 'acme-shop' });
  });
});
