import { Text } from 'ink';
import { createContext, memo, useContext, useMemo } from 'react';
import type { CellContext, Column } from '../../columns/column.ts';
import { placeColumns } from '../../columns/place.ts';
import { cellWidth, pad } from '../../text/width.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { type InkTableCell, loadInkTable } from './ink-table.ts';

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

interface Content extends LaidOutTable {
  readonly selectedIndex: number | null;
}

const ContentContext = createContext<Content>({ columns: [], rows: [], selectedIndex: null });

/** A short table of at most ten rows or so. */
export const ShortTable = memo(function ShortTable(props: {
  readonly table: LaidOutTable;
  readonly selectedIndex?: number | null;
}) {
  const { selectedIndex = null } = props;
  const { columns, rows } = props.table;
  const Table = useMemo(loadInkTable, []);
  const ids = columns.map((column) => column.id);
  // ink-table measures by `length`, knows neither colours nor wide characters, and keeps the first cell component it was
  // given. So it gets the numbers of the rows to lay out, and the cells look their own texts up.
  const data = rows.map((_, row) => Object.fromEntries(ids.map((id) => [id, row])));
  return (
    <ContentContext value={{ columns, rows, selectedIndex }}>
      <Table data={data} columns={ids} header={HeaderCell} cell={BodyCell} skeleton={Nothing} />
    </ContentContext>
  );
});

function HeaderCell({ column = 0 }: InkTableCell) {
  const theme = useTheme();
  const { columns } = useContext(ContentContext);
  const { header = '', width = 0, align = 'left' } = columns[column] ?? {};
  return <Text>{theme.paint(pad(header, width, align) + gapAfter(column, columns), 'muted')}</Text>;
}

function BodyCell({ column = 0, children }: InkTableCell) {
  const theme = useTheme();
  const { columns, rows, selectedIndex } = useContext(ContentContext);
  const row = Number(String(children).trim());
  const { width = 0, align = 'left' } = columns[column] ?? {};
  const { text = '', tone = 'plain' } = rows[row]?.[column] ?? {};
  const selected = row === selectedIndex;
  const legible = selected && tone === 'muted' ? 'plain' : tone;
  const paint = selected ? { selected, bold: true } : {};
  return <Text>{theme.paint(pad(text, width, align) + gapAfter(column, columns), legible, paint)}</Text>;
}

function gapAfter(column: number, columns: readonly ShortColumn[]): string {
  return column < columns.length - 1 ? '  ' : '';
}

/** The frame of the table: the panel around it has one already. */
function Nothing() {
  return null;
}
