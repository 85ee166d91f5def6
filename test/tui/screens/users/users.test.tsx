import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../../helpers/console.tsx';
import { aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

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
    expect(console.app.screen()).toContain('[UP ×]');
    await console.app.press('escape');
    expect(names(console)).toHaveLength(14);
    expect(selected(console)).toBe('UPPER');
    await console.app.press('/');
    await type(console, 'zzz');
    expect(console.app.screen()).toContain('No user matches “zzz”. Esc clears the filter.');
    await console.app.press('escape');
    expect(names(console)).toHaveLength(14);
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

  test('says more of each user where the screen is wide, or where it is sorted by that', async () => {
    const { app } = await renderConsole({ columns: 200 });
    expect(app.screen()).toMatch(/STATUS +KEY +LAST CALL .* 5XX +LAST ERROR .* P95 MS +TOP ROUTE/);
    expect(app.lines().find((line) => line.includes('never-called'))).toContain('never');
    expect(app.screen()).not.toContain(' … ');
    const narrow = await renderConsole({ columns: 80, rows: 24 });
    expect(narrow.app.screen()).not.toContain('P95 MS');
    await narrow.app.press('s', 'j', 'j', 'j', 'enter');
    expect(narrow.app.screen()).toContain('P95 MS ↓');
    expect(rowsOf(narrow)[0]).toMatch(/^ ❯ client2 .* \d/);
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
    expect(console.app.screen()).toContain('No time: “9x”. Try 90m, 3d, yesterday, 2026-11-24 17..18.');
    await console.app.press('enter', 'backspace');
    await type(console, '0m');
    await console.app.press('enter');
    expect(console.app.screen()).toContain('traffic: last 90 min');
    expect(rowsOf(console).find((line) => line.includes('client1'))).toContain(` ${await callsIn(1.5)} `);
  });

  test('opens the selected user, and copies its name without control characters, and says so', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await type(console, 'evil');
    await console.app.press('enter', 'y');
    expect(console.copied).toEqual(['evil␛[31mred']);
    expect(message(console)).toBe(
      '✓ Sent the username to the terminal, unseen characters as marks. Paste to check: not all take it.',
    );
    await console.app.press('enter');
    expect(console.app.lines()[2]).toContain('evil␛[31mred   ● active');
    await console.app.press('y');
    expect(console.copied).toHaveLength(2);
  });

  test('leaves out whole words of the title of a user where there is little room, the least important first', async () => {
    const titles = [];
    for (const columns of [120, 80, 60, 40]) {
      const { app } = await renderConsole({ columns, rows: 24 });
      await app.press('/', 'c', 'l', 'i', 'e', 'n', 't', '1', 'enter', 'enter', 'backspace');
      titles.push(app.lines().find((line) => line.includes('client1')));
    }
    const whole = /^ client1 {3}● active {3}last call \d+ s ago {3}created [\d-]{10} {3}first [\d-]{10} +last 24 h/;
    expect(titles[0]).toMatch(whole);
    expect(titles[1]).toMatch(/ago {3}created [\d-]{10} +last 24 h/);
    expect(titles[2]).toMatch(/ago +last 24 h/);
    expect(titles[3]).toMatch(/^ client1 {3}● active +last 24 h/);
  });

  test('says of a user who is gone as much as fits, at any width', async () => {
    for (const columns of [120, 60, 40]) {
      const database = buildDatabase({ users: [aUser('gone')] });
      const { app, advance } = await renderConsole({ columns, rows: 24, database });
      await app.press('enter');
      runSql(database, 'DELETE FROM user');
      await advance(1000);
      expect(app.lines().find((line) => line.startsWith(' gone'))).toMatch(/^ gone {3}This user no/);
    }
  });

  test('says what to do next in an empty database', async () => {
    const console = await renderConsole({ database: buildDatabase({}) });
    expect(console.app.screen()).toContain('No users yet. a adds the first one.');
    expect(console.app.screen()).toContain('no calls yet');
    for (const key of ['j', 'G', 'enter', 'x', '!', 'y']) await console.app.press(key);
    expect(message(console)).toMatch(/^▲ There is nothing to copy/);
    await console.app.press('2');
    expect(console.app.screen()).toContain('No calls in this window.');
    await console.app.press('3');
    expect(console.app.screen()).toContain('No call failed in the last 24 h. t picks another window.');
    await console.app.press('4');
    expect(console.app.screen()).toContain('The cache is empty');
  });
});
