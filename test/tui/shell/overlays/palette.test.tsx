import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';

describe('The palette', () => {
  test('opens by : and by Ctrl+P, finds an action by a word of it, and presses its key', async () => {
    const { app } = await renderConsole();
    await app.press(':');
    expect(app.screen()).toContain('Palette');
    await app.type('window of');
    expect(app.lines().find((line) => line.includes('❯ window of'))).toMatch(
      /window of the traffic columns .* action +t/,
    );
    await app.press('enter');
    expect(app.screen()).toContain('last 6 h');
    await app.press('escape', 'ctrl+p');
    await app.type('cache');
    await app.press('enter');
    expect(app.screen()).toMatch(/Cache +\d+ entries|Cache/);
    expect(app.screen()).not.toContain('Palette');
  });

  test('says of an action that cannot work why, and stays open', async () => {
    const { app } = await renderConsole();
    await app.press('/');
    await app.type('user:nobody-at-all');
    await app.press('enter', ':');
    await app.type('copy the name');
    expect(app.screen()).toContain('There is nothing to copy.');
    await app.press('enter');
    expect(app.lines().some((line) => /│ +There is nothing to copy\. +│/.test(line))).toBe(true);
  });

  test('begins with what was chosen lately', async () => {
    const { app } = await renderConsole();
    await app.press(':');
    await app.type('errors');
    await app.press('enter', '1', ':');
    expect(app.screen()).toMatch(/│ +❯ Errors .* screen +3/);
  });
});
