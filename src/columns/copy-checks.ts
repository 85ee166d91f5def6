import type { CopyCheck } from '../model/copy.ts';
import { printable } from '../text/printable.ts';
import type { Column } from './column.ts';

/** The columns of the sums of both sides of a copy. */
export const copyCheckColumns: readonly Column<CopyCheck>[] = [
  {
    id: 'table',
    header: 'table',
    align: 'left',
    minWidth: 8,
    priority: 0,
    cell: ({ table }) => ({ text: table }),
    value: ({ table }) => table,
  },
  {
    id: 'measure',
    header: 'measure',
    align: 'left',
    minWidth: 12,
    priority: 0,
    cell: ({ measure }, _, width) => ({ text: printable(measure, width) }),
    value: ({ measure }) => measure,
  },
  sumColumn('source'),
  sumColumn('target'),
  {
    id: 'equal',
    header: '',
    align: 'left',
    minWidth: 6,
    priority: 0,
    cell: (check) => (isEqual(check) ? { text: '✓', tone: 'good' } : { text: 'differs', tone: 'bad' }),
    value: isEqual,
  },
];

function sumColumn(side: 'source' | 'target'): Column<CopyCheck> {
  return {
    id: side,
    header: side,
    align: 'right',
    minWidth: 10,
    priority: 0,
    cell: (check, _, width) => ({
      text: printable(check[side].toLocaleString('en-US'), width),
      tone: isEqual(check) ? 'plain' : 'bad',
    }),
    value: (check) => check[side],
  };
}

function isEqual({ source, target }: CopyCheck): boolean {
  return source === target;
}
