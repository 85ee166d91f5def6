import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';
import { aUser, buildDatabase } from '../../../helpers/store.ts';
import { terminalSizes } from '../../../helpers/terminal-sizes.ts';

const name = 'a-shop-with-a-name-of-40-cells-in-a-world';

/** Keys that open each dialog on Users, and what must be read in it at any size. */
const dialogs: readonly (readonly [name: string, key: string, words: readonly string[]])[] = [
  ['the question before a deactivation', 'x', [name, 'y yes', 'Esc no']],
  ['the question before a new key', '!', ['Type ', '⏎ confirm', 'Esc cancel']],
  ['the name of a new user', 'a', ['Username:', '⏎ create', 'Esc cancel']],
  ['the order of rows', 's', ['❯', '⏎ choose', 'Esc cancel']],
  ['the window', 't', ['last 24 h', 'or type:', '⏎ choose', 'Esc cancel']],
  ['the help', '?', ['Keys', '⏎ do it', '/ search', 'Esc close']],
];

describe('The dialogs', () => {
  test.each(terminalSizes)('keep their frames and keys at %dx%d', async (columns, rows) => {
    const database = buildDatabase({ users: [aUser(name)] });
    const { app } = await renderConsole({ theme: 'none', columns, rows, database, alwaysWraps: true });
    for (const [dialog, key, words] of dialogs) {
      await app.press(key);
      const screen = app.screen();
      // Text may go on in the next line.
      const text = screen.replaceAll(/[│\s]/g, '');
      const missing = words.filter((word) => !text.includes(word.replaceAll(' ', '')));
      const frame = ['╭', '╮', '╰', '╯'].filter((corner) => !screen.includes(corner));
      expect({ dialog, missing, frame }).toEqual({ dialog, missing: [], frame: [] });
      await app.press('escape');
    }
  });

  test('reach every line of a choice that is longer than the screen', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 40, rows: 12 });
    await app.press('s', 'k', 'k', 'k', 'k', 'k', 'k', 'k', 'k', 'k', 'k', 'k', 'k');
    const seen = new Set<string>();
    for (let step = 0; step < 14; step++) {
      const [line = ''] = app.lines().filter((text) => text.includes('❯') && text.includes('│'));
      seen.add(line.replaceAll(/[│❯ ]+/g, ' ').trim());
      await app.press('j');
    }
    expect([...seen]).toEqual(expect.arrayContaining(['Username', 'Last call', 'Average time', 'Status', 'Created']));
  });

  test('count the entries of the cache that a cleanup would delete, and keep its keys at 40x12', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 40, rows: 12 });
    await app.press('4', 'C');
    expect(app.screen()).toMatch(/Older than +30 +days/);
    expect(app.screen()).toMatch(/⏎ count them first +Esc cancel/);
  });
});
