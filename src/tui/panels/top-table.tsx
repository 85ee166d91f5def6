import type { Column } from '../../columns/column.ts';
import { Line } from '../components/line.tsx';
import { Panel } from '../components/panel.tsx';
import { SummaryTable } from '../components/summary-table.tsx';
import { layOutTable } from '../small-table.ts';

/** A panel with a short table of records. */
export function TopTable<Row>(props: {
  readonly title: string;
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly Column<Row>[];
  readonly width: number;
  readonly height: number;
  readonly now: Date;
  readonly isUtc: boolean;
  readonly selectedIndex?: number | null;
  /** Said where there are no rows. */
  readonly empty: string;
}) {
  const { title, rows, columns, width, height, now, isUtc, selectedIndex = null } = props;
  const context = { now, utc: isUtc, style: 'blocks' as const };
  const table = layOutTable(rows ?? [], columns, { width: width - 4, rowCount: height - 3, context });
  return (
    <Panel title={title} width={width} height={height}>
      {table.rows.length > 0 ? (
        <SummaryTable columns={table.columns} rows={table.rows} selectedIndex={selectedIndex} />
      ) : (
        <Line width={width - 4} left={[{ text: rows ? props.empty : '', tone: 'muted' }]} />
      )}
    </Panel>
  );
}
