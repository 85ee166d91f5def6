import { describe, expect, test } from 'vitest';
import { wholePeak } from '../../../src/insight/why/whole-peak.ts';

const LENGTH = 100;

/** A span from 1000 to 1100 among calls that are evenly spread in each stretch of its length, from 600 to 1500. */
const around = (calls: Readonly<Record<number, number>>) => ({
  window: { from: 600, to: 1500 },
  callsPerTime: 1,
  times: [600, 700, 800, 900, 1100, 1200, 1300, 1400].flatMap((start) => {
    const count = calls[start] ?? 10;
    return Array.from({ length: count }, (_, at) => start + Math.floor((at * LENGTH) / count));
  }),
});
const span = { from: 1000, to: 1100 };

describe('The whole of a peak', () => {
  test('is the span with what rises beside it, and one stretch more where it ends', () => {
    expect(wholePeak(span, 100, around({ 1100: 80 }))).toEqual({ from: 900, to: 1300 });
  });

  test('is the span with a stretch on both sides if nothing rises beside it', () => {
    expect(wholePeak(span, 100, around({}))).toEqual({ from: 900, to: 1200 });
  });

  test('is the span alone if that is no peak', () => {
    expect(wholePeak(span, 12, around({}))).toEqual(span);
  });

  test('is the span alone if nothing else would be left', () => {
    const risen = { 600: 90, 700: 90, 800: 90, 900: 90, 1100: 10, 1200: 10, 1300: 10, 1400: 10 };
    expect(wholePeak(span, 500, { ...around(risen), window: { from: 900, to: 1200 } })).toEqual(span);
  });

  test('counts a call for as many as it stands for', () => {
    expect(wholePeak(span, 1000, { ...around({ 1100: 80 }), callsPerTime: 10 })).toEqual({ from: 900, to: 1300 });
  });
});
