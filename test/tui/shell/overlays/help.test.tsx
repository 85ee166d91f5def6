import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../../../src/model/settings.ts';
import { renderConsole } from '../../../helpers/console.tsx';

describe('The help', () => {
  test('lists the keys that work here first, then those that work everywhere, page by page, and closes by several keys', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 80 });
    await app.press('2', '?');
    const at = (heading: string) => app.lines().findIndex((line) => new RegExp(`│ +${heading} +│`).test(line));
    expect(at('System')).toBeGreaterThan(-1);
    expect(at('System')).toBeLessThan(at('Charts over time'));
    expect(at('Everywhere')).toBe(-1);
    expect(app.screen()).toMatch(/m\s+chart: calls, errors, average, p95/);
    expect(app.screen()).toMatch(/page 1 of \d/);
    await app.press('pagedown');
    expect(at('Everywhere')).toBeGreaterThan(-1);
    await app.press('pageup', 'G');
    expect(app.screen()).toMatch(/page (\d) of \1/);
    await app.press('g');
    expect(app.screen()).toMatch(/page 1 of \d/);
    for (const key of ['escape', 'q', '?']) {
      await app.press(key);
      expect(app.screen()).not.toContain('Charts over time');
      await app.press('?');
    }
  });

  test('stands in columns where the screen is wide', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 200, rows: 60 });
    await app.press('?');
    expect(app.screen()).toMatch(/│ +Users {5,}\S.* {5,}\S.*│/);
    expect(app.screen()).toMatch(/below 1 % +normal: muted/);
    expect(app.screen()).toMatch(/status:422,5xx +a code, a class/);
  });

  test.each([
    [80, 30],
    [60, 16],
    [40, 12],
  ])('cuts no sentence and keeps its frame at %dx%d', async (columns, rows) => {
    const { app } = await renderConsole({ theme: 'none', columns, rows });
    await app.press('?');
    for (let page = 0; page < 4; page += 1) {
      expect(app.lines().filter((line) => /╭─ Keys ─+╮|╰─+╯/.test(line))).toHaveLength(2);
      expect(app.lines().filter((line) => /│ .*… *│/.test(line))).toEqual([]);
      await app.press('pagedown');
    }
  });

  test('does what the selected key does by Return', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 80 });
    await app.press('?', 'down', 'down', 'down', 'enter');
    expect(app.screen()).toContain('last 6 h');
    await app.press('escape', '?', '/');
    await app.type('reverse');
    await app.press('enter');
    expect(app.screen()).toContain('CALLS ↑');
  });

  test('says of a key that cannot work why, and does not press it', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 80 });
    await app.press('?', '/');
    await app.type('delete old');
    await app.press('enter');
    expect(app.screen()).toContain('Keys');
    await app.press('escape', '/');
    await app.type('last part');
    await app.press('enter');
    expect(app.screen()).toContain('take the last part of the filter away');
  });

  test('is searched by what a key does, by its name and by its place', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('?', '/');
    await app.type('rever');
    expect(app.screen()).toContain('reverse the order');
    expect(app.screen()).not.toContain('Users    ');
    await app.press('escape', '/');
    await app.type('shift+tab');
    expect(app.screen()).toContain('previous screen');
    await app.press('ctrl+u');
    await app.type('nonsense');
    expect(app.screen()).toContain('No key does “nonsense”.');
    await app.press('enter', 'escape', 'escape');
    expect(app.screen()).toContain('USERNAME');
  });

  test('tells the scale of the shares of errors that is in force', async () => {
    const thresholds = { ...defaultThresholds, errorShare: { raised: 0.005, bad: 0.3 } };
    const { app } = await renderConsole({ theme: 'none', settings: { thresholds } });
    await app.press('?', '/');
    await app.type('share of errors');
    for (const line of [/below 0\.5 % +normal/, /from 0\.5 % on +raised/, /from 30 % on +bad/])
      expect(app.screen()).toMatch(line);
  });
});
