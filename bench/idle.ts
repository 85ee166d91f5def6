import { setTimeout as delay } from 'node:timers/promises';
import { TimedDashboard } from './dashboard.ts';
import { completeIndex } from './indexed-store.ts';
import { CALLS_PER_SECOND, startLoad } from './load.ts';
import type { Usage } from './process-usage.ts';
import { figure, median, type Section } from './result.ts';
import type { Setting } from './setting.ts';

/** Cost of a second of the running dashboard. */
interface Second {
  readonly cpuMs: number;
  readonly bytesWritten: number;
  readonly bytesRead: number;
}

/** Measures the cost of the dashboard while nothing happens and while calls arrive, and the memory it holds. */
export async function benchIdle({ log, env, scale, say }: Setting): Promise<Section> {
  say('idle and live');
  await completeIndex(log.path, env);
  const dashboard = new TimedDashboard({ databasePath: log.path, env, columns: 200, rows: 60 });
  try {
    await dashboard.waitFor('● live');
    await dashboard.frameAfter('2');
    await dashboard.quiet(700, 10_000);
    const atStart = dashboard.usage();
    const idle = await watch(dashboard, scale.watchSeconds);
    const load = startLoad(log.path);
    // The writer's start is none of the dashboard's business.
    await delay(1000);
    const live = await watch(dashboard, scale.watchSeconds);
    const atEnd = dashboard.usage();
    await load.stop();
    return describe({ idle, live, atStart, atEnd, seconds: scale.watchSeconds });
  } finally {
    await dashboard.end();
  }
}

async function watch(dashboard: TimedDashboard, seconds: number): Promise<readonly Second[]> {
  const watched: Second[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const startedAt = performance.now();
    const before = { ...dashboard.usage(), bytesWritten: dashboard.terminal.bytesWritten };
    await delay(1000);
    const after = { ...dashboard.usage(), bytesWritten: dashboard.terminal.bytesWritten };
    const share = 1000 / (performance.now() - startedAt);
    watched.push({
      cpuMs: (after.cpuMs - before.cpuMs) * share,
      bytesWritten: after.bytesWritten - before.bytesWritten,
      bytesRead: after.bytesRead - before.bytesRead,
    });
  }
  return watched;
}

interface Observed {
  readonly idle: readonly Second[];
  readonly live: readonly Second[];
  readonly atStart: Usage;
  readonly atEnd: Usage;
  readonly seconds: number;
}

function describe({ idle, live, atStart, atEnd, seconds }: Observed): Section {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const of = (watched: readonly Second[], what: keyof Second) => watched.map((second) => second[what]);
  return {
    title: 'At rest and live',
    about:
      `The whole program, main thread and store thread, on System at 200x60; ${seconds} s at rest, then ${seconds} s while ` +
      `${CALLS_PER_SECOND} calls a second arrive. What it reads is counted where files, pipes and the terminal meet the kernel; ` +
      'a question would read thousands of bytes. At rest it is the median second: once a minute the age of the newest call changes.',
    columns: ['figure', 'wanted'],
    rows: [
      { work: 'at rest: written to the terminal', cells: [figure(median(of(idle, 'bytesWritten')), 'bytes/s'), '0'] },
      { work: 'at rest: read', cells: [figure(median(of(idle, 'bytesRead')), 'bytes/s'), 'no question'] },
      { work: 'at rest: processor time', cells: [figure(median(of(idle, 'cpuMs')), 'ms/s'), '10 ms/s'] },
      { work: 'live: share of one core', cells: [figure(mean(of(live, 'cpuMs')) / 10, '%'), '8 %'] },
      { work: 'live: written to the terminal', cells: [figure(mean(of(live, 'bytesWritten')), 'bytes/s'), '–'] },
      { work: 'memory after the start', cells: [figure(atStart.residentMb, 'MB'), '150 MB'] },
      { work: 'memory after live traffic', cells: [figure(atEnd.residentMb, 'MB'), '150 MB'] },
      { work: 'most memory at any time', cells: [figure(atEnd.peakMb, 'MB'), '–'] },
    ],
  };
}
