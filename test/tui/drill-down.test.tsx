import { describe, expect, test } from 'vitest';
import type { View } from '../../src/tui/context/route.ts';
import { type Routes, shownRoute, startRoutes } from '../../src/tui/context/routes.ts';
import { routesFromJson, routesToJson } from '../../src/tui/context/routes-json.ts';
import { renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase, copyReference } from '../helpers/store.ts';

/** Errors of two users on two routes, so many that lists scroll. */
const database = () =>
  buildDatabase({
    users: [aUser('acme'), aUser('shop')],
    calls: Array.from({ length: 60 }, (_, at) =>
      aCall({
        userId: 1 + (at % 2),
        apiRoute: at % 3 === 0 ? '/api/rank' : '/api/predict',
        statusCode: 500,
        errorMessage: `failure ${at}`,
        requestPayload: '{"a":1}',
        dateTime: `2026-11-20 11:${String(at).padStart(2, '0')}:00`,
      }),
    ),
  });

async function opened(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database: database(), ...options });
  const { app } = console;
  return {
    ...console,
    header: () => app.lines()[0] ?? '',
    title: () => app.lines()[2] ?? '',
    footer: () => app.lines().at(-1) ?? '',
    selected: () => app.lines().find((line) => line.includes('❯')) ?? '',
  };
}

