import { withoutField } from '../../filter/edit.ts';
import { comparedWindow } from '../../insight/compared-window.ts';
import type { CallTotals, SystemStats } from '../../model/statistics.ts';
import type { ValueCounts } from '../../model/values.ts';
import type { Store } from '../../store/store.ts';
import { callsWhere, type TimeEnds, type Where, windowOf } from '../where.ts';

/** The sums of the window before, and its calls by user, route and status. */
export type StatsBefore = CallTotals & ValueCounts;

/** Statistics, and those of the window that they are compared with. */
export interface WhollyCompared {
  readonly stats: SystemStats;
  readonly before: StatsBefore;
}

/** Asks for the last hours, or for the time of a filter, and for the window before with its calls by user, route and status. */
export async function readWhollyCompared(
  { apiLogs }: Store,
  {
    hours,
    time,
    where,
    now,
  }: {
    readonly hours: number;
    readonly time: TimeEnds | undefined;
    readonly where: Where | undefined;
    readonly now: Date;
  },
): Promise<WhollyCompared> {
  const calls = callsWhere(where);
  const stats = await apiLogs.systemStats(time === undefined ? { hours } : windowOf(time), calls);
  const lengthMs = (stats.to ?? now).getTime() - stats.from.getTime();
  const window = comparedWindow(stats, time === undefined ? hours * 3_600_000 : lengthMs);
  const callsBefore = calls.filter === undefined ? {} : { filter: withoutField(calls.filter, 'time') };
  const totals = await apiLogs.totals(window, callsBefore);
  return { stats, before: { ...totals, ...(await apiLogs.valueCounts(window, callsBefore)) } };
}
