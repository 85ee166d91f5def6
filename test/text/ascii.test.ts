import { describe, expect, test } from 'vitest';
import { asciiCells, toAscii } from '../../src/text/ascii.ts';
import { printable } from '../../src/text/printable.ts';
import { cellWidth } from '../../src/text/width.ts';
import { randomOf } from '../helpers/random.ts';

describe('a text in ASCII alone', () => {
  test.each([
    ['╭─ calls ─╮│ 18k ┤└┴╯', '+- calls -+| 18k ++++'],
    ['❯ acme-shop   ● active   – · −3 % → 2×', '> acme-shop   * active   - | -3 % > 2x'],
    ['✓ done ✗ failed ▲ stale ⧗ busy ◷ pinned ≙ presents', '+ done x failed ! stale ~ busy @ pinned $ presents'],
    ['“acme” isn’t here', '"acme" isn\'t here'],
    ['Reading … wunschz…', 'Reading.. wunschz~'],
    ['counts ≥ 20 and ≥1', 'counts >=20 and >1'],
    ['\u001b[31m▲\u001b[39m ok', '\u001b[31m!\u001b[39m ok'],
  ])('has a likeness of every sign: %s', (text, expected) => {
    expect(toAscii(text)).toBe(expected);
  });

  test.each([
    ['müller', 'm?ller'],
    ['cafe\u0301', 'caf?'],
    ['東京', '????'],
    ['smile 👍 on', 'smile ?? on'],
  ])(
    'makes nothing up for letters that ASCII lacks, so that two names never look the same by it: %s',
    (text, expected) => {
      expect(toAscii(text)).toBe(expected);
    },
  );

  test('takes as many cells as the text', () => {
    const random = randomOf(Number(process.env.SEED ?? 15));
    for (let round = 0; round < 3000; round++) {
      const units = Array.from({ length: 12 }, () => Math.floor(random() * (random() < 0.3 ? 0xffff : 0x2fff)));
      const text = printable(String.fromCharCode(...units));
      const shown = toAscii(text);
      expect(shown, JSON.stringify(text)).toMatch(/^[\x20-\x7e]*$/);
      expect(shown.length, JSON.stringify(text)).toBe(cellWidth(text));
    }
  });

  test('a cell of a screen becomes the same whatever stands beside it, since it may be written alone', () => {
    const line = 'x …y ≥ 20 ··· “a” 東 ▁▂';
    expect([...line].map(asciiCells).join('')).toBe(asciiCells(line));
    expect(asciiCells(line)).toHaveLength(cellWidth(line));
  });
});
