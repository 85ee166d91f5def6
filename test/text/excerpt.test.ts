import { describe, expect, test } from 'vitest';
import { excerpt } from '../../src/text/excerpt.ts';
import { cellWidth } from '../../src/text/width.ts';
import { hostileTexts } from './hostile.ts';

describe('An excerpt', () => {
  test('has carets below the place', () => {
    expect(excerpt('statsu:422 user:a', { at: 0, length: 6 }, 60)).toEqual(['statsu:422 user:a', '^^^^^^']);
    expect(excerpt('status:>', { at: 8, length: 0 }, 60)).toEqual(['status:>', '        ^']);
    expect(excerpt('(a OR b', { at: 0, length: 1 }, 60)).toEqual(['(a OR b', '^']);
  });

  test('counts cells, not letters', () => {
    expect(excerpt('user:東京 x', { at: 8, length: 1 }, 60)).toEqual(['user:東京 x', '          ^']);
    expect(excerpt('user:🎁 ms:fast', { at: 8, length: 7 }, 60)).toEqual(['user:🎁 ms:fast', '        ^^^^^^^']);
  });

  test('shows what stands around the place of a long text', () => {
    const text = `${'a '.repeat(5000)}statsu:422${' b'.repeat(5000)}`;
    const [line, carets] = excerpt(text, { at: 10_000, length: 6 }, 40);
    expect(line).toBe('… a a a a a a a a a statsu:422 b b b b …');
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('statsu');
  });

  test('is harmless and no wider than it may be, whatever the text', () => {
    for (const text of hostileTexts(300)) {
      for (const at of [0, Math.floor(text.length / 2), text.length]) {
        const [line, carets] = excerpt(text, { at, length: 5 }, 30);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/v);
        expect(cellWidth(line)).toBeLessThanOrEqual(30);
        expect(carets).toMatch(/^ *\^+$/);
      }
    }
  });
});
