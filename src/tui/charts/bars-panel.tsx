import type { CellContext, Column } from '../../columns/column.ts';
import { layOutTable } from '../components/laid-out-table.ts';
import { Painted, PaintedLines } from '../components/line.tsx';
import { paintTableRows } from '../components/painted-table.ts';
import { Panel } from '../components/panel.tsx';
import type { Segment } from '../theme/segments.ts';
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
  /** Answers a click on a row. */
  readonly onRow?: (index: number) => void;
}) {
  const { title, note = [], rows = [], columns, width, height, cells, selectedIndex = null, onRow } = props;
  const theme = useTheme();
  const table = layOutTable(rows, columns, { width: width - 4, rowCount: height - 2, context: cells });
  const lines = paintTableRows(theme, table, { width: width - 4, selectedIndex });
  return (
    <Panel title={title} note={note} width={width} height={height} onClick={onRow && (({ y }) => onRow(y))}>
      <PaintedLines texts={lines} />
      {props.rows && rows.length === 0 && <Painted text={theme.paint(props.empty, 'muted')} />}
    </Panel>
  );
}
