import type { Command } from 'commander';
import type { RunningDemo } from '../../model/dashboard-options.ts';
import type { ServerLocation } from '../../model/location.ts';
import { UsageError } from '../../model/presents-error.ts';
import { locationText } from '../../store/location.ts';
import { readOnlyRefusal } from '../../store/read-only-store.ts';
import { formatCount, formatShare } from '../../text/format.ts';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrate } from '../print/print.ts';
import { createProgressLine } from '../print/progress.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

interface DemoCommandOptions {
  readonly rate?: number;
  readonly seed: number;
  readonly calls: number;
}

const defaults = { seed: 1, calls: 50_000 } satisfies DemoCommandOptions;

/** Adds the command that shows everything with invented data. */
export function addDemoCommand(program: CliCommand, run: Runner): void {
  program
    .command('demo')
    .helpGroup('To try it')
    .summary('the dashboard with invented data and live traffic')
    .description(
      'Opens the dashboard on a temporary database of invented calls, with live traffic, and removes it afterwards. With --db it fills a database on a server, which may not have any table of ours yet, and removes its tables when you quit.',
    )
    .option(
      '--rate <n>',
      'live calls a second (default: as many as --calls makes at such an hour)',
      wholeNumber(0, 1_000),
    )
    .option('--seed <n>', 'the same number invents the same data', wholeNumber(0, 2 ** 31 - 1), defaults.seed)
    .option('--calls <n>', 'calls of the past 30 days', wholeNumber(0, 10_000_000), defaults.calls)
    .example('presents demo', 'a small shop, about one call a minute')
    .example('presents demo --calls 1000000 --rate 200', 'a busy one')
    .example('presents demo --db postgresql://localhost/scratch', 'in an empty database on a server')
    .action(run<DemoCommandOptions>(runDemo));
}

/** Starts the demo as it is without options. */
export async function startDefaultDemo(): Promise<RunningDemo> {
  const { startDemo } = await import('../../demo/run-demo.ts');
  return await startDemo({ seed: defaults.seed, callCount: defaults.calls });
}

async function runDemo(context: Context, { rate, seed, calls }: DemoCommandOptions, command: Command): Promise<number> {
  const { io, color } = context;
  if (!io.stdin.isTTY || !io.stdout.isTTY) {
    throw new UsageError('The demo opens the dashboard, and that needs a terminal.', {
      nextStep: 'Start it in a terminal, without redirecting its input or output.',
    });
  }
  const server = serverOf(context, command);
  const { readOnlyReason } = context;
  if (server !== undefined && readOnlyReason !== undefined) throw readOnlyRefusal(readOnlyReason);
  const { startDemo } = await import('../../demo/run-demo.ts');
  const line = createProgressLine(context);
  const onProgress = (count: number) =>
    line.show(`Inventing ${formatCount(calls)} calls … ${formatShare(count, calls)}`);
  const demo = await startDemo({ seed, callCount: calls, rate, server, onProgress, signal: io.interrupted }).finally(
    line.clear,
  );
  try {
    return await io.openDashboard({
      location: demo.location,
      color,
      settings: context.settings,
      isDemo: true,
      startDemo: startDefaultDemo,
    });
  } finally {
    await demo.stop();
    if (server !== undefined) narrate(context, `The tables of the demo are removed from ${locationText(server)}.`);
  }
}

/** The server that the demo is to fill; one that only the environment names is left alone. */
function serverOf({ location }: Context, command: Command): ServerLocation | undefined {
  if (command.optsWithGlobals<{ readonly db?: string }>().db === undefined) return undefined;
  if (location.kind === 'server') return location;
  throw new UsageError('The demo makes a file of its own, so --db can only name a server for it.', {
    nextStep: 'Leave --db out.',
  });
}
