import type { Report } from '../../actions/action.ts';
import type { CleanUp } from '../../actions/clean-up.ts';
import { cleanUpCache } from '../../actions/clean-up-cache.ts';
import { cleanUpCalls } from '../../actions/clean-up-calls.ts';
import type { CleanupEstimate } from '../../model/cleanup.ts';
import type { Store } from '../../store/store.ts';
import { formatDateTime, zoneName } from '../../text/format.ts';
import { wholeNumber } from '../arguments.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { narrate, printJson, printLines } from '../print/print.ts';
import { createProgressLine } from '../print/progress.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const dayMs = 86_400_000;
const longestDays = 36_500;

interface CleanupCommandOptions {
  readonly days: number;
  readonly dryRun?: boolean;
}

/** Adds the commands that delete what is old. */
export function addCleanupCommands(program: CliCommand, run: Runner): void {
  const group = program
    .command('cleanup')
    .description('Deletes old rows in short transactions, so that no writer waits long.');
  for (const cleanUp of [cleanUpCalls, cleanUpCache]) {
    const { command, summary, rows, verb, defaultDays } = cleanUp;
    group
      .command(command.split(' ').at(-1) ?? command)
      .changing()
      .helpGroup('Upkeep')
      .summary(summary)
      .description(
        `Deletes ${rows} ${verb} more than --days ago, in short transactions. Ctrl-C stops it; deleted rows stay deleted.`,
      )
      .option('--days <n>', `keep the ${rows} of the last n days`, wholeNumber(1, longestDays), defaultDays)
      .option('--dry-run', 'only count what would be deleted')
      .example(`presents ${command} --dry-run`, 'look first')
      .example(`presents ${command} --days ${defaultDays} --yes --json`, 'every night, without a question')
      .action(run<CleanupCommandOptions>((context, options) => deleteOld(context, options, cleanUp)));
  }
}

async function deleteOld(context: Context, options: CleanupCommandOptions, cleanUp: CleanUp): Promise<number> {
  return await context.withStore(async (store) => {
    const { days, dryRun } = options;
    const estimate = await cleanUp.count(store, days);
    const age = { days, limit: limitOf(context, days) };
    if (dryRun) {
      if (context.format === 'json') printJson(context, { deleted: 0, dryRun: true, ...estimate });
      else printLines(context, [cleanUp.preview(estimate, age)]);
      return 0;
    }
    if (estimate.matching === 0) return tell(context, 0, cleanUp.nothing(estimate, days));
    const { title, consequences } = cleanUp.question(estimate, age);
    await confirm(context, [title, ...consequences].join(' '));
    const { signal, deleted } = await deleteInChunks(context, store, { days, estimate, cleanUp });
    const isStopped = signal.aborted && deleted < estimate.matching;
    tell(context, deleted, cleanUp.report(deleted, estimate, isStopped));
    return isStopped ? 130 : 0;
  });
}

interface Plan {
  readonly days: number;
  readonly estimate: CleanupEstimate;
  readonly cleanUp: CleanUp;
}

async function deleteInChunks({ io, settings }: Context, store: Store, { days, estimate, cleanUp }: Plan) {
  const signal = io.interrupted;
  const line = createProgressLine({ io, settings });
  const onProgress = (count: number) => line.show(`${cleanUp.progress(count, estimate)} … Ctrl-C stops`);
  const deleted = await cleanUp.run(store, { days, signal, onProgress }).finally(line.clear);
  return { signal, deleted };
}

function tell(context: Context, deleted: number, { tone, text, hasChanged }: Report): number {
  if (context.format === 'json') printJson(context, { deleted });
  narrate(context, text, hasChanged ? tone : 'good');
  return 0;
}

function limitOf({ io }: Context, days: number): string {
  const limit = new Date(io.now().getTime() - days * dayMs);
  return `${formatDateTime(limit, false)} ${zoneName(limit, false)}`;
}
