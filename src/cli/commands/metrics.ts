import { basename } from 'node:path';
import { Option } from 'commander';
import { fileNamed } from '../../files/file-named.ts';
import { makeNewFile, newFileReason } from '../../files/new-file.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import { readDatabaseMetrics } from '../../questions/database-metrics.ts';
import { printable } from '../../text/printable.ts';
import { prometheusText } from '../../text/prometheus.ts';
import { hoursBack } from '../arguments.ts';
import type { Context } from '../context.ts';
import { printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const HOUR_MS = 3_600_000;
/** Everybody may read it: the collector runs as a user of its own. */
const FILE_MODE = 0o644;

interface MetricsOptions {
  readonly hours: number;
  readonly out?: string;
}

/** Adds the command that writes metrics for Prometheus. */
export function addMetricsCommand(program: CliCommand, run: Runner): void {
  program
    .command('metrics')
    .helpGroup('Statistics')
    .summary('metrics for Prometheus, for the textfile collector of node_exporter')
    .description(
      'Prints metrics of the database in the text format of Prometheus: the calls of the last minutes by route and class of status, response times, users, the cache, the newest call. All are gauges. A server that logs its calls has counters and histograms of its own: see `metrics` of the library.',
    )
    .addOption(new Option('--hours <n>', 'how far to look back').argParser(hoursBack).default(5 / 60, '5m'))
    .option('--out <file>', 'write this file instead, in one step, readable for all (mode 0644)')
    .example(
      'presents metrics --out /var/lib/node_exporter/presents.prom',
      'for cron, every minute; the name must end with .prom',
    )
    .example('presents metrics --hours 1', 'look')
    .action(run<MetricsOptions>(writeMetrics));
}

async function writeMetrics(context: Context, { hours, out }: MetricsOptions): Promise<void> {
  if (context.format === 'json' && out !== undefined) {
    throw new UsageError('--out writes the text for Prometheus, not JSON.', { nextStep: 'Leave --out or --json out.' });
  }
  const path = out === undefined || out === '-' ? undefined : fileNamed(out, '--out', () => context.io.cwd);
  const now = context.io.now();
  const window = { from: new Date(now.getTime() - hours * HOUR_MS), to: null };
  const families = await context.withStore((store) => readDatabaseMetrics(store, window, now), { mayUseIndex: true });
  if (context.format === 'json') {
    const metrics = families.map(({ name, help, type, samples }) => ({ name, help, type, samples }));
    printJson(context, { metrics: metrics.filter(({ samples }) => samples.length > 0) });
    return;
  }
  const text = prometheusText(families);
  if (path === undefined) {
    context.io.stdout.write(text);
    return;
  }
  await makeNewFile(path, [text], { replaces: true, mode: FILE_MODE }).catch((cause: unknown) => {
    throw new PresentsError(`${printable(basename(path))} cannot be made: ${newFileReason(cause)}.`, {
      code: 'unavailable',
      nextStep: 'Name another file.',
      exitCode: 1,
      cause,
    });
  });
}
