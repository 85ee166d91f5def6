import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setJournalMode } from './databases.ts';
import { startLoad } from './load.ts';
import { figure, quantile, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';
import { withDashboard } from './writer.ts';

// The second cleanup must find something that the first one left.
const MODES = [
  { mode: 'WAL', keptShare: 2 / 3 },
  { mode: 'DELETE', keptShare: 1 / 3 },
] as const;

/** Measures how long the API waits while a cleanup is under way. Leaves the log smaller. */
export async function benchCleanup(setting: Setting): Promise<Section> {
  const { scale, say, log } = setting;
  const rows: Row[] = [];
  for (const { mode, keptShare } of MODES) {
    say(`cleanup, journal mode ${mode}`);
    setJournalMode(log.path, mode);
    const { commitsMs, deleted, seconds, lockedCount } = await withDashboard(setting, () =>
      measure(setting, keptShare),
    );
    const row = (work: string, amount: number, unit: 'ms' | 'rows/s' | 'times', wanted: string): Row => ({
      work: `${mode}, ${work}`,
      cells: [figure(amount, unit), wanted],
    });
    rows.push(
      row('longest wait of the writer', Math.max(...commitsMs), 'ms', '100 ms'),
      row('commit p99', quantile(commitsMs, 0.99), 'ms', '–'),
      row('“database is locked”', lockedCount, 'times', 'never'),
      row('deleted', deleted / seconds, 'rows/s', '–'),
    );
  }
  return {
    title: 'Cleanup under load',
    about:
      `\`presents cleanup logs\` of a third of the log, stopped by Ctrl-C after ${scale.watchSeconds} s, while the same ` +
      'writer commits and a dashboard is open.',
    columns: ['figure', 'wanted'],
    rows,
  };
}

async function measure({ log, env, scale }: Setting, keptShare: number) {
  const load = startLoad(log.path);
  const days = String(Math.max(1, Math.round(log.days * keptShare)));
  const args = [resolve('dist/main.js'), 'cleanup', 'logs', '--db', log.path, '--days', days, '--yes', '--json'];
  const cleanup = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(cleanup, 'close');
  let answer = '';
  cleanup.stdout.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  const startedAt = performance.now();
  await Promise.race([delay(scale.watchSeconds * 1000), ended]);
  const seconds = (performance.now() - startedAt) / 1000;
  cleanup.kill('SIGINT');
  await ended;
  const report = await load.stop();
  const { deleted } = JSON.parse(answer || '{"deleted":0}') as { readonly deleted: number };
  return { ...report, deleted, seconds };
}
