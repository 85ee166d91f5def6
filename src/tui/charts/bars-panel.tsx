import type { CellContext, Column } from '../../columns/column.ts';
import { pad } from '../../text/width.ts';
import { Painted, PaintedLines } from '../components/line.tsx';
import { Panel } from '../components/panel.tsx';
import { type LaidOutTable, layOutTable } from '../components/short-table.tsx';
import { paintLine, type Segment } from '../theme/segments.ts';
import type { Theme } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';

/** A panel with a distribution: a name, a bar, a count and a share a line. */
export function BarsPanel<Row>(props: {
  readonly title: string;
  readonly note?: readonly Segment[];
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly Column<Row>[];
  readonly width: number;
  readonly height: number;
  readonly cells: CellContext;
  readonly selectedIndex?: number | null;
  readonly empty: string;
}) {
  const { title, note = [], rows = [], columns, width, height, cells, selectedIndex = null } = props;
  const theme = useTheme();
  const table = layOutTable(rows, columns, { width: width - 4, rowCount: height - 2, context: cells });
  const lines = paintTable(theme, table, { width: width - 4, selectedIndex });
  return (
    <Panel title={title} note={note} width={width} height={height}>
      <PaintedLines texts={lines} />
      {props.rows && rows.length === 0 && <Painted text={theme.paint(props.empty, 'muted')} />}
    </Panel>
  );
}

/** Paints the rows without a heading. */
function paintTable(
  theme: Theme,
  table: LaidOutTable,
  { width, selectedIndex }: { readonly width: number; readonly selectedIndex: number | null },
): readonly string[] {
  return table.rows.map((row, place) => {
    const selected = place === selectedIndex;
    const segments = table.columns.flatMap((column, index): Segment[] => {
      const cell = row[index];
      const text = pad(cell?.text ?? '', column.width, column.align);
      return [
        { text: index === 0 ? '' : '  ', selected },
        { text, tone: cell?.tone ?? 'plain', selected },
      ];
    });
    return paintLine(theme, width, segments);
  });
}
