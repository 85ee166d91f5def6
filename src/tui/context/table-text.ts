import type { CellContext, Column } from '../../columns/column.ts';
import { paintHeading, paintRow, placeListColumns } from '../list/table.ts';
import { createTheme } from '../theme/theme.ts';

/** Cells that a line of a copied table has at most. */
const WIDTH = 160;

/** Rows as a table of plain text, its columns below each other. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[], context: CellContext): string {
  const theme = createTheme('none', context.style);
  const placed = placeListColumns(columns, WIDTH);
  const lines = rows.map((row) => paintRow(row, placed, { theme, width: WIDTH, context, isSelected: false }));
  return [paintHeading(theme, WIDTH, placed, null), ...lines]
    .map(
      (line) =>
        `${line
          .replaceAll(/\u001b\[[\d;]*m/g, '')
          .slice(3)
          .trimEnd()}\n`,
    )
    .join('');
}
