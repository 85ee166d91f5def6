import { describe, expect, test } from 'vitest';
import { msSpan } from '../../../src/text/ms-span.ts';
import { type HeatColumn, heatOf, levelOf, percentileRow, type ReadHeat } from '../../../src/tui/charts/heat.ts';
import { heatLabels, heatRows } from '../../../src/tui/charts/heat-rows.ts';
import { heatLegend } from '../../../src/tui/charts/heat-words.ts';
import { msLabel } from '../../../src/tui/charts/ms-words.ts';
import { segmentsWidth } from '../../../src/tui/theme/segments.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';

const from = new Date('2026-11-20T10:00:00Z');
const steps = [10, 20, 50, 100].map((fromMs, index) => ({ fromMs, toMs: [20, 50, 100, 200][index] ?? 0 }));

function read(counts: readonly (readonly number[])[]): ReadHeat {
  const buckets = counts.map((callCounts, at) => ({ from: new Date(from.getTime() + at * 300_000), callCounts }));
  const window = { from, to: new Date(from.getTime() + counts.length * 300_000) };
  return { steps, buckets, window, readAt: window.to, secondsPerBucket: 300 };
}

const text = (rows: ReturnType<typeof heatRows>) => rows.map((row) => row.map((segment) => segment.text).join(''));

describe('A heatmap', () => {
  test('adds up buckets to columns and steps to rows, and loses no call', () => {
    const heat = heatOf(
      read([
        [1, 2, 3, 4],
        [1, 0, 0, 0],
        [0, 0, 0, 5],
      ]),
      2,
      2,
    );
    expect(heat.rows).toMatchObject([
      { fromMs: 10, toMs: 100 },
      { fromMs: 100, toMs: 200 },
    ]);
    expect(heat.columns.map(({ callCounts }) => callCounts)).toEqual([
      [6, 4],
      [1, 5],
    ]);
    expect(heat.callCount).toBe(16);
  });

  test.each([
    [0, 0],
    [10, 1],
    [11, 2],
    [30, 2],
    [31, 3],
    [80, 3],
    [81, 4],
    [200, 4],
    [400, 5],
    [401, 6],
    [1000, 6],
  ])('has %d of 1000 calls of a column on level %d', (count, level) => {
    const heat = heatOf(read([[count, 1000 - count, 0, 0]]), 1, 4);
    expect(levelOf(heat, heat.columns[0] as HeatColumn, 0, 'column')).toBe(level);
  });

  test('has on a log scale of all cells the top level for the fullest alone, and a level for a single call', () => {
    const heat = heatOf(read([[1, 30, 1000, 0]]), 1, 4);
    const levels = [0, 1, 2, 3].map((row) => levelOf(heat, heat.columns[0] as HeatColumn, row, 'all'));
    expect(levels).toEqual([1, 3, 6, 0]);
  });

  test('finds percentiles in rows by the rank of the call', () => {
    const [column] = heatOf(read([[50, 44, 5, 1]]), 1, 4).columns;
    expect([0, 50, 95, 100].map((percent) => percentileRow(column as HeatColumn, percent))).toEqual([0, 1, 2, 3]);
    const [empty] = heatOf(read([[0, 0, 0, 0]]), 1, 4).columns;
    expect(percentileRow(empty as HeatColumn, 50)).toBeUndefined();
  });

  test('is drawn with the slow ones on top, without colours by seven different signs, with lines of percentiles', () => {
    const heat = heatOf(
      read([
        [90, 9, 1, 0],
        [0, 10, 50, 40],
        [0, 0, 0, 0],
      ]),
      3,
      4,
    );
    const drawing = { lineCount: 4, share: 'column', hasLines: false, selected: null } as const;
    expect(text(heatRows(createTheme('none'), heat, drawing))).toEqual([' ▓ ', '·█ ', '▒▒ ', '█  ']);
    expect(text(heatRows(createTheme('ansi'), heat, drawing))).toEqual([' █ ', '░█ ', '██ ', '█  ']);
    const lined = text(heatRows(createTheme('none'), heat, { ...drawing, hasLines: true }));
    expect(lined).toEqual([' ━ ', '·─ ', '━▒ ', '─  ']);
  });

  test('marks the selected cells at their corners and their rows at the axis', () => {
    const heat = heatOf(
      read([
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ]),
      3,
      4,
    );
    const draw = (selected: { left: number; right: number; bottom: number; top: number }) =>
      text(heatRows(createTheme('none'), heat, { lineCount: 4, share: 'column', hasLines: false, selected }));
    expect(draw({ left: 0, right: 2, bottom: 1, top: 3 })).toEqual(['┏▓┓', '▓▓▓', '┗▓┛', '▓▓▓']);
    expect(draw({ left: 1, right: 1, bottom: 2, top: 2 })).toEqual(['▓▓▓', '▓╋▓', '▓▓▓', '▓▓▓']);
    expect(heatLabels(heat, 8, { left: 0, right: 0, bottom: 3, top: 3 })).toEqual([
      { row: 7, text: '10' },
      { row: 5, text: '20' },
      { row: 3, text: '50' },
      { row: 1, text: '100', tone: 'accent' },
    ]);
  });

  test('has legends for every width', () => {
    for (const share of ['column', 'all'] as const) {
      const widths = heatLegend(createTheme('none'), share, true).map(segmentsWidth);
      expect(widths).toEqual(widths.toSorted((one, other) => other - one));
    }
  });
});

test('Response times are written with their unit, on an axis in four cells', () => {
  expect([msSpan(20, 50), msSpan(500, 1000), msSpan(2000, 100_000), msSpan(0, 0.1)]).toEqual([
    '20–50 ms',
    '500 ms–1 s',
    '2–100 s',
    '<0.1 ms',
  ]);
  expect([0, 0.1, 500, 1000, 50_000, 100_000, 5e6, 5e7].map(msLabel)).toEqual([
    '0',
    '0.1',
    '500',
    '1 s',
    '50 s',
    '100s',
    '5 ks',
    '50ks',
  ]);
});