describe.each(['q', 'escape'])('By %s', (key) => {
  test('a walk from a bar to its errors, a call and its user goes back step by step, to where and how each was', async () => {
    const { app, hasLeft, footer, watch } = await opened();
    const left: string[] = [];
    await app.press('2', 'm', 'left');
    for (const [open, ...before] of [['enter'], ['enter', 'j', 'j', 'I', 'j'], ['o', 'j']] as const) {
      await app.press(...before);
      left.push(app.screen());
      await app.press(open);
    }
    expect(app.lines()[2]).toMatch(/^ (acme|shop) +● active/);
    watch.forget();
    for (const screen of left.reverse()) {
      expect(footer()).toContain('q back');
      await app.press(key);
      expect(app.screen()).toBe(screen);
    }
    expect(watch.questions).toEqual([]);
    expect(footer()).toContain('q quit');
    expect(hasLeft()).toBe(false);
    await app.press(key);
    expect(hasLeft()).toBe(key === 'q');
  });

  test('one goes back from the calls of a route, and from a user, to the row of System they were opened from', async () => {
    const { app, title } = await opened();
    for (const list of ['j', 'k']) {
      await app.press('2', list);
      const before = app.screen();
      await app.press('enter');
      expect(title()).toMatch(/^ acme|^ Calls.*\[route:/);
      await app.press(key);
      expect(app.screen()).toBe(before);
      await app.press('escape');
    }
  });

  test('one goes back from a user and a product to the filtered row they were opened from', async () => {
    const { app, selected } = await opened({ database: copyReference() });
    for (const [screen, filter] of [
      ['1', 'client'],
      ['4', 'P04'],
    ] as const) {
      await app.press(screen);
      await app.type(`/${filter}\r`);
      await app.press('j');
      const before = app.screen();
      const row = selected();
      await app.press('enter');
      expect(app.screen()).not.toBe(before);
      await app.press(key);
      expect([selected(), app.screen()]).toEqual([row, before]);
    }
  });
});

test('q goes back from a screen that is too small to show it, and says so', async () => {
  const { app, hasLeft } = await opened();
  await app.press('2', 'left', 'enter', '/');
  await app.resize(30, 5);
  expect(app.lines()[2]).toBe('q back');
  await app.press('q');
  expect(hasLeft()).toBe(false);
  expect(app.lines()[2]).toBe('q quit');
  await app.resize(120, 30);
  expect(app.screen()).toContain('Last 24 h');
  await app.press('q');
  expect(hasLeft()).toBe(true);
});

describe('The digit of a screen', () => {
  test('goes to its root as it was left, whatever was opened, and its window with it', async () => {
    const { app, title, header } = await opened();
    await app.press('3', 'o', 't', 'j', 'enter', 'I', 'j', '2', 'left', 'enter', 'enter', '3');
    expect(title()).toContain('in the last 7 d');
    expect(header()).toContain('● live');
    expect(app.screen()).toContain('TIME ↑');
  });

  test.each(['1', '3', '4'])('pressed on the list %s clears its filter, order and selection', async (digit) => {
    const { app } = await opened({ database: copyReference() });
    await app.press(digit);
    const first = app.screen();
    await app.press('s', 'j', 'enter', 'I', 'j', 'j');
    await app.type('/a\r');
    expect(app.screen()).not.toBe(first);
    await app.press(digit);
    expect(app.screen()).toBe(first);
  });

  test('pressed on System clears its window, its chart, its bar and its row', async () => {
    const { app } = await opened();
    await app.press('2');
    const first = app.screen();
    for (const keys of [
      ['t', 'k', 'enter', 'm', '{', 'left'],
      ['m', 'j'],
    ]) {
      await app.press(...keys);
      expect(app.screen()).not.toBe(first);
      await app.press('2');
      expect(app.screen()).toBe(first);
    }
  });
});

describe('The cursor of the chart', () => {
  test('stays on its bar while time goes on, and while the terminal changes its size', async () => {
    const { app, advance } = await opened();
    await app.press('2', 'left', 'left');
    const span = () => {
      const [, ...ends] = /(\d\d):(\d\d)–(\d\d):(\d\d) {2}\d+ calls/.exec(app.screen()) ?? [];
      const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = ends.map(Number);
      return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
    };
    const { from, to } = span();
    expect(to - from).toBe(20);
    const middle = (from + to) / 2;
    const isAround = () => span().from <= middle && middle < span().to;
    for (let minutes = 0; minutes < 90; minutes += 5) {
      await advance(5 * 60_000);
      expect(isAround()).toBe(true);
    }
    await app.resize(90, 30);
    expect(isAround()).toBe(true);
    await app.resize(120, 30);
    const { from: last } = span();
    await app.press('enter');
    const clock = `${Math.floor(last / 60)}:${String(last % 60).padStart(2, '0')}`;
    expect(app.lines()[2]).toContain(`from Fri 20 Nov ${clock} to`);
  });
});

describe('A place that was kept as JSON', () => {
  const start: Routes = {
    firstWindow: null,
    root: { screen: 'system', args: {}, view: view({ mark: { kind: 'row', list: 'users', name: 'shop' }, chart: 1 }) },
    opened: [],
    left: [],
    filter: '',
  };

  test('shows the system with the row and the chart that it had', async () => {
    const { app } = await opened();
    await app.press('2', 'm', 'j', 'j');
    const restored = await opened({ routes: restoredFrom(start) });
    expect(restored.app.screen()).toBe(app.screen());
  });

  test('shows a list with the filter, the order, the cursor and the window that it had, and the way back', async () => {
    const { app } = await opened();
    await app.press('2', 'm', 'j', 'j', '3', 'o', 't', 'j', 'enter', 'I');
    await app.type('/failure\r');
    for (let at = 0; at < 30; at += 1) await app.press('j');
    const list = app.screen();
    await app.press('enter', 'j');
    const call = app.screen();
    const errors = view({
      window: { hours: 168, endsAt: null },
      filter: 'failure',
      order: { sort: 'time', descending: false },
      isUngrouped: true,
      place: { cursor: 30, selectedId: 31, top: 8, isFollowing: false, arrived: 0, rangeFrom: null },
    });
    const routes = restoredFrom({
      firstWindow: null,
      root: { screen: 'errors', args: {}, view: errors },
      opened: [
        {
          screen: 'call',
          args: { id: 31 },
          view: view({ window: errors.window, mark: { kind: 'row', list: 'req', name: '5 0' } }),
        },
      ],
      left: [start.root],
      filter: '',
    });
    const restored = await opened({ routes });
    expect(restored.app.screen()).toBe(call);
    await restored.app.press('q');
    expect(restored.app.screen()).toBe(list);
    await restored.app.press('k', 'j');
    expect(restored.app.screen()).toBe(list);
  });

  test('is walked back to its root however deep it is', async () => {
    const calls = Array.from({ length: 12 }, (_, at) => 12 - at);
    const opened12 = calls.toReversed().map((id) => ({ screen: 'call', args: { id }, view: view({}) }) as const);
    const { app, hasLeft } = await opened({ routes: restoredFrom({ ...start, opened: opened12 }) });
    for (const id of calls) {
      expect(app.screen()).toMatch(new RegExp(`Call #${id} [^]*failure ${id - 1}\\b`));
      await app.press('q');
    }
    expect(app.screen()).toContain('Top users');
    expect(hasLeft()).toBe(false);
  });

  test('shows the errors of a bar with the bar below them', async () => {
    const at = new Date('2026-11-20T11:50:00Z');
    const window = { hours: 1 / 3, endsAt: new Date('2026-11-20T12:00:00Z') };
    const restored = await opened({
      routes: restoredFrom({
        firstWindow: null,
        root: { screen: 'system', args: {}, view: view({ mark: { kind: 'bar', at } }) },
        opened: [{ screen: 'errors', args: {}, view: view({ window }) }],
        left: [],
        filter: '',
      }),
    });
    expect(restored.title()).toContain('Errors   20 in 1 group   12:40–13:00 CET');
    expect(restored.header()).toContain('◷ pinned');
    await restored.app.press('escape');
    expect(restored.app.screen()).toMatch(/12:45–now {2}15 calls so far/);
  });
});

function view(change: Partial<View>): View {
  return { ...shownRoute(startRoutes()).view, ...change };
}

function restoredFrom(routes: Routes): Routes {
  const restored = routesFromJson(routesToJson(routes));
  if (!restored) throw new Error('the routes are not restored');
  return restored;
}
