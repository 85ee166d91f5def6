import type { Term } from '../../../filter/query.ts';
import type { View } from '../../context/route.ts';
import { barSubject } from '../../context/use-chart-keys.ts';
import { termOf } from '../../context/use-filter.ts';
import { type WhySubject, whyAbout } from '../../context/why-opening.ts';
import { noStatus, type Selection } from './selection.ts';

/** The conditions that the selection stands for, or why there are none. */
export function selectedTerms({ row, step, heat, chart: { atColumn } }: Selection): readonly Term[] | string {
  if (heat?.terms) return heat.terms;
  if (atColumn) return [termOf.time(atColumn.from, atColumn.to)];
  if (row === undefined) return 'Select a row with j and k, or a bar with ← and →, to narrow the filter by it.';
  if (step) return [termOf.ms(step.fromMs, step.toMs)];
  if (row.list === 'users') return [termOf.user(row.name)];
  if (row.list === 'routes') return [termOf.route(row.name)];
  if (row.list === 'groups') return [termOf.group(row.name)];
  return [termOf.status(row.name === noStatus ? null : Number(row.name))];
}

/** The calls that the selection stands for, as ⏎ shows them; without one those that fit the filter, and without a filter those that failed. */
export function selectedCalls(view: View, selection: Selection): WhySubject {
  const { atColumn } = selection.chart;
  if (!selection.heat && atColumn) return barSubject(view, atColumn);
  const terms = selectedTerms(selection);
  if (typeof terms !== 'string') return whyAbout(view, terms);
  return whyAbout(view, view.filter === '' ? [termOf.failed()] : []);
}
