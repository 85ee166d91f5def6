import type { CellContext, Column } from '../../columns/column.ts';
import { fitColumns } from '../../text/layout.ts';
import { cellWidth, pad } from '../../text/width.ts';
import { paintLine, type Segment } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';
import type { SummaryColumn, SummaryRow } from './summary-table.tsx';

/** A short table laid out for a width: its columns and its cells, printable. */
export interface SmallTable {
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly SummaryRow[];
}

/** Lays records out as a short table of at most `rowCount` rows. */
export function layOutTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  room: { readonly width: number; readonly rowCount: number; readonly context: CellContext },
): SmallTable {
  const shown = rows.slice(0, Math.max(0, room.rowCount));
  const measured = columns.map((column) => ({ ...column, ...naturalWidth(column, shown, room.context) }));
  const placed = fitColumns(measured, room.width, 2).flatMap(({ id, width }) => {
    const column = columns.find((candidate) => candidate.id === id);
    return column ? [{ column, width }] : [];
  });
  return {
    columns: placed.map(({ column, width }) => ({ id: column.id, header: column.header, width, align: column.align })),
    rows: shown.map((row) => placed.map(({ column, width }) => column.cell(row, room.context, width))),
  };
}

/** As wide as its widest cell; a picture has no width of its own. */
function naturalWidth<Row>(column: Column<Row>, rows: readonly Row[], context: CellContext): { naturalWidth?: number } {
  if (column.header === '') return {};
  const widths = rows.map((row) => cellWidth(column.cell(row, context, Number.POSITIVE_INFINITY).text));
  return { naturalWidth: Math.max(cellWidth(column.header), ...widths) };
}

/** The rows of a short table as painted lines without a heading, for bars and shares. */
export function paintTable(theme: Theme, table: SmallTable, width: number): readonly string[] {
  return table.rows.map((row) => {
    const segments = table.columns.flatMap((column, index): Segment[] => {
      const cell = row[index];
      const text = pad(cell?.text ?? '', column.width, column.align);
      return [{ text: index === 0 ? '' : '  ' }, { text, tone: cell?.tone ?? 'plain' }];
    });
    return paintLine(theme, width, segments);
  });
}
