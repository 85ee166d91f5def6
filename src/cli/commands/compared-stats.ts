import type { SystemStats } from '../../model/statistics.ts';
import type { TimeEnds } from '../../questions/call-slices.ts';
import { readStatsBefore, type StatsBefore } from '../../questions/stats-before.ts';
import type { Store } from '../../store/store.ts';
import { callsWhere, type Where, windowOf } from '../where.ts';

/** Statistics, and those of the window that they are compared with. */
export interface WhollyCompared {
  readonly stats: SystemStats;
  readonly before: StatsBefore;
}

/** Asks for the last hours, or for the time of a filter, and for the window before with its calls by user, route and status. */
export async function readWhollyCompared(
  store: Store,
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
  const stats = await store.apiLogs.systemStats(time === undefined ? { hours } : windowOf(time), calls);
  const length = time === undefined ? hours * 3_600_000 : (stats.to ?? now).getTime() - stats.from.getTime();
  return { stats, before: await readStatsBefore(store, { window: stats, lengthMs: length, ...calls }) };
}
