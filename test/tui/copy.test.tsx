import { describe, expect, test } from 'vitest';
import { CLIPBOARD_BYTES, clipboardFault } from '../../src/tui/terminal/clipboard.ts';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const message = ({ app }: Console): string => app.lines().at(-2)?.trim() ?? '';
/** Opens the menu, and takes the entry with this word. */
const take = async (console: Console, label: string): Promise<string> => {
  await console.app.press('Y');
  for (let downs = 0; downs < 12 && !console.app.screen().includes(`❯ ${label} `); downs++)
    await console.app.press('j');
  expect(console.app.screen()).toContain(`❯ ${label} `);
  await console.app.press('enter');
  return console.copied.at(-1) ?? '';
};

describe('The copy menu', () => {
  test('has the selected row, what is in sight, the filter and the command', async () => {
    const console = await renderConsole();
    await console.app.press('5');
    await console.app.type('/status:4xx\r');
    expect(await take(console, 'filter')).toBe('status:4xx');
    expect(await take(console, 'command')).toBe('presents calls --hours 24 --where status:4xx --limit all');
    expect(await take(console, 'row as CSV')).toMatch(
      /^dateTime,username,statusCode,apiRoute,responseMs,errorMessage\r\n2026-.*\r\n$/,
    );
    expect(JSON.parse(await take(console, 'row as JSON'))).toMatchObject([{ statusCode: expect.any(Number) }]);
    expect(await take(console, 'table in sight as text')).toMatch(/^TIME +USER +STATUS/);
    expect(await take(console, 'table in sight as Markdown')).toMatch(/^\| dateTime \|/);
    expect(message(console)).toMatch(/Sent the table in sight as Markdown to the terminal \([\d.]+ k?B\)/);
    expect(await take(console, 'screen as text')).toContain('Calls');
  });

  test('has the marked rows where some are marked, and y their names', async () => {
    const console = await renderConsole({
      database: buildDatabase({ users: ['a', 'b', 'c'].map((name) => aUser(name)) }),
    });
    await console.app.press('s', 'enter', 'space', 'space');
    const rows = await take(console, '2 marked users as CSV');
    expect(rows.split('\r\n')).toHaveLength(4);
    await console.app.press('y');
    expect(console.copied.at(-1)?.split('\n')).toHaveLength(3);
    expect(message(console)).toContain('Sent the 2 × username');
  });

  test('and y copy no message where a call has none', async () => {
    const calls = [null, null, 'Upstream timeout'].map((errorMessage) => aCall({ errorMessage }));
    const console = await renderConsole({ database: buildDatabase({ users: [aUser('a')], calls }) });
    const yNow = async (): Promise<string> => {
      await console.app.press('y');
      return message(console);
    };
    await console.app.press('5', 'G');
    expect(await yNow()).toBe('▲ This row has no message to copy. Y copies other things.');
    await console.app.press('space');
    expect(await yNow()).toBe('▲ No marked row has a message to copy.');
    await console.app.press('E');
    expect(console.app.screen()).toMatch(/ 1 marked call /);
    await console.app.press('escape', '*');
    expect(await yNow()).toContain('Sent the 1 × message');
    expect(console.copied).toEqual(['Upstream timeout\n']);
  });

  test('refuses what no terminal takes, and offers a file', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `${'a-long-name-'.repeat(25)}${at}`);
    const console = await renderConsole({ database: buildDatabase({ users: names.map((name) => aUser(name)) }) });
    await console.app.press('*', 'Y', 'j', 'j', 'enter');
    expect(message(console)).toMatch(/That is [\d.]+ kB, and terminals take 75 kB at most: E writes it to a file\./);
    expect(console.copied).toEqual([]);
    expect(clipboardFault('x'.repeat(CLIPBOARD_BYTES))).toBeUndefined();
    expect(clipboardFault('é'.repeat(CLIPBOARD_BYTES))).toMatch(/terminals take/);
  });

  test('and y follow the selected row on System and User', async () => {
    const console = await renderConsole();
    await console.app.press('2', 'y');
    expect(message(console)).toContain('Select a row with j and k to copy its name.');
    await console.app.press('j', 'y');
    expect(console.copied).toEqual([expect.stringMatching(/\S/)]);
    expect(message(console)).toContain('Sent the username');
    expect(await take(console, 'row as CSV')).toMatch(/^username,callCount/);
    await console.app.press('escape', '1', 'enter', 'y');
    expect(message(console)).toContain('Sent the username');
    await console.app.press('j', 'y');
    expect(message(console)).toContain('Sent the route');
  });
});

describe('The lists of a screen', () => {
  test('are offered one after the other for export, that of the selected row first', async () => {
    const console = await renderConsole();
    await console.app.press('2', 'E');
    expect(console.app.screen()).toMatch(/\d+ top users +← → other lists/);
    await console.app.press('right');
    expect(console.app.screen()).toMatch(/\d+ top routes/);
    await console.app.press('escape', '1', 'enter', 'E');
    expect(console.app.screen()).toMatch(/\d+ endpoints/);
  });
});
