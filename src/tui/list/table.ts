import type { CellContext, Column } from '../../columns/column.ts';
import { type PlacedColumn, placeColumns } from '../../columns/place.ts';
import { recordWords } from '../../columns/row-words.ts';
import { cellWidth, pad, truncate } from '../../text/width.ts';
import { paintLine, type Segment } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';

const gap = 2;
const margin = 3;
/** Sign before a marked row, which is seen without colours. */
const MARKED = { blocks: '▌', ascii: '*' } as const;

/** The columns that fit into a line of this width beside the cursor's margin, with their widths. */
export function placeListColumns<Row>(columns: readonly Column<Row>[], width: number): readonly PlacedColumn<Row>[] {
  // Room for the arrow beside the heading, whichever column is sorted by.
  return placeColumns(columns, width - margin - 1, gap, ({ minWidth, sort, header }) => ({
    minWidth: Math.max(minWidth, sort ? cellWidth(header) + 2 : 0),
  }));
}

/** The column that stands in a cell of a line, counted from 0. */
export function columnAt<Row>(columns: readonly PlacedColumn<Row>[], x: number): PlacedColumn<Row> | undefined {
  let end = margin;
  return columns.find(({ width }) => {
    const isHere = x >= end && x < end + width;
    end += width + gap;
    return isHere;
  });
}

/** The painted heading; the sorted column carries its arrow. */
export function paintHeading<Row>(
  theme: Theme,
  width: number,
  columns: readonly PlacedColumn<Row>[],
  order: { readonly sort: string; readonly descending: boolean } | null,
): string {
  if (theme.isSpoken) return orderWords(columns, order);
  const segments = columns.flatMap(({ column, width: cells }, index): Segment[] => {
    const isSorted = order !== null && column.sort === order.sort;
    const arrow = isSorted ? (order.descending ? ' ↓' : ' ↑') : '';
    const text = pad(`${column.header}${arrow}`, cells, column.align);
    return [
      { text: ' '.repeat(index === 0 ? margin : gap) },
      { text, tone: isSorted ? 'title' : 'muted', bold: false },
    ];
  });
  return paintLine(theme, width, segments);
}

function orderWords<Row>(
  columns: readonly PlacedColumn<Row>[],
  order: { readonly sort: string; readonly descending: boolean } | null,
): string {
  const sorted = order && columns.find(({ column }) => column.sort === order.sort)?.column.header.toLowerCase();
  return sorted ? `Sorted by ${sorted}, ${order.descending ? 'descending' : 'ascending'}.` : '';
}

/** Style of a row. */
export interface RowPaint {
  readonly theme: Theme;
  readonly width: number;
  readonly context: CellContext;
  readonly isSelected: boolean;
  /** A marked row has a bar at its left end. */
  readonly isMarked?: boolean;
  /** Rows that matter less, an inactive user for one, are muted as a whole. */
  readonly isMuted?: boolean;
}

/** A painted row of at most `width` cells, the selected one of exactly that. */
export function paintRow<Row>(row: Row, columns: readonly PlacedColumn<Row>[], paint: RowPaint): string {
  const { theme, width, context, isSelected, isMarked = false, isMuted = false } = paint;
  if (theme.isSpoken)
    return `${isSelected ? '❯ ' : ''}${isMarked ? 'marked, ' : ''}${recordWords(row, allOf(columns), context)}`;
  const look = { bold: true, selected: isSelected };
  const mark: readonly Segment[] = [
    { text: isMarked ? MARKED[context.style] : ' ', tone: 'second', ...look },
    { text: isSelected ? '❯ ' : '  ', tone: 'accent', ...look },
  ];
  const segments = columns.flatMap(({ column, width: cells }, index): Segment[] => {
    const cell = column.cell(row, context, cells);
    const space: Segment = { text: ' '.repeat(index === 0 ? 0 : gap), selected: isSelected };
    const isOpenEnded = index === columns.length - 1 && column.align === 'left' && !isSelected;
    const text = isOpenEnded ? truncate(cell.text, cells) : pad(cell.text, cells, column.align);
    return [
      space,
      {
        text,
        tone: isMuted ? 'muted' : (cell.tone ?? 'plain'),
        selected: isSelected,
        bold: isSelected || cell.tone === 'strong',
      },
    ];
  });
  const used = margin + columns.reduce((sum, placed) => sum + placed.width + gap, -gap);
  const rest: Segment = { text: isSelected ? ' '.repeat(Math.max(0, width - used)) : '', selected: isSelected };
  return paintLine(theme, width, [...mark, ...segments, rest]);
}

function allOf<Row>(columns: readonly PlacedColumn<Row>[]): readonly Column<Row>[] {
  return columns.map(({ column }) => column);
}
