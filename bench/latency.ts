import { setTimeout as delay } from 'node:timers/promises';
import { type Frame, QUIET_MS, TimedDashboard } from './dashboard.ts';
import { completeIndex } from './indexed-store.ts';
import { CALLS_PER_SECOND, startLoad } from './load.ts';
import { figure, median, quantile, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const SIZES = [
  { columns: 200, rows: 60 },
  { columns: 120, rows: 36 },
] as const;
const LIST = ['j', 'j', 'j', 'k', 'j', 'ctrl+d', 'j', 'k', 'ctrl+u', 'k'];
const WALK = ['2', 'm', 'j', 'j', 'm', '3', 'j', 'j', 'g', '4', 'j', 'j', 'g', '2', 'm', 'k', 'm', '1', 'j', 'g'];
/** Keys do not come at the pace of anything else in the program. */
const PAUSE_MS = 37;
const HELD_EVERY_MS = 33;

/** From a key to the finished frame, while calls arrive. */
export async function benchLatency(setting: Setting): Promise<Section> {
  setting.say('keys');
  const rows: Row[] = [];
  await completeIndex(setting.log.path, setting.env);
  const load = startLoad(setting.log.path);
  try {
    for (const size of SIZES) rows.push(...(await measureKeys(setting, size)));
  } finally {
    await load.stop();
  }
  rows.push(await measureHeldKey(setting));
  return {
    title: 'From key to finished frame',
    about:
      `In a pseudo-terminal, live, while ${CALLS_PER_SECOND} calls a second arrive. A frame is finished when the last byte came ` +
      `after which nothing followed for ${QUIET_MS} ms and no synchronized update was open; a refresh that falls into the ` +
      "frame counts with it. The emulator's own work (@xterm/headless) does not count. The walk goes through all four screens " +
      'and the charts. Lag: how long after the key the row it leads to was on the screen; less than the pace of the keys is none.',
    columns: ['first byte p50', 'frame p50', 'frame p95', 'wanted'],
    rows,
  };
}

async function measureKeys({ log, env, scale }: Setting, size: (typeof SIZES)[number]): Promise<readonly Row[]> {
  const dashboard = new TimedDashboard({ databasePath: log.path, env, ...size });
  try {
    await dashboard.waitFor('● live');
    // Every screen once, so that nothing is compiled for the first time.
    await pressAll(dashboard, WALK, Math.min(WALK.length, scale.keyCount));
    const list = await pressAll(dashboard, LIST, scale.keyCount);
    const walk = await pressAll(dashboard, WALK, scale.keyCount);
    const at = `at ${size.columns}x${size.rows}`;
    return [rowOf(`moving in the list of users, ${at}`, list), rowOf(`a walk through the screens, ${at}`, walk)];
  } finally {
    await dashboard.end();
  }
}

async function pressAll(dashboard: TimedDashboard, keys: readonly string[], count: number): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for (let index = 0; index < count; index += 1) {
    const frame = await dashboard.frameAfter(keys[index % keys.length] ?? 'j');
    if (frame) frames.push(frame);
    await delay(PAUSE_MS + (index % 7));
  }
  return frames;
}

function rowOf(work: string, frames: readonly Frame[]): Row {
  const last = frames.map((frame) => frame.lastByteMs);
  const first = median(frames.map((frame) => frame.firstByteMs));
  const cells = [figure(first, 'ms'), figure(median(last), 'ms'), figure(quantile(last, 0.95), 'ms')];
  return { work, cells: [...cells, 'p50 8 ms, p95 16 ms'] };
}

/** Holds `j` down, and looks when each row it led to was selected on the screen. */
async function measureHeldKey({ largeCrowd, env, scale }: Setting): Promise<Row> {
  await completeIndex(largeCrowd.path, env);
  const dashboard = new TimedDashboard({ databasePath: largeCrowd.path, env, columns: 200, rows: 60 });
  try {
    await dashboard.waitFor(/\b1 \/ [\d,]+/);
    await dashboard.quiet(300, 3000);
    const pressed: number[] = [];
    const startedAt = performance.now();
    while (pressed.length < scale.keyCount * 2) {
      pressed.push(dashboard.press('j'));
      await delay(Math.max(1, startedAt + pressed.length * HELD_EVERY_MS - performance.now()));
    }
    await dashboard.waitFor(new RegExp(`\\b${(pressed.length + 1).toLocaleString('en')} / `));
    await dashboard.quiet(100, 1000);
    const lags = await lagsOf(dashboard, pressed);
    const cells = [null, figure(median(lags), 'ms'), figure(quantile(lags, 0.95), 'ms'), 'p95 33 ms'];
    return {
      work: `lag of j held down, 30 a second, ${largeCrowd.userCount.toLocaleString('en')} users, 200x60`,
      cells,
    };
  } finally {
    await dashboard.end();
  }
}

async function lagsOf(dashboard: TimedDashboard, pressed: readonly number[]): Promise<readonly number[]> {
  const lags: number[] = [];
  await dashboard.replay((screen, atMs) => {
    const row = Number(/\b([\d,]+) \/ [\d,]+/.exec(screen)?.[1]?.replaceAll(',', '') ?? 1);
    // Row 1 is selected from the start; the first key leads to row 2.
    for (let key = lags.length; key < row - 1; key += 1) lags.push(atMs - (pressed[key] ?? Number.NaN));
  });
  return lags;
}
