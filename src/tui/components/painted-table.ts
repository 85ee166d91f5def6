import { pad } from '../../text/width.ts';
import { paintLine, type Segment } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';
import type { LaidOutTable } from './laid-out-table.ts';
import { tableWords } from './table-words.ts';

const gap = '  ';

/** Paints the rows of a table in lines; the selected one is marked over the whole width. */
export function paintTableRows(
  theme: Theme,
  { columns, rows }: LaidOutTable,
  { width, selectedIndex }: { readonly width: number; readonly selectedIndex: number | null },
): readonly string[] {
  if (theme.isSpoken) return tableWords({ columns, rows }, selectedIndex);
  return rows.map((row, place) => {
    const selected = place === selectedIndex;
    const cells = columns.flatMap((column, index): Segment[] => {
      const cell = row[index];
      const text = pad(cell?.text ?? '', column.width, column.align);
      return [
        { text: index === 0 ? '' : gap, selected },
        { text, tone: cell?.tone ?? 'plain', selected, ...(selected && { bold: true }) },
      ];
    });
    const rest: Segment = { text: selected ? ' '.repeat(Math.max(0, width - tableWidth(columns))) : '', selected };
    return paintLine(theme, width, [...cells, rest]);
  });
}

/** Paints the heading of a table. */
export function paintTableHeading(theme: Theme, { columns }: LaidOutTable): string {
  if (theme.isSpoken) return '';
  return theme.paint(columns.map(({ header, width, align }) => pad(header, width, align)).join(gap), 'muted');
}

/** Returns the cells that the columns of a table take with their gaps. */
export function tableWidth(columns: LaidOutTable['columns']): number {
  return columns.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
}
