import type { CellContext, Column } from '../../columns/column.ts';
import { placeColumns } from '../../columns/place.ts';
import { cellWidth } from '../../text/width.ts';
import type { Tone } from '../theme/theme.ts';

/** A column of a short table: its heading, width in cells and side. */
export interface ShortColumn {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** A row of a short table, a cell a column; the texts are printable. */
export type ShortRow = readonly { readonly text: string; readonly tone?: Tone }[];

/** A short table laid out for a width. */
export interface LaidOutTable {
  readonly columns: readonly ShortColumn[];
  readonly rows: readonly ShortRow[];
}

/** Lays records out as a short table of at most `rowCount` rows. */
export function layOutTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  room: { readonly width: number; readonly rowCount: number; readonly context: CellContext },
): LaidOutTable {
  const shown = rows.slice(0, Math.max(0, room.rowCount));
  const placed = placeColumns(columns, room.width, 2, (column) => naturalWidth(column, shown, room.context));
  return {
    // Capitals head long lists; a panel is quieter.
    columns: placed.map(({ column, width }) => ({
      id: column.id,
      header: column.header.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
      width,
      align: column.align,
    })),
    rows: shown.map((row) => placed.map(({ column, width }) => column.cell(row, room.context, width))),
  };
}

/** As wide as its widest cell; a picture has no width of its own. */
function naturalWidth<Row>(column: Column<Row>, rows: readonly Row[], context: CellContext): { naturalWidth?: number } {
  if (column.header === '') return {};
  const widths = rows.map((row) => cellWidth(column.cell(row, context, Number.POSITIVE_INFINITY).text));
  return { naturalWidth: Math.max(cellWidth(column.header), ...widths) };
}
