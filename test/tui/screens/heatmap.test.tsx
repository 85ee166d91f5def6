import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

/** Twenty calls of 30 ms at 11:21 CET, of them one of 700 ms and by another user, and one of 7 ms four hours before. */
function withLatencies(): string {
  const at = (time: string, responseTimeMs: number, userId = 1) =>
    aCall({ userId, dateTime: `2026-11-20 ${time}`, responseTimeMs, statusCode: userId === 2 ? 500 : 200 });
  const burst = Array.from({ length: 19 }, (_, second) => at(`10:21:${10 + second}`, 30));
  return buildDatabase({
    users: [aUser('shop'), aUser('other')],
    calls: [...burst, at('10:21:40', 700, 2), at('06:21:00', 7)],
  });
}

async function dashboard(keys: readonly string[], options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database: withLatencies(), ...options });
  await console.app.press(...keys);
  const lines = () => console.app.lines();
  const edge = () => lines().find((line) => line.includes('─ Latency') || / · \d+ calls?/.test(line)) ?? '';
  return { ...console, edge, title: () => lines().at(2) ?? '', message: () => lines().at(-2) ?? '' };
}

/** Moves the cell to the peak, where most calls of 11:21 are. */
const toBurst = ['h', 'n', 'up'];

describe('A heatmap of response times', () => {
  test('takes the place of the chart by h, explains its signs, and goes by h again', async () => {
    const { app, edge } = await dashboard(['2', 'h']);
    expect(edge()).toMatch(/─ Latency, ms ─+ ·≤1 :≤3 ░≤8 ▒≤20 ▓≤40 █>40 %/);
    expect(app.screen()).not.toContain('─ Calls per');
    await app.press('h');
    expect(app.screen()).toMatch(/─ Calls per 5 min/);
  });

  test('tells time, response times, calls and share of the cell, and ⏎ opens exactly those calls', async () => {
    const { app, edge, title } = await dashboard(['2', ...toBurst]);
    expect(edge()).toMatch(/11:05–11:25 · 20–50 ms · 19 calls · 95\.0 %/);
    await app.press('enter');
    expect(title()).toMatch(/ Calls {3}19 (of 20 )?from Fri 20 Nov 11:05 to 11:25 CET.*ms:20\.\.49\.999 ×/);
    await app.press('escape', 'up', 'up', 'up', 'up');
    expect(edge()).toMatch(/11:05–11:25 · 500 ms–1 s · 1 call · 5\.0 %/);
  });

  test('spans cells from where v was pressed, = narrows the filter by them, and Esc clears them', async () => {
    const { app, edge } = await dashboard(['2', ...toBurst, 'v', 'up', 'up', 'up', 'up', 'left']);
    expect(edge()).toMatch(/10:45–11:25 · 20 ms–1 s · 20 calls · 100 %/);
    expect(app.screen()).toMatch(/┏┓/);
    await app.press('=');
    expect(app.screen()).toContain('only time:2026-11-20T09:45:00Z..2026-');
    expect(app.screen()).toContain('not  ms:20..999.999');
    await app.press('escape', 'v');
    expect(edge()).toMatch(/10:45–11:05 · 500 ms–1 s · 0 calls · –/);
    await app.press('escape');
    expect(edge()).toContain('─ Latency');
  });

  test('holds under a filter, and has shares of all by L and lines of percentiles by m', async () => {
    const { app, edge } = await dashboard(['2', ...toBurst, 'L']);
    expect(edge()).toMatch(/19 calls · 90\.5 %/);
    await app.press('escape', 'm');
    expect(edge()).toMatch(/─ p50 ━ p95 {2}few ·:░▒▓█ many/);
    await app.press('/', ...'user:other', 'enter', 'n', 'up');
    expect(edge()).toMatch(/500 ms–1 s · 1 call · 100 %/);
  });

  test('of a user is of that user alone', async () => {
    const { app, edge, title } = await dashboard(['1', 'enter']);
    const name = /^ (\w+)/.exec(title())?.[1] ?? '';
    await app.press('h', 'n', 'up', 'enter');
    expect(title()).toMatch(new RegExp(`user:${name} ×\\] \\[ms:`));
    await app.press('escape');
    expect(edge()).toMatch(/ · \d+ calls? · 100 %/);
  });

  test('says what is missing: calls, cells, or the heatmap itself', async () => {
    const empty = await dashboard(['2', 'h', 'left'], { database: buildDatabase({ users: [aUser('shop')] }) });
    expect(empty.app.screen()).toContain('No timed calls in this window');
    expect(empty.message()).toContain('No call of this window was timed.');
    await empty.app.press('v');
    expect(empty.message()).toContain('Select a cell with the arrow keys, then v spans from it.');
    await empty.app.press('h', 'L');
    expect(empty.message()).toContain('h shows response times as a heatmap first.');
  });

  test.each([
    [80, 24],
    [60, 16],
    [200, 60],
    [40, 12],
  ])('keeps within a screen of %d x %d', async (columns, rows) => {
    const { app } = await dashboard(['2', 'h', 'up', 'v', 'left'], { columns, rows });
    expect(app.lines().length).toBeLessThanOrEqual(rows);
    expect(app.screen()).toMatch(/ ms| s /);
  });
});
