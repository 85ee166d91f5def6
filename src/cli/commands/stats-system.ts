import { statusColumns, systemSummary, topRouteColumns, topUserColumns } from '../../columns/stats.ts';
import type { CallTotals, SystemStats } from '../../model/statistics.ts';
import type { Store } from '../../store/store.ts';
import { formatSpan, formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { forJson } from '../print/approximate.ts';
import type { CsvValue } from '../print/csv.ts';
import { headingLines, printCsv, printJson, printLines, printTable } from '../print/print.ts';
import { summaryLines } from './summary.ts';

const hourMs = 3_600_000;

/** The numbers of a window, and the sums of the window before it. */
export interface ComparedStats {
  readonly stats: SystemStats;
  readonly before: CallTotals;
}

/** Asks for the last hours and for as many before them. */
export async function readCompared(store: Store, hours: number): Promise<ComparedStats> {
  const stats = await store.apiLogs.systemStats({ hours });
  const from = new Date(stats.from.getTime() - hours * hourMs);
  return { stats, before: await store.apiLogs.totals({ from, to: stats.from }) };
}

/** Prints what the whole API did in the last hours. */
export async function showSystem(
  context: Context,
  { hours, exact = false }: { readonly hours: number; readonly exact?: boolean },
): Promise<void> {
  const compared = await context.withStore((store) => readCompared(store, hours), { mayUseIndex: !exact });
  if (context.format === 'json') printJson(context, forJson(compared.stats));
  else if (context.format === 'csv') printCsv(context, csvNames, csvRows(compared.stats));
  else printText(context, compared);
}

function printText(context: Context, { stats, before }: ComparedStats): void {
  const { topUsers, topRoutes, statusCodes } = stats;
  const span = formatSpan(stats.from, stats.to ?? context.io.now(), false);
  const length = formatWindow(stats.periodHours);
  const whenEmpty = 'No calls in this time.';
  printLines(context, [
    ...headingLines(context, 'System', [`last ${length}`, span, `change against the ${length} before`]),
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
