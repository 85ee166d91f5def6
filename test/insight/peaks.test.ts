import { describe, expect, test } from 'vitest';
import { nextPeak, peaksOf } from '../../src/insight/peaks.ts';

const flat = (length: number, value: number) => new Array<number>(length).fill(value);
const indexes = (bars: readonly (number | null)[], kind: 'counts' | 'times' = 'counts') =>
  peaksOf(bars, kind).map(({ index }) => index);

describe('Peaks of a chart', () => {
  test('are the bars above average + 3 standard deviations', () => {
    const bars = [...flat(20, 10), 90, ...flat(10, 11), 60, ...flat(10, 9)];
    expect(indexes(bars)).toEqual([20, 31]);
  });

  test.each([
    ['no bars', []],
    ['one bar', [7]],
    ['two bars', [1, 100]],
    ['equal bars', flat(24, 12)],
    ['equal bars that are no round number', flat(24, 0.1)],
    ['bars of nothing', flat(24, 0)],
    ['bars that vary by chance', [10, 12, 9, 11, 8, 13, 10, 7, 12, 9, 11, 10]],
    ['a day and a night', [...flat(12, 2), ...flat(12, 90)]],
    ['a trend', Array.from({ length: 30 }, (_, at) => at)],
    ['a single call', [0, 0, 0, 1, 0]],
    ['no values at all', [null, null, null, null]],
    ['numbers that are none', [Number.NaN, Number.POSITIVE_INFINITY, 1, 1]],
  ])('are not found in %s', (_, bars) => {
    expect(peaksOf(bars, 'counts')).toEqual([]);
  });

  test('are found among few bars, where a peak raises the deviation that it is measured by', () => {
    expect(indexes([4, 5, 90, 6])).toEqual([2]);
    expect(indexes([0, 0, 0, 50, 0])).toEqual([3]);
    expect(indexes([3, 3, 3, 80, 3, 3, 70, 3, 3, 3])).toEqual([3, 6]);
  });

  test('are one where neighbours stand out together, at the highest of them', () => {
    expect(indexes([...flat(30, 10), 60, 95, 70, ...flat(30, 10)])).toEqual([31]);
    expect(indexes([50, ...flat(30, 10), 50])).toEqual([0, 31]);
  });

  test('of times leave bars without calls out, and are no small differences', () => {
    expect(indexes([null, 40, null, 41, 39, 40, 200, 40, null, 41], 'times')).toEqual([6]);
    expect(indexes([40, 41, 40, 39, 40, 44, 40], 'times')).toEqual([]);
  });

  test('are gone through from the highest one on, in the order of time and round the ends', () => {
    const peaks = [
      { index: 3, value: 50 },
      { index: 9, value: 90 },
      { index: 14, value: 60 },
    ];
    expect(nextPeak(peaks, null, 1)?.index).toBe(9);
    expect(nextPeak(peaks, null, -1)?.index).toBe(9);
    expect(nextPeak(peaks, 9, 1)?.index).toBe(14);
    expect(nextPeak(peaks, 14, 1)?.index).toBe(3);
    expect(nextPeak(peaks, 3, -1)?.index).toBe(14);
    expect(nextPeak(peaks, 11, -1)?.index).toBe(9);
    expect(nextPeak([], null, 1)).toBeUndefined();
  });
});
