import type { Command } from 'commander';
import { withChange } from '../../columns/change.ts';
import { countsBefore } from '../../columns/counts-before.ts';
import { statusColumns, systemSummary, topRouteColumns, topUserColumns } from '../../columns/stats.ts';
import { forJson } from '../../export/approximate.ts';
import type { CallsWithin } from '../../model/call-filter.ts';
import { UsageError } from '../../model/presents-error.ts';
import type { CallTotals, SystemStats } from '../../model/statistics.ts';
import type { StatsBefore } from '../../questions/stats-before.ts';
import type { Store } from '../../store/store.ts';
import { formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { cellContext, headingLines, printJson, printLines, printTable } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereLines, windowOf, windowWords } from '../where.ts';
import { readWhollyCompared } from './compared-stats.ts';
import { printSystemParts } from './stats-parts.ts';
import { summaryLines } from './summary.ts';

const hourMs = 3_600_000;

/** The numbers of a window, and the sums of the window before it. */
export interface ComparedStats {
  readonly stats: SystemStats;
  readonly before: CallTotals;
}

/** Asks for the last hours and for as many before them. */
export async function readCompared(store: Store, hours: number, calls: CallsWithin = {}): Promise<ComparedStats> {
  const stats = await store.apiLogs.systemStats({ hours }, calls);
  const from = new Date(stats.from.getTime() - hours * hourMs);
  return { stats, before: await store.apiLogs.totals({ from, to: stats.from }, calls) };
}

/** Options of `stats system`. */
interface SystemOptions {
  readonly hours: number;
  readonly exact?: boolean;
  readonly compare?: boolean;
  readonly where?: Where;
}

/** Statistics of a command; without those before where a filter chose the time, with the lists of it where it is wholly compared. */
interface ShownStats {
  readonly stats: SystemStats;
  readonly before?: CallTotals;
  readonly lists?: StatsBefore;
  readonly where: Where | undefined;
}

/** Prints what the whole API did in the last hours, or in the time of a filter. */
export async function showSystem(
  context: Context,
  { hours, exact = false, compare = false, where }: SystemOptions,
  command: Command,
): Promise<void> {
  const calls = callsWhere(where);
  const time = timeOf(context, where, command);
  if (compare && time?.from === null) {
    throw new UsageError('--compare needs a time with a beginning, e.g. time:2026-11-24.');
  }
  const read = async (store: Store): Promise<Omit<ShownStats, 'where'>> => {
    if (compare) {
      const { stats, before } = await readWhollyCompared(store, { hours, time, where, now: context.io.now() });
      return { stats, before, lists: before };
    }
    if (time === undefined) return readCompared(store, hours, calls);
    return { stats: await store.apiLogs.systemStats(windowOf(time), calls) };
  };
  const ask = async (store: Store): Promise<ShownStats> => {
    const found = await read(store);
    if (found.stats.totalCalls === 0) await narrateUnknownUsers(context, store, where);
    return { ...found, where };
  };
  const shown = await context.withStore(ask, { mayUseIndex: !exact });
  if (context.format === 'json')
    printJson(context, { ...forJson(shown.stats), before: shown.lists && forJson(shown.lists), where: where?.filter });
  else if (context.format === 'text') printText(context, shown);
  else printSystemParts(context, { ...shown.stats, where: where?.filter }, shown.lists);
}

function printText(context: Context, { stats, before, lists, where }: ShownStats): void {
  const { topUsers, topRoutes, statusCodes } = stats;
  const span = windowWords(stats, context.io.now());
  const length = formatWindow(stats.periodHours);
  const against = lists ? windowWords(lists, context.io.now()) : `the ${length} before`;
  const about =
    before === undefined
      ? [span]
      : [...(stats.to === null ? [`last ${length}`] : []), span, `change against ${against}`];
  const counts = lists && countsBefore(lists);
  const whenEmpty = 'No calls in this time.';
  printLines(context, [
    ...headingLines(context, 'System', about),
    ...whereLines(context, where),
    '',
    ...summaryLines(systemSummary(stats, cellContext(context), before), context.paintOut),
  ]);
  printLines(context, ['', ...headingLines(context, 'Top users')]);
  printTable(context, { columns: withChange(topUserColumns(topUsers), counts?.user), rows: topUsers, whenEmpty });
  printLines(context, ['', ...headingLines(context, 'Top routes')]);
  printTable(context, { columns: withChange(topRouteColumns, counts?.route), rows: topRoutes, whenEmpty });
  printLines(context, ['', ...headingLines(context, 'Status')]);
  printTable(context, {
    columns: withChange(statusColumns(statusCodes), counts?.status),
    rows: statusCodes,
    whenEmpty,
  });
}
