import { useMemo } from 'react';
import type { CellContext, Column } from '../../columns/column.ts';
import { useTheme } from '../theme/use-theme.ts';
import { layOutTable } from './laid-out-table.ts';
import { Line, PaintedLines } from './line.tsx';
import { paintTableHeading, paintTableRows } from './painted-table.ts';
import { Panel } from './panel.tsx';
import { ShortTable } from './short-table.tsx';

// A row of ink-table is about forty components, a painted one is one.
const mostShortRows = 3;

/** Names that are read out are whole; more columns than on the screen are not read. */
const spokenWidth = 120;

/** A panel with a short table of records; what did not change is neither laid out nor painted anew. */
export function TablePanel<Row>(props: {
  readonly title: string;
  readonly rows: readonly Row[] | undefined;
  /** The columns for the rows; the same function each time, so that what did not change is not laid out anew. */
  readonly columnsOf: (rows: readonly Row[]) => readonly Column<Row>[];
  readonly width: number;
  readonly height: number;
  readonly cells: CellContext;
  readonly selectedIndex?: number | null;
  /** Said if there are no rows. */
  readonly empty: string;
  /** Answers a click on a row. */
  readonly onRow?: (index: number) => void;
}) {
  const { title, rows, columnsOf, width, height, cells, selectedIndex = null, onRow } = props;
  const theme = useTheme();
  const { isSpoken } = theme;
  const table = useMemo(() => {
    const room = { width: isSpoken ? spokenWidth : width - 4, rowCount: height - 3, context: cells };
    return layOutTable(rows ?? [], columnsOf(rows ?? []), room);
  }, [rows, columnsOf, width, height, cells, isSpoken]);
  const isPainted = table.rows.length > (isSpoken ? 0 : mostShortRows);
  const lines = useMemo(() => {
    if (!isPainted) return [];
    return [paintTableHeading(theme, table), ...paintTableRows(theme, table, { width: width - 4, selectedIndex })];
  }, [isPainted, theme, table, width, selectedIndex]);
  return (
    <Panel title={title} width={width} height={height} onClick={onRow && (({ y }) => onRow(y - 1))}>
      {isPainted ? (
        <PaintedLines texts={lines} />
      ) : table.rows.length > 0 ? (
        <ShortTable table={table} width={width - 4} selectedIndex={selectedIndex} />
      ) : (
        <Line width={width - 4} left={[{ text: rows ? props.empty : '', tone: 'muted' }]} />
      )}
    </Panel>
  );
}
