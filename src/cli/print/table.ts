import type { CellContext, Column } from '../../columns/column.ts';
import { placeColumns } from '../../columns/place.ts';
import { cellWidth, pad } from '../../text/width.ts';
import type { Paint } from './style.ts';

const gap = 2;
/** No column is wider than this where no terminal sets a limit. */
const widestFree = 120;

/** Layout of a table: its width in cells (null without a limit), the context of its cells, its colours. */
export interface TableLayout {
  readonly width: number | null;
  readonly cells: CellContext;
  readonly paint: Paint;
}

/** A table whose columns have their widths: its heading, and the lines of more and more rows. */
export interface LaidOutTable<Row> {
  readonly heading: string;
  lines(rows: readonly Row[]): readonly string[];
}

/** Rows as lines of a table no wider than the terminal; columns are as wide as their content, the least important go first. */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  layout: TableLayout,
): readonly string[] {
  const table = layOutTable(columns, rows, layout);
  return [table.heading, ...table.lines(rows)];
}

/** Gives the columns the widths that the first rows want. Later rows are cut to them on a terminal alone. */
export function layOutTable<Row>(
  columns: readonly Column<Row>[],
  firstRows: readonly Row[],
  layout: TableLayout,
): LaidOutTable<Row> {
  const widths = new Map(columns.map((column) => [column.id, contentWidth(column, firstRows, layout)]));
  const freeWidth = columns.reduce((sum, { id }) => sum + (widths.get(id) ?? 0) + gap, 0);
  const fitted = placeColumns(columns, layout.width ?? freeWidth, gap, ({ id, minWidth }) => {
    const naturalWidth = widths.get(id) ?? 0;
    return { naturalWidth, minWidth: Math.min(minWidth, naturalWidth), maxWidth: naturalWidth };
  });
  const line = (cell: (column: Column<Row>, width: number) => string) =>
    fitted
      .map(({ column, width }) => cell(column, width))
      .join(' '.repeat(gap))
      .trimEnd();
  const rowLine = (row: Row) =>
    line((column, width) => {
      const isFree = layout.width === null;
      const { text, tone } = column.cell(row, layout.cells, isFree ? widestFree : width);
      // Where nothing sets a limit, a later row may be wider than the first.
      const shownWidth = isFree ? Math.max(width, Math.min(cellWidth(text), widestFree)) : width;
      return painted(pad(text, shownWidth, column.align), tone ?? 'plain', layout.paint);
    });
  return {
    heading: layout.paint(
      line(({ header, align }, width) => pad(header, width, align)),
      'muted',
    ),
    lines: (rows) => rows.map(rowLine),
  };
}

function contentWidth<Row>(column: Column<Row>, rows: readonly Row[], { width, cells }: TableLayout): number {
  const limit = width === null ? widestFree : Math.min(column.maxWidth ?? width, width);
  const widest = rows.reduce(
    (most, row) => Math.max(most, cellWidth(column.cell(row, cells, limit).text)),
    cellWidth(column.header),
  );
  return Math.min(widest, limit);
}

/** Colours the text of a cell but not the blanks around it, so that lines can be trimmed at their end. */
function painted(cell: string, tone: Parameters<Paint>[1], paint: Paint): string {
  const text = cell.trim();
  if (text === '') return cell;
  const start = cell.indexOf(text);
  return cell.slice(0, start) + paint(text, tone) + cell.slice(start + text.length);
}
