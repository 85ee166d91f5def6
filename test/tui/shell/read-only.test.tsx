import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Binding, keymap } from '../../../src/tui/keys/keymap.ts';
import { renderConsole } from '../../helpers/console.tsx';

const readOnlyReason = 'Nothing can be changed: presents was started read-only.';
const opened = (size = {}) =>
  renderConsole({
    theme: 'none',
    readOnlyReason,
    badges: ['READ-ONLY'],
    databaseWord: { text: 'PRODUCTION', color: 'red' },
    ...size,
  });

describe('A database that is read-only', () => {
  test('is marked in the header, with its word, also without colours', async () => {
    const { app } = await opened();
    expect(app.lines()[0]).toContain(' PRODUCTION   READ-ONLY ');
    expect(app.cellOf('PRODUCTION').isInverse).toBe(true);
  });

  test('keeps word and badge where there is little room', async () => {
    const { app } = await opened({ columns: 60, rows: 16 });
    expect(app.lines()[0]).toContain(' PRODUCTION   READ-ONLY ');
  });

  test.each([
    ['Users', [], ['a', 'x', '!']],
    ['User', ['enter'], ['x', '!']],
    ['Errors', ['3'], ['x', 'i', 'a']],
    ['Cache', ['4'], ['x', 'C']],
    ['Product', ['4', 'enter'], ['x']],
  ])('refuses every action of %s with a sentence, before it asks anything', async (_, way, keys) => {
    const { app, path, watch } = await opened();
    const before = readFileSync(path);
    await app.press(...way);
    for (const key of keys) {
      await app.press(key);
      expect(app.lines().at(-2)).toContain(readOnlyReason);
      expect(app.screen()).not.toMatch(/y yes|Add a user|cancel/);
    }
    expect(
      watch.questions.filter((name) => /create|deactivate|regenerate|invalidate|cleanup|triage/.test(name)),
    ).toEqual([]);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('leaves its actions out of the footer, and greys them in the palette', async () => {
    const { app } = await opened();
    expect(app.lines().at(-1)).not.toMatch(/add|deactivate|new key/);
    await app.press(':');
    await app.type('add a user');
    expect(app.screen()).toContain('Nothing can be changed');
  });

  test('is changed by no key that is not marked so', () => {
    const bindings: readonly Binding[] = keymap;
    // Whatever has a command that changes the database.
    const changing =
      /^(user (create|de|re)|errors (resolve|ignore|note|reopen)|attention --aside|cleanup|(cache|product) (invalidate|restore)|init|maintain)/;
    const unmarked = bindings.filter(({ command = '', changes }) => changing.test(command) && changes !== true);
    expect(unmarked.map(({ scope, action }) => `${scope}.${action}`)).toEqual([]);
  });
});
