import { type Command, Option } from 'commander';
import { UsageError } from '../../model/presents-error.ts';
import { type Condition, type MetricName, metricNames, parseCondition } from '../../questions/check-conditions.ts';
import { readCheckValues } from '../../questions/check-values.ts';
import { formatWindow } from '../../text/format.ts';
import { hoursBack, wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrate, printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereOption, windowOf } from '../where.ts';
import { checkAttention } from './attention.ts';
import { judge, printVerdicts, verdictsForJson } from './check-verdicts.ts';
import type { CliCommand } from './cli-command.ts';

const HOUR_MS = 3_600_000;
const FEWEST_CALLS = 50;

interface CheckOptions {
  readonly failIf?: readonly Condition[];
  readonly where?: Where;
  readonly hours: number;
  readonly minCalls: number;
  readonly quiet?: boolean;
}

/** Adds the command that says by its exit code if something is wrong. */
export function addCheckCommand(program: CliCommand, run: Runner): void {
  program
    .command('check')
    .helpGroup('Statistics')
    .summary('say by the exit code if something is wrong, for cron and alarms')
    .description(
      'Judges the calls of the last hour by conditions, and prints a line for each that holds: exit code 1. Without a condition it prints what wants attention, and the exit code is 1 if something does. A number without a unit is in % for rates, in milliseconds for times, in minutes for idle_minutes.',
    )
    .addOption(
      new Option(
        '--fail-if <condition>',
        'what must not be: a metric, > >= < <= or =, and a limit; may be repeated',
      ).argParser((text: string, before: readonly Condition[] = []) => [...before, parseCondition(text)]),
    )
    .addOption(whereOption())
    .option('--hours <n>', 'how far to look back', hoursBack, 1)
    .option(
      '--min-calls <n>',
      'with fewer calls, rates and times are not judged',
      wholeNumber(0, 1_000_000_000),
      FEWEST_CALLS,
    )
    .option('--quiet', 'print nothing when all is fine')
    .example(
      "presents check --fail-if 'error_rate>5%' --fail-if 'p95>800' --quiet",
      'for cron, which mails what is printed',
    )
    .example("presents check --fail-if 'idle_minutes>30' --where 'user:acme-shop'", 'a customer who stopped calling')
    .example("presents check --fail-if 'new_groups>0' --hours 24", 'failures that were never seen before')
    .example('presents check --quiet', 'whatever wants attention')
    .section(
      'Metrics',
      metricNames.map((name) => [name, MEANINGS[name]]),
    )
    .action(run<CheckOptions>(check));
}

const MEANINGS: Readonly<Record<MetricName, string>> = {
  calls: 'calls',
  errors: 'failed calls: status 400 and above',
  error_rate: 'their share of all calls, in %',
  server_error_rate: 'share of calls with status 500 and above, in %',
  avg: 'average response time, in ms',
  p50: 'median of the response times, in ms',
  p95: '95th percentile of the response times, in ms',
  p99: '99th percentile of the response times, in ms',
  new_groups: 'groups of failed calls that were never seen before the last 24 hours',
  rising_groups: 'groups of failed calls that rise, and not with all traffic',
  idle_minutes: 'minutes since the newest call that fits',
  attention: 'lines of `presents attention`',
};

async function check(context: Context, options: CheckOptions, command: Command): Promise<number> {
  const { failIf: conditions = [], where, hours, quiet = false } = options;
  if (conditions.every(({ metric }) => metric === 'attention')) refuseWithoutCalls(command, conditions);
  if (conditions.length === 0) return checkAttention(context, { quiet });
  const now = context.io.now();
  const time = timeOf(context, where, command);
  const window = windowOf(time ?? { from: new Date(now.getTime() - hours * HOUR_MS), to: null });
  const { thresholds } = context.settings;
  const asked = { window, filter: '', ...callsWhere(where), now, thresholds: thresholds.attention };
  const found = await context.withStore(
    async (store) => {
      const values = await readCheckValues(store, asked, new Set(conditions.map(({ metric }) => metric)));
      if (values.callCount === 0) await narrateUnknownUsers(context, store, where);
      return values;
    },
    { mayUseIndex: true },
  );
  const inWindow = time === undefined ? ` in the last ${formatWindow(hours)}` : '';
  const verdicts = conditions.map((condition) => judge(condition, found, { minCalls: options.minCalls, inWindow }));
  const isFine = verdicts.every(({ isHit }) => !isHit);
  if (quiet && isFine) return 0;
  for (const { reason } of verdicts) if (reason !== undefined) narrate(context, reason, 'warn');
  if (context.format === 'json') {
    const ends = { from: window.from, to: window.to ?? now };
    printJson(context, verdictsForJson({ verdicts, found, window: ends, where, isFine }));
  } else printVerdicts(context, verdicts, isFine);
  return isFine ? 0 : 1;
}

/** Refuses options that choose calls where no condition is about calls. */
function refuseWithoutCalls(command: Command, conditions: readonly Condition[]): void {
  const given = ['where', 'hours', 'minCalls'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (given === undefined) return;
  const flag = given === 'minCalls' ? '--min-calls' : `--${given}`;
  const fault =
    conditions.length === 0
      ? 'is for conditions, and there is none'
      : 'chooses calls, and the condition attention looks at everything';
  throw new UsageError(`${flag} ${fault}.`, {
    nextStep: "Give a condition about calls, e.g. --fail-if 'error_rate>5%'.",
  });
}
