import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatChange,
  formatCompact,
  formatCount,
  formatDifference,
  formatDurationMs,
  formatMs,
  formatShare,
} from '../../src/text/format.ts';

describe('counts', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1243, '1,243'],
    [333102, '333,102'],
    [10_000_000, '10,000,000'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%j is written %j', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  test.each([
    [0, '0'],
    [980, '980'],
    [999.6, '1k'],
    [1000, '1k'],
    [1240, '1.2k'],
    [9960, '10k'],
    [18_000, '18k'],
    [999_499, '999k'],
    [999_600, '1M'],
    [1_200_000, '1.2M'],
    [3_300_000_000, '3.3G'],
    [0.5, '0.5'],
    [null, '–'],
  ])('%j is %j for short', (count, text) => {
    expect(formatCompact(count)).toBe(text);
  });

  test('bytes come in thousands', () => {
    expect([214, 1240, 18_000_000, null].map(formatBytes)).toEqual(['214 B', '1.2 kB', '18 MB', '–']);
  });
});

describe('milliseconds', () => {
  test.each([
    [48.06, '48.1'],
    [0, '0.0'],
    [99.94, '99.9'],
    [99.96, '100'],
    [180.4, '180'],
    [1204, '1,204'],
    [null, '–'],
  ])('%j are %j without their unit', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test.each([
    [48.1, '48.1 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1234, '1.2 s'],
    [59_960, '1.0 min'],
    [150_000, '2.5 min'],
    [7_200_000, '2.0 h'],
    [null, '–'],
  ])('%j are %j with it', (ms, text) => {
    expect(formatDurationMs(ms)).toBe(text);
  });
});

describe('shares', () => {
  test.each([
    [72, 1000, '7.2 %'],
    [0, 12, '0 %'],
    [1, 100_000, '<0.1 %'],
    [99_999, 100_000, '>99.9 %'],
    [12, 12, '100 %'],
    [0, 0, '–'],
  ])('%i of %i is %j', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });
});

describe('changes', () => {
  test.each([
    [104.2, 100, '+4.2 %', 1],
    [97, 100, '−3.0 %', -1],
    [112, 100, '+12 %', 1],
    [1099, 100, '+999 %', 1],
    [1334, 100, '×13', 1],
    [123_456, 100, '×1.2k', 1],
    [333_102, 1, '×333k', 1],
    [1, 333_102, '−>99 %', -1],
    [0, 100, '−100 %', -1],
    [1_000_001, 1_000_000, '+<0.1 %', 1],
    [5, 5, '=', 0],
    [0, 0, '=', 0],
    [5, 0, 'new', 1],
    [null, 5, '–', 0],
    [5, null, '–', 0],
  ])('from %j after %j is %j', (current, before, text, direction) => {
    expect(formatChange(current, before)).toEqual({ text, direction });
  });

  test('differences say how many more or fewer', () => {
    expect(formatDifference(498, 496)).toEqual({ text: '+2', direction: 1 });
    expect(formatDifference(2, 12_346)).toEqual({ text: '−12k', direction: -1 });
    expect(formatDifference(6.7, 7, 'pp')).toEqual({ text: '−0.3 pp', direction: -1 });
    expect(formatDifference(7.01, 7, 'pp')).toEqual({ text: '+<0.1 pp', direction: 1 });
    expect(formatDifference(100, 0, 'pp')).toEqual({ text: '+100 pp', direction: 1 });
    expect(formatDifference(7, 7, 'pp')).toEqual({ text: '=', direction: 0 });
  });

  test('changes of any size take at most eight cells', () => {
    const sizes = [0, 1e-9, 0.04, 0.5, 1, 9.96, 99.6, 999.7, 1234, 99_999, 1e6, 1e9, 999.9e9];
    for (const current of sizes) {
      for (const before of sizes) {
        const texts = [formatChange(current, before).text, formatDifference(current, before).text];
        if (current <= 100 && before <= 100) texts.push(formatDifference(current, before, 'pp').text);
        for (const text of texts) expect([text, text.length <= 8]).toEqual([text, true]);
      }
    }
  });
});
