import type { Command } from 'commander';
import { statusColumns, systemSummary, topRouteColumns, topUserColumns } from '../../columns/stats.ts';
import type { CallsWithin } from '../../model/call-filter.ts';
import type { CallTotals, SystemStats } from '../../model/statistics.ts';
import type { Store } from '../../store/store.ts';
import { formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { forJson } from '../print/approximate.ts';
import type { CsvValue } from '../print/csv.ts';
import { headingLines, printCsv, printJson, printLines, printTable } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereLines, windowOf, windowWords } from '../where.ts';
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
  readonly where?: Where;
}

/** Statistics of a command; without those before where a filter chose the time. */
interface ShownStats {
  readonly stats: SystemStats;
  readonly before?: CallTotals;
  readonly where: Where | undefined;
}

/** Prints what the whole API did in the last hours, or in the time of a filter. */
export async function showSystem(
  context: Context,
  { hours, exact = false, where }: SystemOptions,
  command: Command,
): Promise<void> {
  const calls = callsWhere(where);
  const time = timeOf(context, where, command);
  const ask = async (store: Store): Promise<ShownStats> => {
    const found =
      time === undefined
        ? await readCompared(store, hours, calls)
        : { stats: await store.apiLogs.systemStats(windowOf(time), calls) };
    if (found.stats.totalCalls === 0) await narrateUnknownUsers(context, store, where);
    return { ...found, where };
  };
  const shown = await context.withStore(ask, { mayUseIndex: !exact });
  if (context.format === 'json') printJson(context, { ...forJson(shown.stats), where: where?.filter });
  else if (context.format === 'csv') printCsv(context, csvNames, csvRows(shown.stats));
  else printText(context, shown);
}

function printText(context: Context, { stats, before, where }: ShownStats): void {
  const { topUsers, topRoutes, statusCodes } = stats;
  const span = windowWords(stats, context.io.now());
  const length = formatWindow(stats.periodHours);
  const about = before === undefined ? [span] : [`last ${length}`, span, `change against the ${length} before`];
  const whenEmpty = 'No calls in this time.';
  printLines(context, [
    ...headingLines(context, 'System', about),
    ...whereLines(context, where),
    '',
    ...summaryLines(systemSummary(stats, before), context.paintOut),
  ]);
  printLines(context, ['', ...headingLines(context, 'Top users')]);
  printTable(context, { columns: topUserColumns(topUsers), rows: topUsers, whenEmpty });
  printLines(context, ['', ...headingLines(context, 'Top routes')]);
  printTable(context, { columns: topRouteColumns, rows: topRoutes, whenEmpty });
  printLines(context, ['', ...headingLines(context, 'Status')]);
  printTable(context, { columns: statusColumns(statusCodes), rows: statusCodes, whenEmpty });
}

const csvNames = ['list', 'name', 'callCount', 'errorCount', 'avgResponseMs', 'p95ResponseMs'] as const;

/** All three lists as one table, told apart by its first column. */
function csvRows({ topUsers, topRoutes, statusCodes }: SystemStats): readonly (readonly CsvValue[])[] {
  return [
    ...topUsers.map((user) => ['user', user.username, user.callCount, user.errorCount, user.avgResponseMs, null]),
    ...topRoutes.map((route) => {
      return ['route', route.apiRoute, route.callCount, route.errorCount, route.avgResponseMs, route.p95ResponseMs];
    }),
    ...statusCodes.map(({ statusCode, callCount }) => ['status', statusCode, callCount, null, null, null]),
  ];
}
