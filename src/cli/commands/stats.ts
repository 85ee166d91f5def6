import { countOrAll, hoursBack, once, wholeNumber } from '../arguments.ts';
import type { Runner } from '../runner.ts';
import { watchable, watchOption } from '../watch/watch.ts';
import { whereOption } from '../where.ts';
import type { CliCommand } from './cli-command.ts';
import { showCache } from './stats-cache.ts';
import { showErrors } from './stats-errors.ts';
import { showSystem } from './stats-system.ts';
import { showUser } from './stats-user.ts';

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
    .option('--hours <n>', 'how far to look back', hoursBack, 24)
    .addOption(whereOption())
    .option(
      '--compare',
      'with the window before: the change of each user, route and status; the same weekdays from 7 days on',
    )
    .option('--exact', EXACT)
    .addOption(watchOption())
    .example('presents stats system --hours 168 --compare', 'the last week, against the one before')
    .example('presents stats system --hours 1 --watch 5s', 'the last hour, again every 5 seconds')
    .example("presents stats system --where 'user:acme-* -status:429'", 'of some calls only')
    .example("presents stats system --hours 1 --json | jq '.errorCount'", 'for an alarm')
    .action(run(watchable(showSystem), ['csv']));
  stats
    .command('user')
    .helpGroup('Statistics')
    .summary('statistics of one user')
    .description('Shows what one user did in the last days, by endpoint.')
    .usage('NAME [options]')
    .argument('[NAME]')
    .option('--username <name>', 'the user, instead of NAME', once)
    .option('--id <id>', ID_OPTION, once)
    .option('--days <n>', 'how far to look back', wholeNumber(1, LONGEST_DAYS), 30)
    .addOption(whereOption())
    .option('--exact', EXACT)
    .addOption(watchOption())
    .example('presents stats user acme-shop --days 7', 'the last week')
    .action(run(watchable(showUser), ['csv']));
  stats
    .command('errors')
    .helpGroup('Statistics')
    .summary('the newest failed calls, or groups of them')
    .description('Shows the newest calls that failed (status 400 and above), whenever that was, or groups of them.')
    .option('--limit <n>', 'how many calls or groups; all or 0 for every group', countOrAll, 10)
    .option('--groups', 'the calls of the last hours in groups of one problem each, the worst first')
    .option('--hours <n>', 'how far to look back for groups', hoursBack, 24)
    .addOption(whereOption())
    .addOption(watchOption())
    .example('presents stats errors --limit 100 --json', 'with the payloads of the requests')
    .example('presents stats errors --groups --hours 168', 'the problems of a week')
    .example("presents stats errors --where 'm:*timeout* time:7d'", 'the timeouts of a week')
    .action(run(watchable(showErrors), ['csv', 'jsonl']));
  stats
    .command('cache')
    .helpGroup('Statistics')
    .summary('statistics of the classification cache')
    .description('Shows the state of the cache of product classifications.')
    .addOption(watchOption())
    .example('presents stats cache --json', 'for a script')
    .action(run(watchable(showCache), ['csv']));
}
