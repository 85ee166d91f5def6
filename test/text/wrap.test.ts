import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/width.ts';
import { wrap } from '../../src/text/wrap.ts';

describe('wrap', () => {
  test('breaks at spaces and keeps every word', () => {
    expect(wrap('the old key stops at once', 10)).toEqual(['the old', 'key stops', 'at once']);
  });

  test('leaves a text that fits as it is', () => {
    expect(wrap('', 10)).toEqual(['']);
    expect(wrap('as it is', 10)).toEqual(['as it is']);
  });

  test('never makes a line wider than asked, whatever the words', () => {
    for (const width of [1, 2, 7, 20]) {
      for (const line of wrap('東京ギフト emoji🎁user aaaaaaaaaaaaaaaaaaaaaaaaaa b', width)) {
        expect(cellWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});
