import { type Command, Option } from 'commander';
import { userColumns } from '../../columns/users.ts';
import { userOrders } from '../../questions/user-orders.ts';
import { countOrAll, hoursBack, wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrateZone, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { whereOption } from '../where.ts';
import type { CliCommand } from './cli-command.ts';
import { asksForTraffic, listTraffic, narrateRest, type UserTrafficOptions } from './user-traffic.ts';

const LONGEST_DAYS = 3650;

/** Adds the command that lists users. */
export function addUserList(group: CliCommand, run: Runner): void {
  group
    .command('list')
    .helpGroup('Users')
    .summary('list users, plainly or with their traffic')
    .description(
      'Lists all users, newest first. With --hours, --days, --sort, --reverse or --where, it lists them with their traffic, last call and state of their key, as the dashboard does: the busiest of the last 24 hours first.',
    )
    .option('--active-only', 'only those whose key is accepted')
    .addOption(new Option('--hours <n>', 'with the traffic of so many hours').argParser(hoursBack))
    .addOption(new Option('--days <n>', 'the same in days').argParser(wholeNumber(1, LONGEST_DAYS)).conflicts('hours'))
    .addOption(new Option('--sort <order>', 'the order of the list').choices(Object.keys(userOrders)))
    .option('--reverse', 'in the reverse order: with --sort last-call, who never called first')
    .addOption(whereOption())
    .option('--limit <n>', 'how many users; all or 0 for every one', countOrAll)
    .example('presents user list --active-only --csv > users.csv', 'for a spreadsheet')
    .example('presents user list --hours 24 --sort errors --limit 10', 'who fails most')
    .example('presents user list --where is:idle,never', 'keys that nobody needs')
    .action(run<UserTrafficOptions>(list, ['csv', 'jsonl']));
}

async function list(context: Context, options: UserTrafficOptions, command: Command): Promise<void> {
  await (asksForTraffic(options) ? listTraffic(context, options, command) : listPlainly(context, options));
}

async function listPlainly(context: Context, { activeOnly = false, limit }: UserTrafficOptions): Promise<void> {
  const users = await context.withStore((store) => store.users.list({ activeOnly }));
  const rows = users.slice(0, limit);
  const command = context.commandFor('user create');
  const next = command === undefined ? '' : ` Next: ${command} NAME`;
  const whenEmpty = `No ${activeOnly ? 'active ' : ''}users yet.${next}`;
  printListing(context, { columns: userColumns, rows, whenEmpty });
  narrateRest(context, rows.length, users.length);
  if (rows.length > 0) narrateZone(context);
}
