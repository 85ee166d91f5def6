import type { RunningDemo } from '../../model/dashboard-options.ts';
import { UserError } from '../../model/user-error.ts';
import { formatCount, formatShare } from '../../text/format.ts';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
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
      'Opens the dashboard on a temporary database of invented calls, with live traffic, and removes it afterwards.',
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
    .action(run<DemoCommandOptions>(runDemo));
}

/** Starts the demo as it is without options. */
export async function startDefaultDemo(): Promise<RunningDemo> {
  const { startDemo } = await import('../../demo/run-demo.ts');
  return await startDemo({ seed: defaults.seed, callCount: defaults.calls });
}

async function runDemo(context: Context, { rate, seed, calls }: DemoCommandOptions): Promise<number> {
  const { io, color } = context;
  if (!io.stdin.isTTY || !io.stdout.isTTY) {
    throw new UserError('The demo opens the dashboard, and that needs a terminal.', {
      nextStep: 'Start it in a terminal, without redirecting its input or output.',
      exitCode: 2,
    });
  }
  const { startDemo } = await import('../../demo/run-demo.ts');
  const line = createProgressLine(io.stderr);
  const onProgress = (count: number) =>
    line.show(`Inventing ${formatCount(calls)} calls … ${formatShare(count, calls)}`);
  const demo = await startDemo({ seed, callCount: calls, rate, onProgress, signal: io.interrupted }).finally(
    line.clear,
  );
  try {
    return await io.openDashboard({
      location: demo.location,
      color,
      isDemo: true,
      startDemo: startDefaultDemo,
    });
  } finally {
    await demo.stop();
  }
}
