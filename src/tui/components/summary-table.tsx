import { Text } from 'ink';
import { memo, useMemo } from 'react';
import { pad } from '../../text/width.ts';
import type { Tone } from '../theme.ts';
import { useTheme } from '../use-theme.ts';
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

/** A short table of at most ten rows or so. */
export const SummaryTable = memo(function SummaryTable(props: {
  readonly columns: readonly SummaryColumn[];
  readonly rows: readonly SummaryRow[];
  readonly selectedIndex?: number | null;
}) {
  const { columns, rows, selectedIndex = null } = props;
  const theme = useTheme();
  const Table = useMemo(loadInkTable, []);
  const ids = columns.map((column) => column.id);
  // ink-table measures by `length` and knows neither colours nor wide characters, so it gets the numbers of the rows to lay
  // out, and the cells print their own texts at their own widths.
  const data = rows.map((_, row) => Object.fromEntries(ids.map((id) => [id, row])));
  const cell = ({ column = 0, children }: InkTableCell) => {
    const row = Number(String(children).trim());
    const { width = 0, align = 'left' } = columns[column] ?? {};
    const { text = '', tone = 'plain' } = rows[row]?.[column] ?? {};
    const selected = row === selectedIndex;
    const gap = column < columns.length - 1 ? '  ' : '';
    return <Text>{theme.paint(pad(text, width, align) + gap, tone, { selected })}</Text>;
  };
  const header = ({ column = 0 }: InkTableCell) => {
    const { header: text = '', width = 0, align = 'left' } = columns[column] ?? {};
    return <Text>{theme.paint(pad(text, width, align) + (column < columns.length - 1 ? '  ' : ''), 'muted')}</Text>;
  };
  return <Table data={data} columns={ids} header={header} cell={cell} skeleton={Nothing} />;
});

/** The frame of the table: the panel around it has one already. */
function Nothing() {
  return null;
}
