import { type Command, Option } from 'commander';
import { filterFields } from '../../filter/fields.ts';
import type { CallSort } from '../../model/call.ts';
import { type PresentsError, UsageError } from '../../model/presents-error.ts';
import { commandLine } from '../../text/shell.ts';
import { countOrAll, hoursBack, wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import type { Runner } from '../runner.ts';
import { timeOf, type Where, whereOption } from '../where.ts';
import type { AskedCalls } from './asked-calls.ts';
import { printCalls } from './call-list.ts';
import type { CliCommand, Entry } from './cli-command.ts';
import { followCalls } from './follow-calls.ts';

const LONGEST_DAYS = 3650;
const DAY_HOURS = 24;
const HOUR_MS = 3_600_000;
const SORTS: readonly CallSort[] = ['time', 'user', 'status', 'route', 'ms', 'message'];
/** Orders that begin with the highest. */
const HIGHEST_FIRST: ReadonlySet<CallSort> = new Set<CallSort>(['time', 'status', 'ms']);

interface CallsOptions {
  readonly where?: Where;
  readonly limit: number;
  readonly sort: CallSort;
  readonly reverse?: boolean;
  readonly hours: number;
  readonly days?: number;
  readonly follow?: boolean;
}

/** Adds the command that lists calls and follows them. */
export function addCallsCommand(program: CliCommand, run: Runner): void {
  program
    .command('calls')
    .helpGroup('Statistics')
    .summary('list calls, or follow them live')
    .description('Lists the calls of the last hours, the newest first: all of them, or those that fit a filter.')
    .allowExcessArguments()
    .addOption(whereOption())
    .option('--limit <n>', 'how many calls; all or 0 for every one', countOrAll, 50)
    .addOption(new Option('--sort <order>', 'the order of the list').choices(SORTS).default('time'))
    .option('--reverse', 'in the reverse order: the oldest or the fastest first')
    .option('--hours <n>', 'how far to look back', hoursBack, DAY_HOURS)
    .addOption(new Option('--days <n>', 'the same in days').argParser(wholeNumber(1, LONGEST_DAYS)).conflicts('hours'))
    .option('--follow', 'print new calls as they are logged, until Ctrl-C')
    .example("presents calls --where 'user:acme-* status:422 time:17:00..18:00'", 'what failed in one hour')
    .example('presents calls --sort ms --limit 20 --days 7', 'the slowest of a week')
    .example('presents calls --where is:error --follow', 'failed calls, live')
    .example("presents calls --where 'ms:>=800' --limit all --csv > slow.csv", 'for a spreadsheet')
    .section('Filters', filterEntries())
    .action(run<CallsOptions>(showCalls, ['csv', 'jsonl']));
}

/** Every field of the language with its first example. */
function filterEntries(): readonly Entry[] {
  const fields = Object.values(filterFields).map(
    ({ examples, takes }): Entry => [examples[0], takes.replaceAll('`', '')],
  );
  return [
    ...fields,
    ['timeout', 'a word: in user, route, status or message'],
    ['-a  a b  a OR b  (a)', 'not; both; one of them; a group'],
  ];
}

async function showCalls(context: Context, options: CallsOptions, command: Command): Promise<number> {
  requireSense(context, options, command);
  const { where, limit, sort, reverse = false, follow = false } = options;
  const time = timeOf(context, where, command);
  const hours = options.days === undefined ? options.hours : options.days * DAY_HOURS;
  const now = context.io.now();
  if (follow && time?.to && time.to <= now) {
    throw refusal(
      'The time of the filter is over: no new call can fit.',
      'Leave --follow or the end of that time out.',
    );
  }
  const asked: AskedCalls = {
    where,
    ends: time ?? { from: new Date(now.getTime() - hours * HOUR_MS), to: null },
    sort,
    descending: HIGHEST_FIRST.has(sort) !== reverse,
    limit,
    hours: time === undefined ? hours : undefined,
    now,
  };
  const show = follow ? followCalls : printCalls;
  return await context.withStore((store) => show(context, store, asked), { mayUseIndex: true });
}

function requireSense({ format }: Context, { follow, reverse }: CallsOptions, command: Command): void {
  if (command.args.length > 0) {
    const line = commandLine(['presents', 'calls', '--where', command.args.join(' ')]);
    throw refusal('A filter is given with --where.', line === undefined ? '' : `Try: ${line}`);
  }
  if (follow !== true) return;
  if (format === 'json') throw refusal('--follow has no end, so it is no JSON document.', 'Use --jsonl.');
  if (reverse === true || command.getOptionValueSource('sort') === 'cli') {
    throw refusal('--follow prints calls in the order of their times.', 'Leave out --sort and --reverse.');
  }
}

function refusal(sentence: string, nextStep: string): PresentsError {
  return new UsageError(sentence, { nextStep });
}
