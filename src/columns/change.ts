import { formatChange, isNotableChange } from '../text/format.ts';
import type { Column } from './column.ts';

/** Columns with the change of the calls behind the calls, where it is known how many there were in the window before. */
export function withChange<Row extends { readonly callCount: number }>(
  columns: readonly Column<Row>[],
  before: ((row: Row) => number) | undefined,
): readonly Column<Row>[] {
  if (before === undefined) return columns;
  const at = columns.findIndex(({ id }) => id === 'callCount') + 1;
  return [...columns.slice(0, at), changeColumn(before), ...columns.slice(at)];
}

function changeColumn<Row extends { readonly callCount: number }>(before: (row: Row) => number): Column<Row> {
  return {
    id: 'callCountChange',
    header: 'Δ calls',
    align: 'right',
    minWidth: 8,
    priority: 2,
    cell: (row) => {
      const { text } = formatChange(row.callCount, before(row));
      return { text, tone: isNotableChange(row.callCount, before(row)) ? 'strong' : 'muted' };
    },
    value: (row) => row.callCount - before(row),
  };
}
