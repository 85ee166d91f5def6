import { describe, expect, test } from 'vitest';
import { chartColumn, columnAt, nextBar, type ReadTimeline } from '../../../src/tui/charts/chart-columns.ts';

const startMs = Date.parse('2026-11-20T00:00:00Z');

/** A timeline of so many buckets of five minutes. */
function timelineOf(count: number): ReadTimeline {
  const secondsPerBucket = 300;
  const at = (bucket: number) => new Date(startMs + bucket * secondsPerBucket * 1000);
  const none = { callCount: 0, clientErrorCount: 0, serverErrorCount: 0, avgResponseMs: null, p95ResponseMs: null };
  const buckets = Array.from({ length: count }, (_, bucket) => ({ from: at(bucket), ...none }));
  return { window: { from: at(0), to: at(count) }, readAt: at(count), secondsPerBucket, buckets };
}

const sizes = [1, 2, 3, 7, 48, 75, 76, 150, 151, 288].flatMap((count) =>
  [1, 2, 30, 75, 76, 154].map((columns) => [count, columns] as const),
);

describe('The bars of a chart', () => {
  test.each(sizes)(
    'are reached one after the other, each once, from the newest to the oldest and back: %i buckets in %i columns',
    (count, columns) => {
      const timeline = timelineOf(count);
      const spans = Array.from({ length: columns }, (_, column) =>
        chartColumn(timeline, columns, column)?.from.getTime(),
      );
      const bars = [...new Set(spans)];
      const walk = (from: Date | null, by: 1 | -1): readonly (number | undefined)[] => {
        const seen: (number | undefined)[] = [];
        for (let at = nextBar(timeline, columns, from, by); at; at = nextBar(timeline, columns, at, by)) {
          const start = chartColumn(timeline, columns, columnAt(timeline, columns, at) ?? -1)?.from.getTime();
          if (start === seen.at(-1)) break;
          seen.push(start);
        }
        return seen;
      };
      expect(walk(null, -1)).toEqual([...bars].reverse());
      expect(walk(new Date(startMs), 1)).toEqual(bars.length === 1 ? bars : bars.slice(1));
    },
  );

  test('are found by any moment of theirs, and by none outside the chart', () => {
    const timeline = timelineOf(288);
    for (let column = 0; column < 75; column += 1) {
      const { from, to } = chartColumn(timeline, 75, column) ?? {};
      if (!from || !to) throw new Error(`no column ${column}`);
      expect(columnAt(timeline, 75, from)).toBe(column);
      expect(columnAt(timeline, 75, new Date(to.getTime() - 1))).toBe(column);
    }
    expect(columnAt(timeline, 75, new Date(startMs - 1))).toBeNull();
    expect(columnAt(timeline, 75, new Date(startMs + 86_400_000))).toBeNull();
    expect(columnAt(timelineOf(0), 75, new Date(startMs))).toBeNull();
    expect(nextBar(timelineOf(0), 75, null, -1)).toBeUndefined();
  });
});
