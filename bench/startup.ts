import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { TimedDashboard } from './dashboard.ts';
import { completeIndex } from './indexed-store.ts';
import { figure, median, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const run = promisify(execFile);

/** From the start of the program to its first frame, to a full System screen, and to the end of commands. */
export async function benchStartup({ log, env, scale, say }: Setting): Promise<Section> {
  say('start-up');
  await completeIndex(log.path, env);
  const first: number[] = [];
  const filled: number[] = [];
  const help: number[] = [];
  const stats: number[] = [];
  const imported: number[] = [];
  const version: number[] = [];
  // The first turn makes the compiled code that all later starts find; it does not count.
  for (let turn = 0; turn <= scale.startCount; turn += 1) {
    const dashboard = await startDashboard(log.path, env);
    const bare = await startCommand(['--eval', ''], env);
    const helped = await startCommand([resolve('dist/main.js'), '--help'], env);
    const library = await startCommand(['--input-type=module', '--eval', `import '${resolve('dist/index.js')}'`], env);
    const told = await startCommand([resolve('dist/main.js'), 'stats', 'system', '--db', log.path], env);
    if (turn === 0) continue;
    first.push(dashboard.firstFrameMs);
    filled.push(dashboard.filledMs);
    version.push(bare);
    imported.push(library);
    help.push(helped);
    stats.push(told);
  }
  const row = (work: string, times: readonly number[], wanted: string) => ({
    work,
    cells: [figure(median(times), 'ms'), figure(Math.max(...times), 'ms'), wanted],
  });
  return {
    title: 'Start-up',
    about:
      `From the start of the process, with the compiled code in its cache; ${scale.startCount} starts. Filled: every panel of ` +
      'System has its answer; its key is typed ahead. Commands: until the process has ended.',
    columns: ['median', 'longest', 'wanted'],
    rows: [
      row('dashboard, first frame', first, '300 ms'),
      row('dashboard, all panels of System filled', filled, '400 ms'),
      row('presents --help', help, '150 ms'),
      row('presents stats system', stats, '150 ms'),
      row('a program that imports the library', imported, '–'),
      row('an empty program of Node, for comparison', version, '–'),
    ],
  };
}

async function startDashboard(databasePath: string, env: Setting['env']) {
  const dashboard = new TimedDashboard({ databasePath, env, columns: 200, rows: 60 });
  try {
    dashboard.press('2');
    await dashboard.waitFor(isSystemFilled);
    let firstFrameMs = Number.NaN;
    let filledMs = Number.NaN;
    await dashboard.replay((screen, atMs) => {
      const sinceStartMs = atMs - dashboard.startedAt;
      if (Number.isNaN(firstFrameMs) && screen.includes('2 System')) firstFrameMs = sinceStartMs;
      if (Number.isNaN(filledMs) && isSystemFilled(screen)) filledMs = sinceStartMs;
    });
    return { firstFrameMs, filledMs };
  } finally {
    await dashboard.end();
  }
}

function isSystemFilled(screen: string): boolean {
  const panels = [/│ Calls +[\d,]+/, /│ 200 +█/, /┤.*[▁-█]/, /Top users[\s\S]*│ \S+ +[\d,]+/, /● live/];
  return !/computing …|Reading …/.test(screen) && panels.every((panel) => panel.test(screen));
}

async function startCommand(args: readonly string[], env: Setting['env']): Promise<number> {
  const startedAt = performance.now();
  await run(process.execPath, [...args], { env });
  return performance.now() - startedAt;
}
