import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../../../src/model/presents-error.ts';
import type { IndexState } from '../../../../src/store/store.ts';
import { formatCount } from '../../../../src/text/format.ts';
import { renderConsole } from '../../../helpers/console.tsx';
import { inLongRun } from '../../../helpers/long-run.ts';
import { aCall, aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

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

  test('shows on tall screens longer lists, response times and the groups with most errors, which j and ⏎ reach', async () => {
    const { app, store } = await system({ columns: 200, rows: 60 });
    const { topUsers } = await store.apiLogs.systemStats({ hours: 24 }, { topCount: 19 });
    expect(topUsers.length).toBeGreaterThan(10);
    expect(app.screen()).toContain(`│ ${topUsers.at(-1)?.username} `);
    expect(app.screen()).toMatch(/Latency[\s\S]+ 10–100 ms +█/);
    expect(app.screen()).toMatch(/Top errors[\s\S]+ 4\d\d +\S/);
    await app.press(...Array.from({ length: topUsers.length + 7 }, () => 'j'), 'enter');
    expect(app.lines()[2]).toMatch(/Calls +\d+ of \d+ .*\[group:/);
    await app.press('escape');
    await app.resize(160, 45);
    expect(app.screen()).toMatch(/Top errors[\s\S]+ 4\d\d +\S/);
    expect(app.screen()).not.toContain('Latency');
  });

  test('says like every screen that it shows what was shown before, where a window that was chosen cannot be read', async () => {
    for (const keys of [['1'], ['2'], ['3'], ['1', 'enter']]) {
      const { app, watch, advance } = await renderConsole({ theme: 'none' });
      for (const key of keys) await app.press(key);
      watch.failWith(new PresentsError('The database is locked.', { code: 'busy' }));
      await app.press('t', 'j', 'enter');
      expect(app.screen()).toContain('not read: still what was shown before');
      watch.failWith(null);
      await advance(10_000);
      expect(app.screen()).not.toContain('not read:');
      expect(app.screen()).toMatch(/last 7 d/i);
    }
  });

  test('keeps the selection on its user when the order of the top lists changes', async () => {
    const calls = (userId: number, count: number) => Array.from({ length: count }, () => aCall({ userId }));
    const database = buildDatabase({
      users: [aUser('first'), aUser('second')],
      calls: [...calls(1, 3), ...calls(2, 2)],
    });
    const { app, advance } = await system({ database });
    await app.press('j');
    const insert = 'INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code) VALUES ';
    runSql(database, insert + Array(4).fill(`(2, '2026-11-20 11:30:00', '/api/predict', 200)`).join());
    await advance(1000);
    expect(app.screen()).toMatch(/second +6/);
    await app.press('enter');
    expect(app.screen()).toMatch(/^ first +● active/m);
  });

  test('steps its window back and on, says when it does not show now, and becomes live again', async () => {
    const { app, store, title, message } = await system();
    await app.press('{');
    expect(title()).toMatch(/AT +24 h +Thu 19 Nov 00:00–24:00 CET/);
    expect(app.screen()).toContain(await callsIn(store, '2026-11-18T23:00:00Z', '2026-11-19T23:00:00Z'));
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

  test('says why the log answers without the index, from the next change of the data on and as long as that is so', async () => {
    let index: IndexState = { state: 'ready', progress: 1, readyFrom: null };
    const database = buildDatabase({ users: [aUser('first')], calls: [aCall()] });
    const { title, advance } = await system({ database, indexState: () => index });
    index = { state: 'none', progress: 0, readyFrom: null, reason: 'this server is behind the others' };
    const insert = 'INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code) VALUES ';
    runSql(database, `${insert} (1, '2026-11-20 11:30:00', '/api/predict', 200)`);
    await advance(1000);
    expect(title()).toMatch(/^ Last 24 h {3}no index: this server is behind the others/);
    index = { state: 'ready', progress: 1, readyFrom: null };
    runSql(database, `${insert} (1, '2026-11-20 11:31:00', '/api/predict', 200)`);
    await advance(1000);
    expect(title()).not.toContain('no index');
  });

  test('shows another window from the list or as it is typed', async () => {
    const { app, store, title } = await system();
    await app.press('t', 'j', 'enter');
    expect(title()).toContain('Last 7 d');
    expect(app.screen()).toContain(await callsIn(store, '2026-11-13T12:00:00Z', null));
    await app.type('t/90m\r');
    expect(title()).toContain('Last 90 min');
    expect(app.screen()).toContain(await callsIn(store, '2026-11-20T10:30:00Z', null));
    await app.type('t2026-11-19 17..18');
    expect(app.screen()).toContain('Thu 19 Nov 17:00–18:00 CET');
    await app.press('enter');
    expect(title()).toMatch(/AT +1 h +Thu 19 Nov 17:00–18:00 CET/);
    expect(app.screen()).toContain(await callsIn(store, '2026-11-19T16:00:00Z', '2026-11-19T17:00:00Z'));
    await app.type('t/18..17\r');
    expect(app.screen()).toContain('No time: “18..17”. Try 90m, 3d, yesterday');
    await app.press('escape', 'escape', 'escape');
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

  test('opens the selected user, and the calls of the selected route', async () => {
    const { app, store } = await system();
    await app.press('j', 'j', 'enter');
    expect(app.lines()[2]).toContain(' client2   ○ inactive');
    await app.press('q', 'escape', 'k', 'enter');
    const { topRoutes } = await store.apiLogs.systemStats();
    const route = topRoutes.at(-1)?.apiRoute ?? '';
    expect(app.lines()[2]).toContain(`[route:${route} ×]`);
    const request = {
      filter: `route:${route}`,
      sort: 'time',
      descending: true,
      offset: 0,
      limit: 1,
      anchorId: null,
    } as const;
    const { total, unfilteredTotal } = await store.apiLogs.calls({
      ...request,
      window: { from: new Date('2026-11-19T12:00:00Z'), to: null },
    });
    expect(app.lines()[2]).toContain(` Calls   ${total} of ${formatCount(unfilteredTotal)} in`);
  });

  test('opens the calls of the selected status', async () => {
    const { app } = await system({ columns: 120, rows: 44 });
    await app.press('k', 'enter');
    expect(app.lines()[2]).toMatch(/^ Calls {3}[\d,]+ of [\d,]+ in the last 24 h \[status:\d+ ×\]/);
  });

  const usual: readonly (readonly [columns: number, rows: number])[] = [
    [120, 36],
    [60, 16],
  ];
  const others: typeof usual = [
    [200, 60],
    [80, 24],
  ];
  test.each([...usual, ...inLongRun([], others)])(
    'names the span under the cursor of the chart at %ix%i, and opens exactly that',
    async (columns, rows) => {
      const { app, store } = await system({ columns, rows });
      for (let moves = 1; moves <= 4; moves++) {
        await app.press(...(moves === 1 ? ['left'] : ['left', 'left', 'left']));
        const [, from = '', to = '', calls = ''] =
          /(\d\d:\d\d)–(\d\d:\d\d|now) +([\d,]+) calls?/.exec(app.screen()) ?? [];
        // 13:00 in Berlin is noon in UTC.
        const instant = (clock: string) => new Date(`2026-11-20T${clock}:00+01:00`);
        const window = { from: instant(from), to: to === 'now' ? null : instant(to) };
        expect(calls).toBe(formatCount((await store.apiLogs.totals(window)).totalCalls));
        await app.press('enter');
        const page = { filter: '', sort: 'time', descending: true, offset: 0, limit: 1, anchorId: null } as const;
        const { total } = await store.apiLogs.calls({ ...page, window });
        expect(app.screen()).toContain(` Calls   ${total} from Fri 20 Nov ${from} to`);
        await app.press('escape', '2');
      }
    },
  );

  test.each([...usual, ...inLongRun<typeof usual>([[36, 20]], [[36, 20], [76, 20], ...others])])(
    'tells the whole sum under the cursor at %ix%i, in a window of a week',
    async (columns, rows) => {
      const { app } = await system({ columns, rows });
      await app.press('t', 'j', 'enter');
      for (let moves = 0; moves < 12; moves++) {
        await app.press('left');
        const words = app.lines().find((line) => /^ ?╭─.*(–| \+ )/.test(line)) ?? '';
        expect(words).toMatch(/(\d\d:\d\d|now|\d+ [hd]) {2}[\d,]+ calls?( so far)? /);
      }
    },
  );

  test('counts no call of a later time under the cursor, as what it opens does not', async () => {
    const calls = [
      aCall({ dateTime: '2026-11-20 11:59:00', statusCode: 500 }),
      aCall({ dateTime: '2026-11-22 12:00:00', statusCode: 500 }),
    ];
    const { app } = await system({ database: buildDatabase({ users: [aUser('shop')], calls }) });
    await app.press('left');
    expect(app.screen()).toMatch(/–now {2}1 call so far .* 1 5xx/);
    await app.press('enter');
    expect(app.screen()).toContain(' Calls   1 from Fri 20 Nov ');
  });

  test('says that there is no room for the chart where a cursor would move unseen', async () => {
    const { app, message } = await system({ columns: 40, rows: 10 });
    await app.press('left');
    expect(message()).toContain('There is no room for the chart');
    await app.press('enter');
    expect(message()).toContain('Select a row');
  });

  test('asks for a row or a bar before it opens one', async () => {
    const { app, message } = await system();
    await app.press('right', 'right', 'left', 'escape', 'enter');
    expect(message()).toContain('Select a row');
  });
});
