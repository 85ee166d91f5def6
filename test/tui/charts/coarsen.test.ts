import { describe, expect, test } from 'vitest';
import type { LatencyBucket } from '../../../src/model/statistics.ts';
import { coarsen } from '../../../src/tui/charts/coarsen.ts';

const edges = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const latencies: readonly LatencyBucket[] = edges
  .slice(0, -1)
  .map((fromMs, index) => ({ fromMs, toMs: edges[index + 1] ?? 0, callCount: index + 1 }));

describe('coarsen', () => {
  test('leaves a histogram alone that has room', () => {
    expect(coarsen(latencies, 11)).toBe(latencies);
  });

  test('goes over to decades where there is less room, and loses no call', () => {
    const shown = coarsen(latencies, 6);
    expect(shown.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0.5, 1],
      [1, 10],
      [10, 100],
      [100, 1000],
      [1000, 2000],
    ]);
    expect(shown.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(66);
  });

  test('makes one of the fastest and keeps the slow ones apart where even the decades are too many', () => {
    expect(coarsen(latencies, 3).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0.5, 100],
      [100, 1000],
      [1000, 2000],
    ]);
    expect(coarsen(latencies, 1)).toEqual([{ fromMs: 0.5, toMs: 2000, callCount: 66 }]);
  });
});
