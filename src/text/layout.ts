/** Demands of a column: widths in cells, share of the spare width, and rank (the highest is dropped first, 0 last). */
export interface FlexibleColumn {
  readonly id: string;
  readonly minWidth: number;
  readonly maxWidth?: number;
  /** Width of its content; the column gets that much before any grows further. */
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
  if (totalWidth <= 0) return [];
  const kept = droppedToFit(columns, totalWidth, gap);
  const space = totalWidth - gaps(kept, gap);
  const smallest = kept.map((column) => Math.min(column.minWidth, space));
  const natural = grown(smallest, space, kept.map(toNatural));
  const widths = grown(natural, space, kept.map(toMaximum));
  return kept.map((column, index) => ({ id: column.id, width: widths[index] ?? 0 }));
}

/** Up to which width a column grows, and its share where there is not enough for all. */
interface Wish {
  readonly limit: number;
  readonly weight: number;
}

function toNatural({ naturalWidth = 0, maxWidth = Number.POSITIVE_INFINITY }: FlexibleColumn): Wish {
  return { limit: Math.min(naturalWidth, maxWidth), weight: 1 };
}

function toMaximum({ naturalWidth, maxWidth, grow }: FlexibleColumn): Wish {
  const growsByDefault = maxWidth !== undefined && naturalWidth === undefined;
  return { limit: maxWidth ?? Number.POSITIVE_INFINITY, weight: grow ?? (growsByDefault ? 1 : 0) };
}

function droppedToFit(columns: readonly FlexibleColumn[], totalWidth: number, gap: number): readonly FlexibleColumn[] {
  const needed = sum(columns.map((column) => column.minWidth)) + gaps(columns, gap);
  if (needed <= totalWidth || columns.length <= 1) return columns;
  const highest = Math.max(...columns.map((column) => column.priority));
  const dropped = columns.findLastIndex((column) => column.priority === highest);
  return droppedToFit(columns.toSpliced(dropped, 1), totalWidth, gap);
}

/** Gives cell after cell to the column that got the least for its weight, until the space is filled or nobody wants more. */
function grown(widths: readonly number[], space: number, wishes: readonly Wish[]): readonly number[] {
  const result = [...widths];
  for (let left = space - sum(widths); left > 0; left--) {
    const next = neediest(result, widths, wishes);
    if (next === undefined) break;
    result[next] = (result[next] ?? 0) + 1;
  }
  return result;
}

function neediest(widths: readonly number[], before: readonly number[], wishes: readonly Wish[]): number | undefined {
  let neediestIndex: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { limit, weight }] of wishes.entries()) {
    const width = widths[index] ?? 0;
    const got = (width - (before[index] ?? 0)) / weight;
    if (weight <= 0 || width >= limit || got >= least) continue;
    neediestIndex = index;
    least = got;
  }
  return neediestIndex;
}

function gaps(columns: readonly unknown[], gap: number): number {
  return gap * Math.max(0, columns.length - 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
