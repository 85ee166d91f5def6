import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../../../src/model/settings.ts';
import { renderConsole } from '../../../helpers/console.tsx';

describe('The help', () => {
  test('lists the keys that work here first, scrolls, and closes by several keys', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('2', '?');
    const lines = app.lines();
    const at = (heading: string) => lines.findIndex((line) => new RegExp(`│ +${heading} +│`).test(line));
    expect(at('System')).toBeGreaterThan(-1);
    expect(at('System')).toBeLessThan(at('Charts over time'));
    expect(at('Everywhere')).toBe(-1);
    expect(app.screen()).toMatch(/m\s+chart: calls, errors, average, p95/);
    expect(app.screen()).toMatch(/j \d+ more/);
    await app.press(...Array.from({ length: 8 }, () => 'pagedown'));
    expect(app.screen()).not.toMatch(/\d+ more/);
    await app.press(...Array.from({ length: 8 }, () => 'pageup'), 'k');
    expect(app.screen()).toMatch(/j \d+ more/);
    for (const key of ['escape', 'q', '?']) {
      await app.press(key);
      expect(app.screen()).not.toContain('Charts over time');
      await app.press('?');
    }
  });

  test('cuts no sentence on a screen of 80 columns', async () => {
    const { app } = await renderConsole({ theme: 'none', columns: 80 });
    await app.press('?');
    for (let page = 0; page < 8; page += 1) {
      expect(app.lines().filter((line) => /│ .*… *│/.test(line))).toEqual([]);
      await app.press('pagedown');
    }
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
    await app.press('enter', 'escape');
    expect(app.screen()).toContain('USERNAME');
  });

  test('tells the scale of the shares of errors, last of all and when it is searched', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('?', '/');
    await app.type('share of errors');
    const said = app.screen();
    for (const line of [/below 1 % +normal/, /from 1 % on +raised/, /from 5 % on +bad/]) expect(said).toMatch(line);
  });

  test('tells the scale that is in force', async () => {
    const thresholds = { ...defaultThresholds, errorShare: { raised: 0.005, bad: 0.3 } };
    const { app } = await renderConsole({ theme: 'none', settings: { thresholds } });
    await app.press('?', '/');
    await app.type('share of errors');
    for (const line of [/below 0\.5 % +normal/, /from 30 % on +bad/]) expect(app.screen()).toMatch(line);
  });
});
