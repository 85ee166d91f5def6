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

/** Rows as lines of a table no wider than the terminal; columns are as wide as their content, the least important go first. */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  layout: TableLayout,
): readonly string[] {
  const widths = new Map(columns.map((column) => [column.id, contentWidth(column, rows, layout)]));
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
  const header = line(({ header, align }, width) => pad(header, width, align));
  return [
    layout.paint(header, 'muted'),
    ...rows.map((row) =>
      line((column, width) => {
        const { text, tone } = column.cell(row, layout.cells, width);
        return painted(pad(text, width, column.align), tone ?? 'plain', layout.paint);
      }),
    ),
  ];
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
