import { maintain } from '../../actions/maintain.ts';
import { locationText } from '../../store/location.ts';
import type { MaintainPlan, MaintainResult } from '../../store/maintain.ts';
import { wholeNumber } from '../arguments.ts';
import { confirm } from '../confirm.ts';
import { type Context, storeOptions } from '../context.ts';
import { narrate, printJson, printLines } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const longestDays = 36_500;

interface MaintainCommandOptions {
  readonly dropOlderThan?: number;
  readonly dryRun?: boolean;
}

/** Adds the command that keeps the partitions of a log on a server. */
export function addMaintainCommand(program: CliCommand, run: Runner): void {
  program
    .command('maintain')
    .changing()
    .helpGroup('Upkeep')
    .summary(maintain.summary)
    .description(
      'On a PostgreSQL server: makes the partitions of the next eight weeks (or days, or months), and moves calls into them that came before they were there. Safe while API servers log. A file has nothing to maintain.',
    )
    .option(
      '--drop-older-than <days>',
      'drop the partitions whose calls are all older than this',
      wholeNumber(1, longestDays),
    )
    .option('--dry-run', 'only say what would be done')
    .example('presents maintain', 'every night, without a question')
    .example('presents maintain --drop-older-than 90 --yes', 'and keep the calls of 90 days')
    .action(run<MaintainCommandOptions>(maintainLog));
}

async function maintainLog(context: Context, options: MaintainCommandOptions): Promise<number> {
  const store = await import('../../store/open.ts');
  const { location, io } = context;
  const settings = { ...storeOptions(io), dropOlderThanDays: options.dropOlderThan };
  const plan = await store.planMaintain(location, settings);
  const nothing = maintain.nothing(plan, locationText(location));
  if (nothing !== undefined) {
    narrate(context, nothing);
    const cleanup = context.commandFor('cleanup logs');
    if (options.dropOlderThan !== undefined && cleanup !== undefined)
      narrate(context, `No call was deleted. To delete old calls: ${cleanup} --days ${options.dropOlderThan}`, 'muted');
    return answer(context, { made: [], dropped: [] });
  }
  if (options.dryRun === true) return preview(context, plan);
  if (plan.old.length > 0) {
    const { title, consequences } = maintain.question(plan, locationText(location));
    await confirm(context, [title, ...consequences].join(' '));
  }
  const signal = io.interrupted;
  const onMade = (made: MaintainResult['made'][number]) => narrate(context, maintain.made(made).text, 'muted');
  const result = await store.maintain(location, { ...settings, signal, onMade });
  narrate(context, maintain.report(result).text);
  if (plan.log === 'divided by others')
    narrate(context, 'Its partitions are of no size of ours, so none was made ahead.', 'warn');
  answer(context, result);
  return signal.aborted ? 130 : 0;
}

function preview(context: Context, plan: MaintainPlan): number {
  if (context.format === 'json') printJson(context, { dryRun: true, missing: plan.missing, old: plan.old });
  else printLines(context, maintain.preview(plan));
  return 0;
}

function answer(context: Context, result: MaintainResult): number {
  if (context.format === 'json') printJson(context, result);
  return 0;
}
