import type { Command } from 'commander';
import { endpointColumns, userSummary } from '../../columns/stats.ts';
import type { Store } from '../../store/store.ts';
import { printable } from '../../text/printable.ts';
import { userOf } from '../arguments.ts';
import type { Context } from '../context.ts';
import { cellContext, headingLines } from '../print/print.ts';
import { callsWhere, timeOf, type Where, whereLines, windowOf, windowWords } from '../where.ts';
import { printUserParts } from './stats-parts.ts';
import { printReport } from './stats-report.ts';

interface UserOptions {
  readonly days: number;
  readonly exact?: boolean;
  readonly where?: Where;
}

/** Prints what one user did in the last days, or in the time of a filter. */
export async function showUser(
  context: Context,
  { days, exact = false, where }: UserOptions,
  command: Command,
): Promise<void> {
  const who = userOf(command);
  const time = timeOf(context, where, command);
  const ask = (store: Store) =>
    store.apiLogs.userStats(who, time === undefined ? { days } : windowOf(time), callsWhere(where));
  const stats = await context.withStore(ask, { mayUseIndex: !exact });
  const about = [...(time === undefined ? [`last ${days} d`] : []), windowWords(stats, context.io.now())];
  printReport(
    context,
    { ...stats, where: where?.filter },
    {
      title: [...headingLines(context, printable(stats.username), about), ...whereLines(context, where)],
      summary: userSummary(stats, cellContext(context), { withTimes: true }),
      listTitle: 'Endpoints',
      list: { columns: endpointColumns, rows: stats.endpoints, whenEmpty: 'No calls in this time.' },
      printParts: () => printUserParts(context, { ...stats, where: where?.filter }),
    },
  );
}
