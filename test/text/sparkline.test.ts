import { describe, expect, test } from 'vitest';
import { sparkline } from '../../src/text/format.ts';

describe('sparkline', () => {
  test('draws a bar for each value', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█');
  });

  test('leaves a gap for nothing, but shows the smallest something', () => {
    expect(sparkline([0, 1, 1000, 0])).toBe(' ▁█ ');
  });

  test('is a dotted line where nothing happened', () => {
    expect(sparkline(new Array<number>(24).fill(0))).toBe('·'.repeat(24));
    expect(sparkline([])).toBe('');
  });

  test('keeps its peaks when it is narrower than its values', () => {
    expect(sparkline([0, 0, 0, 9, 0, 0], { width: 3 })).toBe(' █ ');
  });

  test('can be compared with others by a common maximum', () => {
    expect(sparkline([4, 8], { max: 16 })).toBe('▂▄');
    expect(sparkline([99], { max: 16 })).toBe('█');
  });

  test('does with ASCII', () => {
    expect(sparkline([0, 1, 4, 8], { ascii: true })).toBe(' _+@');
    expect(sparkline([0, 0], { ascii: true })).toBe('..');
  });
});
