import { describe, expect, test } from 'vitest';
import type { IndexState } from '../../../src/store/store.ts';
import { formatCount } from '../../../src/text/format.ts';
import { renderConsole } from '../../helpers/console.tsx';
import { aUser, buildDatabase } from '../../helpers/store.ts';

async function system(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', ...options });
  await console.app.press('2');
  return { ...console, title: () => console.app.lines()[2] ?? '', message: () => console.app.lines().at(-2) ?? '' };
}

const callsIn = async (store: Awaited<ReturnType<typeof system>>['store'], from: string, to: string | null) => {
  const totals = await store.apiLogs.totals({ from: new Date(from), to: to === null ? null : new Date(to) });
  return formatCount(totals.totalCalls);
};

describe('The system screen', () => {
  test('names its window with its zone, and the same in UTC', async () => {
    const { app, title } = await system();
    expect(title()).toContain('Last 24 h   Thu 19 Nov 13:00 – Fri 20 Nov 13:00 CET');
    expect(title()).toContain('change against the 24 h before');
    await app.press('U');
    expect(title()).toContain('Thu 19 Nov 12:00 – Fri 20 Nov 12:00 UTC');
  });

  test('says in its charts that nothing happened, and which key looks elsewhere', async () => {
    const { app } = await system({ database: buildDatabase({ users: [aUser('shop')] }) });
    expect(app.screen()).toContain('No calls in this window · t picks another');
    expect(app.screen()).toContain('No errors in this window');
    await app.press('m', 'm');
    expect(app.screen()).toContain('No response times in this window');
  });

  test('shows the top users and routes of the store, most calls first', async () => {
    const { app, store } = await system();
    const { topUsers, topRoutes } = await store.apiLogs.systemStats();
    const screen = app.screen();
    for (const { username, callCount } of topUsers.slice(0, 5))
      expect(screen).toMatch(new RegExp(`│ ${username.replaceAll(/[^\w]/gu, '.+')} +${callCount} `, 'u'));
    for (const { apiRoute, callCount } of topRoutes) expect(screen).toMatch(new RegExp(` ${apiRoute} +${callCount} `));
  });

  test('steps its window back and on, says when it does not show now, and becomes live again', async () => {
    const { app, store, title, message } = await system();
    await app.press('{');
    expect(title()).toMatch(/AT +24 h +Wed 18 Nov 13:00 – Thu 19 Nov 13:00 CET/);
    expect(app.screen()).toContain(await callsIn(store, '2026-11-18T12:00:00Z', '2026-11-19T12:00:00Z'));
    await app.press('{', '}', '}');
    expect(title()).toContain('Last 24 h');
    await app.press('}');
    expect(message()).toContain('This is the newest window');
  });

  test('says how far the index is while it does not reach the window, and nothing where it does or is done', async () => {
    let index: IndexState = { state: 'building', progress: 0.437, readyFrom: null };
    const { title, advance } = await system({ indexState: () => index });
    expect(title()).toMatch(/^ Last 24 h {3}indexing 43 % {3}Thu 19 Nov/);
    index = { state: 'building', progress: 0.61, readyFrom: new Date('2026-11-20T03:00:00Z') };
    await advance(500);
    expect(title()).toContain('indexing 61 %');
    index = { state: 'building', progress: 0.8, readyFrom: new Date('2026-11-10T00:00:00Z') };
    await advance(500);
    expect(title()).not.toContain('indexing');
    index = { state: 'ready', progress: 1, readyFrom: null };
    await advance(500);
    expect(title()).not.toContain('indexing');
  });

  test('shows another window from the list or as it is typed', async () => {
    const { app, store, title } = await system();
    await app.press('t', 'j', 'enter');
    expect(title()).toContain('Last 7 d');
    expect(app.screen()).toContain(await callsIn(store, '2026-11-13T12:00:00Z', null));
    await app.type('t/90m\r');
    expect(title()).toContain('Last 90 min');
    expect(app.screen()).toContain(await callsIn(store, '2026-11-20T10:30:00Z', null));
    await app.type('t/escaped');
    await app.press('escape', 'escape');
    expect(title()).toContain('Last 90 min');
  });

  test('switches its chart through calls, errors, average and p95, and round again', async () => {
    const { app } = await system();
    const titles: (string | undefined)[] = [];
    for (let press = 0; press < 5; press++) {
      titles.push(/─ (.+?) per \d+ min/.exec(app.screen())?.[1]);
      await app.press('m');
    }
    expect(titles).toEqual(['Calls', 'Errors', 'Average time', '95th percentile of time', 'Calls']);
  });

  test('opens the selected user, and the errors of the selected route', async () => {
    const { app, store } = await system();
    await app.press('j', 'j', 'enter');
    expect(app.lines()[2]).toContain(' client2   ○ inactive');
    await app.press('q', '2', 'escape', 'k', 'enter');
    const { topRoutes } = await store.apiLogs.systemStats();
    const route = topRoutes.at(-1)?.apiRoute ?? '';
    expect(app.lines()[2]).toContain(`/ ${route}`);
    const request = { filter: route, sort: 'time', descending: true, offset: 0, limit: 1, anchorId: null } as const;
    const { total } = await store.apiLogs.errors({
      ...request,
      window: { from: new Date('2026-11-19T12:00:00Z'), to: null },
    });
    expect(app.lines()[2]).toContain(`${total} found`);
  });

  test('tells what stands under the cursor of the chart, and opens exactly its errors', async () => {
    const { app, store } = await system();
    await app.press('left');
    const [, clock = '', calls = '', client = '', server = ''] =
      /Fri 20 Nov (\d\d:\d\d) ([\d,]+) calls +(\d+) 4xx +(\d+) 5xx/.exec(app.screen()) ?? [];
    expect(clock).not.toBe('');
    expect(Number(calls)).toBeGreaterThan(0);
    await app.press('enter');
    expect(app.lines()[2]).toContain(`Errors   ${Number(client) + Number(server)} from Fri 20 Nov ${clock} to `);
    expect(await store.apiLogs.recentErrors({ limit: 1 })).toHaveLength(1);
    await app.press('2', 'right', 'right', 'left', 'escape', 'enter');
    expect(app.lines().at(-2)).toContain('Select a row');
  });
});
