import { setTimeout as delay } from 'node:timers/promises';
import { TimedDashboard } from './dashboard.ts';
import { setJournalMode } from './databases.ts';
import { completeIndex } from './indexed-store.ts';
import { CALLS_PER_SECOND, startLoad } from './load.ts';
import { figure, median, quantile, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';
import type { WriterReport } from './writer-process.ts';

const MODES = [
  { mode: 'WAL', wanted: '1.2 ×' },
  { mode: 'DELETE', wanted: '2 ×' },
] as const;

/** Measures the cost of an open dashboard to the API: how long its commits take without and with one. */
export async function benchWriter(setting: Setting): Promise<Section> {
  const { scale, say, log, env } = setting;
  const rows: Row[] = [];
  await completeIndex(log.path, env);
  for (const { mode, wanted } of MODES) {
    say(`commits of a writer, journal mode ${mode}`);
    setJournalMode(log.path, mode);
    const alone: WriterReport[] = [];
    const watched: WriterReport[] = [];
    for (let pair = 0; pair < scale.pairCount; pair += 1) {
      alone.push(await write(setting));
      watched.push(await withDashboard(setting, () => write(setting)));
    }
    rows.push(...rowsOf({ mode, wanted, alone, watched }));
  }
  setJournalMode(log.path, 'WAL');
  return {
    title: 'What the API notices',
    about:
      `Milliseconds for a commit of another process that logs ${CALLS_PER_SECOND} calls a second, each in a transaction of its ` +
      `own, synchronous = FULL; ${scale.pairCount} times ${scale.watchSeconds} s without a dashboard and with one on System, by turns; ` +
      'medians of these.',
    columns: ['no dashboard', 'a dashboard open', 'ratio', 'wanted'],
    rows,
  };
}

/** Does something while a dashboard is open on System. */
export async function withDashboard<T>({ log, env }: Setting, work: () => Promise<T>): Promise<T> {
  const dashboard = new TimedDashboard({ databasePath: log.path, env });
  try {
    await dashboard.waitFor('● live');
    await dashboard.frameAfter('2');
    await dashboard.quiet(300, 5000);
    return await work();
  } finally {
    await dashboard.end();
  }
}

async function write({ log, scale }: Setting): Promise<WriterReport> {
  const load = startLoad(log.path);
  await delay(scale.watchSeconds * 1000);
  return load.stop();
}

interface Measured {
  readonly mode: string;
  readonly wanted: string;
  readonly alone: readonly WriterReport[];
  readonly watched: readonly WriterReport[];
}

function rowsOf({ mode, wanted, alone, watched }: Measured): readonly Row[] {
  // One commit in 150 also makes a checkpoint and takes ten times as long: of all runs together, a few commits that the disk
  // held up would push the 99th percentile among those.
  const row = (work: string, of: (commitsMs: readonly number[]) => number, wish: string): Row => {
    const [before, after] = [alone, watched].map((reports) => median(reports.map(({ commitsMs }) => of(commitsMs))));
    return { work: `${mode}, ${work}`, cells: [figure(before, 'ms'), figure(after, 'ms'), ratio(after, before), wish] };
  };
  const locked = [alone, watched].map((reports) => reports.reduce((sum, { lockedCount }) => sum + lockedCount, 0));
  return [
    row('commit p50', median, '–'),
    row('commit p99', (commitsMs) => quantile(commitsMs, 0.99), wanted),
    row('longest commit', (commitsMs) => Math.max(...commitsMs), '–'),
    {
      work: `${mode}, “database is locked”`,
      cells: [figure(locked[0], 'times'), figure(locked[1], 'times'), null, 'never'],
    },
  ];
}
