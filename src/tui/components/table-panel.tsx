import { useMemo } from 'react';
import type { Column } from '../../columns/column.ts';
import { Line } from './line.tsx';
import { Panel } from './panel.tsx';
import { layOutTable, ShortTable } from './short-table.tsx';

/** A panel with a short table of records. */
export function TablePanel<Row>(props: {
  readonly title: string;
  readonly rows: readonly Row[] | undefined;
  /** The columns for the rows; the same function each time, so that what did not change is not laid out anew. */
  readonly columnsOf: (rows: readonly Row[]) => readonly Column<Row>[];
  readonly width: number;
  readonly height: number;
  /** The time that ages are told at. */
  readonly now: Date;
  readonly isUtc: boolean;
  readonly selectedIndex?: number | null;
  /** Said if there are no rows. */
  readonly empty: string;
}) {
  const { title, rows, columnsOf, width, height, now, isUtc, selectedIndex = null } = props;
  const nowMs = now.getTime();
  const table = useMemo(() => {
    const context = { now: new Date(nowMs), utc: isUtc, style: 'blocks' as const };
    return layOutTable(rows ?? [], columnsOf(rows ?? []), { width: width - 4, rowCount: height - 3, context });
  }, [rows, columnsOf, width, height, nowMs, isUtc]);
  return (
    <Panel title={title} width={width} height={height}>
      {table.rows.length > 0 ? (
        <ShortTable table={table} selectedIndex={selectedIndex} />
      ) : (
        <Line width={width - 4} left={[{ text: rows ? props.empty : '', tone: 'muted' }]} />
      )}
    </Panel>
  );
}
