/** What a column wants: widths in cells, its share of what is left over, and its rank (the highest is dropped first, 0 last). */
export interface FlexibleColumn {
  readonly id: string;
  readonly minWidth: number;
  readonly maxWidth?: number;
  /** What its content would take; it gets that much before anything grows further. */
  readonly naturalWidth?: number;
  /** Its share of what is left over; 1 where only a maximum is given, else 0. */
  readonly grow?: number;
  readonly priority: number;
}

/** A column that has its place, and the cells it got. */
export interface FittedColumn {
  readonly id: string;
  readonly width: number;
}

/**
 * Fits columns into a width: drops the least important until the minimum widths fit, then hands out what is left. The order
 * stays, the sum with gaps never exceeds `totalWidth`, and the last column left may be narrower than it wants.
 */
export function fitColumns(
  columns: readonly FlexibleColumn[],
  totalWidth: number,
  gap: number,
): readonly FittedColumn[] {
  const kept = droppedToFit(columns, totalWidth, gap);
  const [only] = kept;
  if (only === undefined || totalWidth <= 0) return [];
  const widths = kept.map((column) => column.minWidth);
  if (kept.length === 1) widths[0] = Math.min(only.minWidth, totalWidth);
  const left = totalWidth - usedWidth(widths, gap);
  const rest = handOut(widths, left, kept.map(toNatural));
  handOut(widths, rest, kept.map(toMaximum));
  return kept.map((column, index) => ({ id: column.id, width: widths[index] ?? 0 }));
}

interface Wish {
  readonly limit: number;
  readonly weight: number;
}

function toNatural(column: FlexibleColumn): Wish {
  const natural = column.naturalWidth ?? column.minWidth;
  return { limit: Math.min(natural, column.maxWidth ?? natural), weight: 1 };
}

function toMaximum(column: FlexibleColumn): Wish {
  const weight = column.grow ?? (column.maxWidth !== undefined && column.naturalWidth === undefined ? 1 : 0);
  return { limit: column.maxWidth ?? Number.POSITIVE_INFINITY, weight };
}

function droppedToFit(columns: readonly FlexibleColumn[], totalWidth: number, gap: number): readonly FlexibleColumn[] {
  const kept = [...columns];
  const fits = () =>
    usedWidth(
      kept.map((column) => column.minWidth),
      gap,
    ) <= totalWidth;
  while (kept.length > 1 && !fits()) {
    const leastImportant = Math.max(...kept.map((column) => column.priority));
    kept.splice(
      kept.findLastIndex((column) => column.priority === leastImportant),
      1,
    );
  }
  return kept;
}

function usedWidth(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1);
}

/** Gives cell after cell to the column that got the least for its weight; returns what nobody wanted. */
function handOut(widths: number[], cells: number, wishes: readonly Wish[]): number {
  const given = widths.map(() => 0);
  for (let left = cells; left > 0; left--) {
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    wishes.forEach((wish, index) => {
      const got = (given[index] ?? 0) / wish.weight;
      if (wish.weight <= 0 || (widths[index] ?? 0) >= wish.limit || got >= least) return;
      next = index;
      least = got;
    });
    if (next < 0) return left;
    widths[next] = (widths[next] ?? 0) + 1;
    given[next] = (given[next] ?? 0) + 1;
  }
  return 0;
}
