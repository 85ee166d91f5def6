import type { Term } from '../../filter/query.ts';
import { axisWidth } from '../charts/chart.tsx';
import { barAt, columnAt, nextBar } from '../charts/chart-columns.ts';
import { countArea, fullestRow, type Heat, type HeatArea, heatOf, type ReadHeat } from '../charts/heat.ts';
import { plotLines } from '../charts/heat-panel.tsx';
import type { HeatSpan } from '../charts/heat-words.ts';
import type { Clicked, HeatPoint, HeatView, Mark } from './route.ts';
import type { Size } from './screen.ts';
import { termOf } from './use-filter.ts';

type Cell = Extract<Mark, { readonly kind: 'cell' }>;

/** The selection on a heatmap, and the selection that each key moves to. */
export interface HeatSelection {
  readonly heat: Heat | undefined;
  /** The selected cells; null if there are none, or they are no longer on the heatmap. */
  readonly area: HeatArea | null;
  readonly span: HeatSpan | undefined;
  /** The conditions that the selected cells stand for. */
  readonly terms: readonly Term[] | undefined;
  /** A cell of the heatmap. */
  clicked(column: number, row: number): Clicked | undefined;
  /** The cell beside the last one, or why there is none. */
  next(step: { readonly column: -1 | 0 | 1; readonly row: -1 | 0 | 1 }): Mark | string;
  /** The same cell as the beginning of a span, or alone if it was one; or why there is none. */
  extended(): Mark | string;
}

/** Returns what was read as a heatmap for a panel of this size. */
export function heatIn({ width, height }: Size, read: ReadHeat): Heat {
  return heatOf(read, width - 4 - axisWidth, plotLines(height));
}

/** The selection that a mark stands for on a heatmap. A bar is all cells of its column. */
export function heatSelection(
  mark: Mark | null,
  {
    read,
    heat,
    view,
  }: { readonly read: ReadHeat | undefined; readonly heat: Heat | undefined; readonly view: HeatView },
): HeatSelection {
  const area = read && heat ? areaOf(mark, read, heat) : null;
  const span = heat && area ? spanOf(heat, area, view) : undefined;
  return {
    heat,
    area,
    span,
    terms: span && [termOf.time(span.from, span.to), termOf.ms(span.fromMs, span.toMs)],
    clicked(column, row) {
      const at = read && heat && barAt(read, heat.columns.length, column);
      const step = heat?.rows[row];
      if (!read || !heat || !at || !step) return undefined;
      const anchor = mark?.kind === 'cell' ? mark.anchor : null;
      const clicked: Cell = { kind: 'cell', at, ms: step.fromMs, anchor };
      const place = placeOf(clicked, read, heat);
      return { mark: clicked, isSelected: area !== null && place !== null && isIn(area, place) };
    },
    next(step) {
      if (!read || !heat) return 'The heatmap is still being read.';
      if (heat.rows.length === 0) return 'No call of this window was timed.';
      return movedCell(mark, step, { read, heat });
    },
    extended() {
      if (mark?.kind !== 'cell' || area === null) return 'Select a cell with the arrow keys, then v spans from it.';
      return { ...mark, anchor: mark.anchor === null ? { at: mark.at, ms: mark.ms } : null };
    },
  };
}

function movedCell(
  mark: Mark | null,
  step: { readonly column: -1 | 0 | 1; readonly row: -1 | 0 | 1 },
  { read, heat }: { readonly read: ReadHeat; readonly heat: Heat },
): Cell | string {
  const before = mark?.kind === 'cell' && placeOf(mark, read, heat) ? mark : null;
  const shown = before ?? (mark?.kind === 'bar' && columnAt(read, heat.columns.length, mark.at) !== null ? mark : null);
  const at =
    shown && step.column !== 0
      ? nextBar(read, heat.columns.length, shown.at, step.column)
      : (shown ?? newest(heat))?.at;
  const column = at && columnAt(read, heat.columns.length, at);
  const shownColumn = column == null ? undefined : heat.columns[column];
  if (!at || !shownColumn) return 'The heatmap has no columns.';
  const last = heat.rows.length - 1;
  // The first cell is the one that most calls of its column are in.
  const row = before ? rowAt(before.ms, heat) + step.row : fullestRow(shownColumn);
  const ms = heat.rows[Math.max(0, Math.min(last, row))]?.fromMs ?? 0;
  return { kind: 'cell', at, ms, anchor: before?.anchor ?? null };
}

/** The middle of the newest column with calls. */
function newest({ columns }: Heat): { readonly at: Date } | undefined {
  const column = columns.findLast(({ callCount }) => callCount > 0)?.at;
  return column && { at: new Date((column.from.getTime() + column.to.getTime()) / 2) };
}

function areaOf(mark: Mark | null, read: ReadHeat, heat: Heat): HeatArea | null {
  if (heat.rows.length === 0) return null;
  if (mark?.kind === 'bar') {
    const column = columnAt(read, heat.columns.length, mark.at);
    return column === null ? null : { left: column, right: column, bottom: 0, top: heat.rows.length - 1 };
  }
  const cell = mark?.kind === 'cell' ? placeOf(mark, read, heat) : null;
  if (mark?.kind !== 'cell' || cell === null) return null;
  const other = (mark.anchor && placeOf(mark.anchor, read, heat)) ?? cell;
  return {
    left: Math.min(cell.column, other.column),
    right: Math.max(cell.column, other.column),
    bottom: Math.min(cell.row, other.row),
    top: Math.max(cell.row, other.row),
  };
}

function isIn(
  { left, right, bottom, top }: HeatArea,
  { column, row }: { readonly column: number; readonly row: number },
): boolean {
  return column >= left && column <= right && row >= bottom && row <= top;
}

function placeOf(
  { at, ms }: HeatPoint,
  read: ReadHeat,
  heat: Heat,
): { readonly column: number; readonly row: number } | null {
  const column = columnAt(read, heat.columns.length, at);
  return column === null ? null : { column, row: rowAt(ms, heat) };
}

// The slowest row may be gone from the heatmap: then the nearest one holds.
function rowAt(ms: number, { rows }: Heat): number {
  return Math.max(
    0,
    rows.findLastIndex(({ fromMs }) => fromMs <= ms),
  );
}

function spanOf(heat: Heat, area: HeatArea, { share }: HeatView): HeatSpan | undefined {
  const [first, last] = [heat.columns[area.left]?.at, heat.columns[area.right]?.at];
  const [bottom, top] = [heat.rows[area.bottom], heat.rows[area.top]];
  if (!first || !last || !bottom || !top) return undefined;
  const { here, inColumns } = countArea(heat, area);
  return {
    from: first.from,
    to: last.to,
    isRunning: last.isRunning,
    fromMs: bottom.fromMs,
    toMs: top.toMs,
    callCount: here,
    ofCalls: share === 'all' ? heat.callCount : inColumns,
  };
}
