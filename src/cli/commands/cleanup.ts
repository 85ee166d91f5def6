import type { CleanupEstimate } from '../../model/cleanup.ts';
import type { ApiLogStore, ProductStore, Store } from '../../store/store.ts';
import { formatCount, formatDateTime, zoneName } from '../../text/format.ts';
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

/** What is cleaned up: its name, what it calls its rows, and who does it. */
interface Subject {
  readonly name: string;
  readonly rows: string;
  readonly verb: string;
  readonly defaultDays: number;
  readonly of: (store: Store) => Pick<ApiLogStore | ProductStore, 'countOlderThan' | 'cleanup'>;
}

const logs: Subject = {
  name: 'logs',
  rows: 'calls',
  verb: 'logged',
  defaultDays: 90,
  of: (store) => store.apiLogs,
};

const cache: Subject = {
  name: 'cache',
  rows: 'cached products',
  verb: 'classified',
  defaultDays: 30,
  of: (store) => store.products,
};

/** Adds the commands that delete what is old. */
export function addCleanupCommands(program: CliCommand, run: Runner): void {
  const group = program.command('cleanup').description('Deletes what is old, in short steps that hold up no writer.');
  for (const subject of [logs, cache]) {
    const { name, rows, verb, defaultDays } = subject;
    group
      .command(name)
      .helpGroup('Upkeep')
      .summary(`delete ${rows} ${verb} long ago`)
      .description(
        `Deletes ${rows} that were ${verb} more than so many days ago. Ctrl-C stops it; what is gone stays gone.`,
      )
      .option('--days <n>', `how many days of ${rows} are kept`, wholeNumber(1, longestDays), defaultDays)
      .option('--dry-run', 'only say how many would go')
      .example(`presents cleanup ${name} --dry-run`, 'look first')
      .example(`presents cleanup ${name} --days ${defaultDays} --yes --json`, 'every night, without a question')
      .action(run<CleanupCommandOptions>((context, options) => cleanUp(context, options, subject)));
  }
}

async function cleanUp(context: Context, options: CleanupCommandOptions, subject: Subject): Promise<number> {
  return await context.withStore(async (store) => {
    const { days } = options;
    const estimate = await subject.of(store).countOlderThan(days);
    if (options.dryRun) return reportEstimate(context, { ...options, estimate, subject });
    if (estimate.matching === 0) {
      if (context.format === 'json') printJson(context, { deleted: 0 });
      narrate(
        context,
        `None of ${formatCount(estimate.total)} ${subject.rows} is older than ${days} days; nothing was deleted.`,
      );
      return 0;
    }
    await confirm(
      context,
      `Delete ${countOf(estimate, subject)}, those ${subject.verb} before ${limitOf(context, days)}? This cannot be undone.`,
    );
    return await deleteOld(context, store, { days, estimate, subject });
  });
}

interface Plan {
  readonly days: number;
  readonly estimate: CleanupEstimate;
  readonly subject: Subject;
}

function reportEstimate(context: Context, { days, estimate, subject }: Plan): number {
  if (context.format === 'json') printJson(context, { deleted: 0, dryRun: true, ...estimate });
  else
    printLines(context, [
      `${countOf(estimate, subject)} would go: those ${subject.verb} before ${limitOf(context, days)}.`,
    ]);
  return 0;
}

async function deleteOld(context: Context, store: Store, { days, estimate, subject }: Plan): Promise<number> {
  const { io } = context;
  const signal = io.interrupted;
  const line = createProgressLine(io.stderr);
  const wanted = `${formatCount(estimate.matching)} ${subject.rows}`;
  const onProgress = (count: number) => line.show(`Deleted ${formatCount(count)} of ${wanted} … Ctrl-C stops`);
  const deleted = await subject.of(store).cleanup({ days, signal, onProgress }).finally(line.clear);
  return reportDeleted(context, { deleted, stopped: signal.aborted && deleted < estimate.matching, estimate, subject });
}

interface Outcome extends Omit<Plan, 'days'> {
  readonly deleted: number;
  readonly stopped: boolean;
}

function reportDeleted(context: Context, { deleted, stopped, estimate, subject }: Outcome): number {
  if (context.format === 'json') printJson(context, { deleted });
  const done = `${formatCount(deleted)} of ${formatCount(estimate.total)} ${subject.rows}`;
  if (stopped) narrate(context, `Stopped. Deleted ${done}; the rest stays.`, 'warn');
  else narrate(context, `Deleted ${done}. This cannot be undone.`);
  return stopped ? 130 : 0;
}

function countOf({ matching, total }: CleanupEstimate, { rows }: Subject): string {
  return `${formatCount(matching)} of ${formatCount(total)} ${rows}`;
}

function limitOf({ io }: Context, days: number): string {
  const limit = new Date(io.now().getTime() - days * dayMs);
  return `${formatDateTime(limit, false)} ${zoneName(limit, false)}`;
}
