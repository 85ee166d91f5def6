import { Text } from 'ink';
import { createContext, memo, useContext, useMemo } from 'react';
import { pad } from '../../text/width.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { type InkTableCell, loadInkTable } from './ink-table.ts';

/** A column of a short table: its heading, width in cells and side. */
export interface SummaryColumn {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** A row of a short table, a cell a column; the texts are printable. */
export type SummaryRow = readonly { readonly text: string; readonly tone?: Tone }[];

interface Content {
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly SummaryRow[];
  readonly selectedIndex: number | null;
}

const ContentContext = createContext<Content>({ columns: [], rows: [], selectedIndex: null });

/** A short table of at most ten rows or so. */
export const SummaryTable = memo(function SummaryTable(props: {
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly SummaryRow[];
  readonly selectedIndex?: number | null;
}) {
  const { columns, rows, selectedIndex = null } = props;
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

function gapAfter(column: number, columns: readonly SummaryColumn[]): string {
  return column < columns.length - 1 ? '  ' : '';
}

/** The frame of the table: the panel around it has one already. */
function Nothing() {
  return null;
}
