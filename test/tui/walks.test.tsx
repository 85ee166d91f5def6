import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { keyBytes } from '../helpers/keys.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { randomNumbers } from '../text/hostile.ts';

describe('Any keys in any order', () => {
  test.each([1, 2])('leave a whole frame without a fault: walk %i', async (seed) => {
    const { app, hasLeft } = await renderConsole({ columns: 80, rows: 24, alwaysWraps: true });
    const random = randomNumbers(seed);
    const keys = [
      'enter',
      'tab',
      'shift+tab',
      'up',
      'down',
      'left',
      'right',
      'pagedown',
      'ctrl+d',
      'ctrl+b',
      'backspace',
    ];
    const letters = '1234jkgGsItmU{}?/xa!Cy upR+-';
    const anyKey = (): string => {
      const at = Math.floor(random() * (keys.length + letters.length));
      return keyBytes(keys[at] ?? letters.charAt(at - keys.length));
    };
    for (let burst = 0; burst < inLongRun(5, 10); burst++) {
      await app.type(Array.from({ length: 12 }, anyKey).join(''));
      expect(app.screen()).not.toContain('Command failed');
      await app.press('escape', 'escape');
      expect(hasLeft()).toBe(false);
      // Only the box of a new key stays after Escape.
      if (app.screen().includes('to close:')) await app.type('saved\r');
      expect(app.lines()[0]).toMatch(/1.*2.*3.*4.*(●|▲|⏸)/);
      expect(app.lines().at(-1)).toMatch(/quit|back/);
      expect(app.terminal.hasWrappedLine).toBe(false);
    }
  });
});
