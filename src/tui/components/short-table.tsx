import { Text } from 'ink';
import { createContext, memo, useContext, useMemo } from 'react';
import { pad } from '../../text/width.ts';
import { useTheme } from '../theme/use-theme.ts';
import { type InkTableCell, loadInkTable } from './ink-table.ts';
import type { LaidOutTable, ShortColumn } from './laid-out-table.ts';
import { tableWidth } from './painted-table.ts';

interface Content extends LaidOutTable {
  /** Cells behind the last column. */
  readonly restWidth: number;
  readonly selectedIndex: number | null;
}

const ContentContext = createContext<Content>({ columns: [], rows: [], restWidth: 0, selectedIndex: null });

/** A short table of at most ten rows or so; the selected one is marked over `width` cells. */
export const ShortTable = memo(function ShortTable(props: {
  readonly table: LaidOutTable;
  readonly width: number;
  readonly selectedIndex?: number | null;
}) {
  const { selectedIndex = null } = props;
  const { columns, rows } = props.table;
  const restWidth = Math.max(0, props.width - tableWidth(columns));
  const Table = useMemo(loadInkTable, []);
  const ids = columns.map((column) => column.id);
  // ink-table measures by `length`, knows neither colours nor wide characters, and keeps the first cell component it was
  // given. So it gets the numbers of the rows to lay out, and the cells look their own texts up.
  const data = rows.map((_, row) => Object.fromEntries(ids.map((id) => [id, row])));
  return (
    <ContentContext value={{ columns, rows, restWidth, selectedIndex }}>
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
  const { columns, rows, restWidth, selectedIndex } = useContext(ContentContext);
  const row = Number(String(children).trim());
  const { width = 0, align = 'left' } = columns[column] ?? {};
  const { text = '', tone = 'plain' } = rows[row]?.[column] ?? {};
  const selected = row === selectedIndex;
  const paint = selected ? { selected, bold: true } : {};
  const rest = selected && column === columns.length - 1 ? ' '.repeat(restWidth) : '';
  return <Text>{theme.paint(pad(text, width, align) + gapAfter(column, columns) + rest, tone, paint)}</Text>;
}

function gapAfter(column: number, columns: readonly ShortColumn[]): string {
  return column < columns.length - 1 ? '  ' : '';
}

/** The frame of the table: the panel around it has one already. */
function Nothing() {
  return null;
}
