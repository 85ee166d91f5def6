import { withoutField } from '../filter/edit.ts';
import { comparedWindow } from '../insight/compared-window.ts';
import type { CallTotals } from '../model/statistics.ts';
import type { ValueCounts } from '../model/values.ts';
import type { Window } from '../model/window.ts';
import type { Store } from '../store/store.ts';

/** The sums of the window before, and its calls by user, route and status. */
export type StatsBefore = CallTotals & ValueCounts;

/** Asks for the window that another one of this length is compared with; the time of a filter is that of the other one. */
export async function readStatsBefore(
  { apiLogs }: Store,
  { window, lengthMs, filter }: { readonly window: Window; readonly lengthMs: number; readonly filter?: string },
): Promise<StatsBefore> {
  const before = comparedWindow(window, lengthMs);
  const calls = filter === undefined ? {} : { filter: withoutField(filter, 'time') };
  const [totals, counts] = await Promise.all([apiLogs.totals(before, calls), apiLogs.valueCounts(before, calls)]);
  return { ...totals, ...counts };
}
