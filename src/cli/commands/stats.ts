import type { Command } from 'commander';
import { errorReportColumns } from '../../columns/errors.ts';
import {
  cacheSummary,
  categoryColumns,
  endpointColumns,
  noCategories,
  type SummaryLine,
  userSummary,
} from '../../columns/stats.ts';
import type { Store } from '../../store/store.ts';
import { formatSpan } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { userOf, wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { forJson } from '../print/approximate.ts';
import {
  cellContext,
  headingLines,
  type Listing,
  narrateZone,
  printJson,
  printLines,
  printListing,
} from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';
import { showSystem } from './stats-system.ts';
import { summaryLines } from './summary.ts';

const ID_OPTION = 'the user’s id, when several users share a name';
const LONGEST_DAYS = 3_650;
const EXACT =
  'read the log itself instead of the dashboard’s index, whose percentiles are within 1 % and which notices edits of old calls only after minutes';

/** Adds the commands that answer with numbers. */
export function addStatsCommands(program: CliCommand, run: Runner): void {
  const stats = program.command('stats').description('Numbers of the API, of one user, of the errors, of the cache.');
  stats
    .command('system')
    .helpGroup('Statistics')
    .summary('statistics of the whole API')
    .description('Shows what the whole API did in the last hours, and how that compares with the hours before.')
    .option('--hours <n>', 'how far to look back', wholeNumber(1, LONGEST_DAYS * 24), 24)
    .option('--exact', EXACT)
    .example('presents stats system --hours 168', 'the last week')
    .example("presents stats system --hours 1 --json | jq '.errorCount'", 'for an alarm')
    .action(run(showSystem, ['csv']));
  stats
    .command('user')
    .helpGroup('Statistics')
    .summary('statistics of one user')
    .description('Shows what one user did in the last days, by endpoint.')
    .usage('NAME [options]')
    .argument('[NAME]')
    .option('--username <name>', 'the user, instead of NAME')
    .option('--id <id>', ID_OPTION)
    .option('--days <n>', 'how far to look back', wholeNumber(1, LONGEST_DAYS), 30)
    .option('--exact', EXACT)
    .example('presents stats user acme-shop --days 7', 'the last week')
    .action(run(showUser, ['csv']));
  stats
    .command('errors')
    .helpGroup('Statistics')
    .summary('the newest failed calls')
    .description('Shows the newest calls that failed (status 400 and above), whenever that was.')
    .option('--limit <n>', 'how many calls', wholeNumber(1, 100_000), 10)
    .example('presents stats errors --limit 100 --json', 'with the payloads of the requests')
    .action(run(showErrors, ['csv', 'jsonl']));
  stats
    .command('cache')
    .helpGroup('Statistics')
    .summary('statistics of the classification cache')
    .description('Shows the state of the cache of product classifications.')
    .example('presents stats cache --json', 'for a script')
    .action(run(showCache, ['csv']));
}

async function showUser(
  context: Context,
  { days, exact = false }: { readonly days: number; readonly exact?: boolean },
  command: Command,
): Promise<void> {
  const who = userOf(command);
  const ask = (store: Store) => store.apiLogs.userStats(who, { days });
  const stats = await context.withStore(ask, { mayUseIndex: !exact });
  const span = formatSpan(stats.from, stats.to ?? context.io.now(), false);
  printSummary(context, stats, {
    title: headingLines(context, printable(stats.username), [`last ${days} d`, span]),
    summary: userSummary(stats, cellContext(context)),
    listTitle: 'Endpoints',
    list: { columns: endpointColumns, rows: stats.endpoints, whenEmpty: 'No calls in this time.' },
  });
}

async function showErrors(context: Context, { limit }: { readonly limit: number }): Promise<void> {
  const rows = await context.withStore((store) => store.apiLogs.recentErrors({ limit, payloads: 'text' }));
  printListing(context, { columns: errorReportColumns, rows, whenEmpty: 'No call has failed.' });
  if (rows.length > 0) narrateZone(context);
}

async function showCache(context: Context): Promise<void> {
  const stats = await context.withStore((store) => store.products.stats());
  const rows = stats.topCategories;
  printSummary(context, stats, {
    title: headingLines(context, 'Cache', ['of product classifications']),
    summary: cacheSummary(stats, cellContext(context)),
    listTitle: 'Top categories',
    list: { columns: categoryColumns(rows), rows, whenEmpty: noCategories(stats) },
  });
}

/** Numbers with a list below: JSON has everything, CSV the list. */
interface Report<Row> {
  readonly title: readonly string[];
  readonly summary: readonly SummaryLine[];
  readonly listTitle: string;
  readonly list: Listing<Row>;
}

function printSummary<Row>(context: Context, stats: object, { title, summary, listTitle, list }: Report<Row>): void {
  if (context.format === 'json') {
    printJson(context, forJson(stats));
    return;
  }
  if (context.format === 'text') {
    const numbers = summaryLines(summary, context.paintOut);
    printLines(context, [...title, '', ...numbers, '', ...headingLines(context, listTitle)]);
  }
  printListing(context, list);
}
