import { describe, expect, test } from 'vitest';
import { EvenSample } from '../../../src/store/answers/why/even-sample.ts';

const sampleOf = (count: number, most: number) => {
  const sample = new EvenSample<number>(most);
  for (let at = 0; at < count; at += 1) sample.add(at);
  return sample;
};

describe('An even sample', () => {
  test('is all there are if they are no more than are wanted', () => {
    expect(sampleOf(5, 10).chosen()).toEqual([0, 1, 2, 3, 4]);
    expect(sampleOf(0, 10).chosen()).toEqual([]);
  });

  test.each([11, 19, 20, 21, 39, 40, 1000, 12_345])('of 10 out of %i has as many from each tenth', (count) => {
    const sample = sampleOf(count, 10);
    const chosen = sample.chosen();
    expect(sample.count).toBe(count);
    expect(chosen.length).toBeGreaterThan(5);
    expect(chosen.length).toBeLessThanOrEqual(10);
    const gaps = chosen.slice(1).map((at, place) => at - (chosen[place] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
  });
});
