import type { LatencyHeat } from '../../model/statistics.ts';
import { type ChartColumn, chartColumn, type ReadBuckets } from './chart-columns.ts';
import { coarsen } from './coarsen.ts';

type HeatBucket = LatencyHeat['buckets'][number];

/** The response times of a window over time, as they stood at a moment. */
export interface ReadHeat extends ReadBuckets<HeatBucket> {
  readonly steps: LatencyHeat['steps'];
}

/** A column of a heatmap, with its number of calls in each row. */
export interface HeatColumn {
  readonly at: ChartColumn<HeatBucket>;
  readonly callCounts: readonly number[];
  readonly callCount: number;
}

/** A heatmap of response times: rows of steps, the fastest first, and columns of time. */
export interface Heat {
  readonly rows: LatencyHeat['steps'];
  readonly columns: readonly HeatColumn[];
  readonly callCount: number;
  /** The greatest number of calls in a cell. */
  readonly highest: number;
}

/** Cells from one corner to another, both included. Row 0 is the fastest. */
export interface HeatArea {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Comparison of a cell with the calls of its column, or with the fullest cell of all, by orders of magnitude. */
export type HeatShare = 'column' | 'all';

/** The share of its column, in percent, up to which a cell with calls is of a level; what is above is of the last. */
export const levelLimits = [1, 3, 8, 20, 40] as const;

/** Number of levels of cells that have calls; level 0 has none. */
export const levelCount = levelLimits.length + 1;

/** Returns what was read as a heatmap of so many columns, and of at most so many rows. */
export function heatOf(read: ReadHeat, columnCount: number, rowCount: number): Heat {
  const rows = coarsen(
    read.steps.map((step) => ({ ...step, callCount: 0 })),
    rowCount,
  );
  const rowOfStep = read.steps.map(({ fromMs }) => rows.findLastIndex((row) => row.fromMs <= fromMs));
  const columns = Array.from({ length: columnCount }, (_, column) => chartColumn(read, columnCount, column))
    .filter((at) => at !== undefined)
    .map((at) => columnOf(at, rows.length, rowOfStep));
  return {
    rows,
    columns,
    callCount: sum(read.buckets.map(({ callCounts }) => sum(callCounts))),
    highest: Math.max(0, ...columns.flatMap(({ callCounts }) => callCounts)),
  };
}

/** The level of a cell, from 0 for no calls. */
export function levelOf(heat: Heat, column: HeatColumn, row: number, share: HeatShare): number {
  const count = column.callCounts[row] ?? 0;
  if (count === 0) return 0;
  if (share === 'all') return Math.ceil((levelCount * Math.log1p(count)) / Math.log1p(heat.highest));
  const percent = (100 * count) / column.callCount;
  const level = levelLimits.findIndex((limit) => percent <= limit);
  return level < 0 ? levelCount : level + 1;
}

/** The row in which a percentile of a column lies; undefined where nobody called. */
export function percentileRow({ callCounts, callCount }: HeatColumn, percent: number): number | undefined {
  if (callCount === 0) return undefined;
  const rank = Math.round((percent / 100) * (callCount - 1));
  let passed = 0;
  return callCounts.findIndex((count) => {
    passed += count;
    return passed > rank;
  });
}

/** The row with the most calls of a column, the slowest of several. */
export function fullestRow({ callCounts }: HeatColumn): number {
  return callCounts.lastIndexOf(Math.max(...callCounts));
}

/** Counts the calls in some cells, and those in all cells of their columns. Columns that show the same time count once. */
export function countArea(heat: Heat, { left, right, bottom, top }: HeatArea): { here: number; inColumns: number } {
  const columns = heat.columns
    .slice(left, right + 1)
    .filter(({ at }, index, all) => at.from.getTime() !== all[index - 1]?.at.from.getTime());
  return {
    here: sum(columns.map(({ callCounts }) => sum(callCounts.slice(bottom, top + 1)))),
    inColumns: sum(columns.map(({ callCount }) => callCount)),
  };
}

function columnOf(at: ChartColumn<HeatBucket>, rowCount: number, rowOfStep: readonly number[]): HeatColumn {
  const callCounts = Array.from({ length: rowCount }, () => 0);
  for (const bucket of at.buckets) {
    for (const [step, count] of bucket.callCounts.entries()) {
      const row = rowOfStep[step] ?? 0;
      callCounts[row] = (callCounts[row] ?? 0) + count;
    }
  }
  return { at, callCounts, callCount: sum(callCounts) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
