import type { Term } from '../../../filter/query.ts';
import { termOf } from '../../context/use-filter.ts';
import { noStatus, type Selection } from './selection.ts';

/** The conditions that the selection stands for, or why there are none. */
export function selectedTerms({ row, heat, chart: { atColumn } }: Selection): readonly Term[] | string {
  if (heat?.terms) return heat.terms;
  if (atColumn) return [termOf.time(atColumn.from, atColumn.to)];
  if (row === undefined) return 'Select a row with j and k, or a bar with ← and →, to narrow the filter by it.';
  if (row.list === 'users') return [termOf.user(row.name)];
  return [
    row.list === 'routes' ? termOf.route(row.name) : termOf.status(row.name === noStatus ? null : Number(row.name)),
  ];
}
