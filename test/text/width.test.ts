import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';
import { cellWidth, pad, truncate, truncatePath } from '../../src/text/width.ts';
import { hostileTexts } from './hostile.ts';

describe('cellWidth', () => {
  test('counts every character of the basic plane as string-width does, alone and among others', () => {
    const differing: string[] = [];
    for (let code = 0x20; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      const isSame = [character, `a${character}b`].every((text) => cellWidth(text) === stringWidth(text));
      if (!isSame) differing.push(code.toString(16));
    }
    expect(differing).toEqual([]);
  });

  test('counts mixtures of scripts, signs, marks and colours as string-width does', () => {
    const parts = [
      'a',
      '…',
      'é',
      '東',
      'ギ',
      'フ',
      '서',
      '\u3099',
      '\uff9e',
      '\u0301',
      '🎁',
      '\ufe0f',
      '\u200d',
      '\u11a8',
      '\u001b[31m',
      '≈',
      'я',
    ];
    const differing: string[] = [];
    for (const one of parts) {
      for (const two of parts) {
        for (const three of parts) {
          const text = one + two + three;
          if (cellWidth(text) !== stringWidth(text)) differing.push(JSON.stringify(text));
        }
      }
    }
    expect(differing).toEqual([]);
  });

  test.each([
    ['acme', 4],
    ['', 0],
    ['böhm', 4],
    ['東京', 4],
    ['🎁', 2],
    ['e\u0301', 1],
  ])('counts the cells of %j', (text, cells) => {
    expect(cellWidth(text)).toBe(cells);
  });
});

describe('truncate', () => {
  test.each([
    ['acme-shop', 9, 'acme-shop'],
    ['acme-shop', 8, 'acme-sh…'],
    ['acme-shop', 1, '…'],
    ['acme-shop', 0, ''],
    ['acme-shop', -1, ''],
    ['東京ギフト', 6, '東京…'],
    ['東京ギフト', 10, '東京ギフト'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('shortens %j to %i cells', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
  });
});

describe('pad', () => {
  test('puts text left, right and in the middle', () => {
    expect(pad('abc', 6, 'left')).toBe('abc   ');
    expect(pad('abc', 6, 'right')).toBe('   abc');
    expect(pad('abc', 6, 'center')).toBe(' abc  ');
    expect(pad('東', 5, 'right')).toBe('   東');
  });

  test('fills the cell that half a wide character leaves', () => {
    expect(pad('東京ギフト', 5, 'left')).toBe('東京…');
    expect(pad('東京ギフト', 4, 'left')).toBe('東… ');
  });

  test('makes any harmless text exactly as wide as asked', () => {
    for (const text of hostileTexts(400)) {
      const shown = printable(text);
      for (const width of [0, 1, 2, 3, 7, 12, 40]) {
        for (const align of ['left', 'right', 'center'] as const) {
          expect(cellWidth(pad(shown, width, align))).toBe(width);
        }
      }
    }
  });
});

describe('A path that is too long', () => {
  test('keeps its last part, and whole parts of its beginning', () => {
    const route = '/api/products/classify';
    expect(truncatePath(route, 22)).toBe(route);
    expect(truncatePath(route, 21)).toBe('/api/…/classify');
    expect(truncatePath(route, 14)).toBe('/…/classify');
    expect(truncatePath(route, 10)).toBe('…/classify');
    expect(truncatePath(route, 6)).toBe('…ssify');
    expect(truncatePath('/projects/tools/xdotool/', 22)).toBe('/projects/…/xdotool/');
    expect(truncatePath('/a-single-long-part', 9)).toBe('…ong-part');
    expect(truncatePath('/api/批量/东京', 12)).toBe('/api/…/东京');
    expect(truncatePath(route, 0)).toBe('');
  });

  test('is never wider than asked', () => {
    for (const text of hostileTexts(120).map((one) => printable(one)))
      for (const width of [0, 1, 2, 5, 12, 40])
        expect(cellWidth(truncatePath(`/a/${text}/b${text}`, width)), text).toBeLessThanOrEqual(width);
  });
});
