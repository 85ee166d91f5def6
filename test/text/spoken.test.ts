import { describe, expect, test } from 'vitest';
import { spoken } from '../../src/text/spoken.ts';

describe('a line of the screen is read out', () => {
  test.each([
    ['╭─ Totals ──────╮', 'Totals'],
    ['  18k ┤   ▁▂▃▅▇█▇▅▃', '18k'],
    ['▒▒▒▓▓██', ''],
    [' ❯ acme-shop   ● active   3 s ago', 'Selected: acme-shop: active, 3 s ago'],
    ['   acme-shop   ● active   3 s ago', 'acme-shop: active, 3 s ago'],
    ['◷ pinned 17:10–17:30 · Esc back to live', 'pinned 17:10 to 17:30, Esc back to live'],
    ['▲ stale 12 s: database is locked', 'stale 12 s: database is locked'],
    [' Calls   12 found [group:3f2a ×]   24 h', 'Calls, 12 found [group:3f2a], 24 h'],
    ['recipient.age  -6 → 34', 'recipient.age: -6 to 34'],
    ['Select a bar with ← and →, or a peak with n.', 'Select a bar with Left and Right, or a peak with n.'],
    ['⏎ applies   Esc leaves', 'Enter applies, Esc leaves'],
    ['Reading …', 'Reading...'],
    ['–', 'none'],
    ['79×', '79 times'],
  ])('%s', (line, words) => {
    expect(spoken(line)).toBe(words);
  });
});
