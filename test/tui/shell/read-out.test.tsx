import { describe, expect, test } from 'vitest';
import { type Console, renderConsole } from '../../helpers/console.tsx';

/** Frames, blocks, braille and the marks of screens. */
const DRAWN = /[─-◿⠀-⣿❯✓✗⏎⧗⏸≙▲●○·–…]/;

/** Presses keys, and answers with what was read out. */
async function press({ app, advance, heard }: Console, ...keys: readonly string[]): Promise<string> {
  await app.press(...keys);
  await advance(700);
  return heard();
}

const open = async (): Promise<Console> => {
  const console = await renderConsole({ isSpoken: true, columns: 108, rows: 36 });
  await console.advance(100);
  return console;
};

describe('The dashboard for a screen reader', () => {
  test('draws nothing on any screen or dialog', async () => {
    const console = await open();
    let text = console.heard();
    const keys = ['enter', 'escape', 'x', 'escape', 'a', 'escape', '2', 'c', 'h', 'h', 't', 'escape', '3', 'o', 'o'];
    for (const key of [...keys, '4', 'enter', 'q', '5', 'enter', 'q', 'w', 'q', '?', 'escape', ':', 'escape', 's', 'q'])
      text += await press(console, key);
    expect(text.split('\n').length).toBeGreaterThan(100);
    expect(text.split('\n').filter((line) => DRAWN.test(line))).toEqual([]);
  });

  test('says the row that is selected, and not the list around it', async () => {
    const console = await open();
    expect(console.heard()).toContain('Selected: 1. ');
    expect(await press(console, 'down')).toMatch(/^Selected: 2\. [^\n]+\n$/);
    expect(await press(console, 'G')).toMatch(/^Selected: 14\. /);
  });

  test('is used with the same keys: a deactivation and its undo, a user, System, Errors, a filter, the palette, a pause', async () => {
    const console = await open();
    expect(console.heard()).toMatch(
      /^R reads the whole screen again[^\n]+\nDatabase: reference\.db\nData: live, newest call \d+ s ago\nUsers, 14, 12 active/,
    );
    await press(console, '/');
    for (const key of 'acme') await press(console, key);
    expect(await press(console, 'enter')).toMatch(
      /Selected: 1\. acme-shop: active, last call [^,]+, \d+ calls, errors /,
    );
    expect(await press(console, 'x')).toMatch(/^\nDeactivate acme-shop\?\n(?:[^\n]+\n)+y yes, Esc no\n$/);
    expect(await press(console, 'y')).toMatch(
      /^Done: Deactivated acme-shop\. u undoes it\.\nCommand: presents user deactivate acme-shop\nSelected: 1\. acme-shop: inactive/,
    );
    expect(await press(console, 'u')).toMatch(
      /^Done: Undone: acme-shop is active again\.\nSelected: 1\. acme-shop: active/,
    );
    expect(await press(console, 'enter')).toMatch(
      /^\nacme-shop: active[^\n]+\nCalls per [^,]+, last 24 h, \d+: highest \d+ at [\d:]+, lowest \d+ at [\d:]+, now \d+\nTotals\nCalls: \d+/,
    );
    await press(console, 'escape');
    await press(console, 'escape');
    expect(await press(console, '2')).toMatch(/^\nSystem, Last 24 h, [^\n]+\n[\s\S]+\nTop users\n1\. /);
    expect(await press(console, 'left')).toMatch(/^Selected bar: [\d:]+ to now, /);
    expect(await press(console, '3')).toMatch(/^\nErrors, [^\n]+\nSelected: 1\. /);
    expect(await press(console, ':')).toMatch(/^\nPalette\nSelected: [\s\S]+\nPalette: $/);
    for (const key of 'cache') await press(console, key);
    expect(await press(console, 'enter')).toMatch(/^\n\nCache, /);
    expect(await press(console, 'p')).toMatch(/^Data: paused [\d:]+, 0 new calls\n$/);
    expect(await press(console, 'p')).toMatch(/^Data: live/);
  });

  test('announces by itself that the data is stale, and nothing of what it shows', async () => {
    const console = await open();
    console.heard();
    console.watch.failWith(new Error('database is locked'));
    for (let second = 0; second < 8; second++) await console.advance(1000);
    expect(console.heard()).toMatch(/^Data: stale [^\n]*database is locked\n$/);
    console.watch.failWith(null);
    for (let second = 0; second < 3; second++) await console.advance(1000);
    // The last announcement is less than ten seconds ago.
    expect(console.heard()).toBe('');
    for (let second = 0; second < 10; second++) await console.advance(1000);
    expect(console.heard()).toMatch(/^Data: live[^\n]*\n$/);
  });

  test('reads the whole screen again when it is asked to', async () => {
    const console = await open();
    const first = console.heard().split('\n');
    const again = await press(console, 'R');
    for (const line of first.filter((row) => /^\d+\. /.test(row))) expect(again).toContain(line);
  });
});
