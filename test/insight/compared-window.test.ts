import { expect, test } from 'vitest';
import { comparedWindow } from '../../src/insight/compared-window.ts';

const DAY_MS = 86_400_000;

test('A window is compared with the one just before it, or with the same weekdays where it has a week or more', () => {
  const to = new Date('2026-11-25T12:00:00Z');
  for (const [days, shiftDays] of [
    [1 / 24, 1 / 24],
    [1, 1],
    [3, 3],
    [7, 7],
    [10, 14],
    [30, 35],
  ] as const) {
    const from = new Date(to.getTime() - days * DAY_MS);
    const before = {
      from: new Date(from.getTime() - shiftDays * DAY_MS),
      to: new Date(to.getTime() - shiftDays * DAY_MS),
    };
    expect(comparedWindow({ from, to }, days * DAY_MS)).toEqual(before);
    expect(comparedWindow({ from, to: null }, days * DAY_MS)).toEqual(before);
    if (days >= 7) expect(before.from.getUTCDay()).toBe(from.getUTCDay());
  }
});
