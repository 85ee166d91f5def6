import { describe, expect, test } from 'vitest';
import {
  isOpened,
  keptRoutes,
  navigateRoutes,
  pinOf,
  type RouteEvent,
  type Routes,
  shownRoute,
  startRoutes,
  tabOf,
} from '../../../src/tui/context/routes.ts';
import { routesFromJson, routesToJson } from '../../../src/tui/context/routes-json.ts';

const placeAfter = (...events: readonly RouteEvent[]): Routes => events.reduce(navigateRoutes, startRoutes());
const reader = { now: new Date('2026-11-25T09:00:00Z'), isUtc: true };
const esc = { type: 'close', isMarked: false } as const;
const back = { type: 'back' } as const;
const bar = { hours: 1 / 3, endsAt: new Date('2026-11-24T16:30:00Z') };
const mark = { kind: 'bar', at: new Date('2026-11-24T16:10:00Z') } as const;
const show = (screen: 'users' | 'system' | 'errors' | 'cache') => ({ type: 'show', screen }) as const;

/** System with its bar, the errors of that bar, a call, and its user. */
const walk = [
  show('system'),
  { type: 'view', change: { mark, chart: 1 } },
  { type: 'open', screen: 'errors', args: {}, window: bar },
  {
    type: 'view',
    change: { place: { cursor: 3, selectedId: 2n ** 60n, top: 1, isFollowing: false, arrived: 0, rangeFrom: null } },
  },
  { type: 'open', screen: 'call', args: { id: 2n ** 60n } },
  { type: 'view', change: { mark: { kind: 'row', list: 'req', name: '17 0' } } },
  { type: 'open', screen: 'user', args: { username: 'acme', id: 'uuid-1' } },
] as const satisfies readonly RouteEvent[];

describe('Where the operator is', () => {
  test('begins on the users, live over the last 24 hours, with nowhere to go back to', () => {
    const start = startRoutes();
    expect(shownRoute(start)).toMatchObject({ screen: 'users', view: { window: { hours: 24, endsAt: null } } });
    expect(isOpened(start)).toBe(false);
    expect(shownRoute(navigateRoutes(start, back))).toBe(shownRoute(start));
  });

  test.each([
    ['q', back],
    ['Esc', esc],
  ] as const)('goes back by %s one step at a time, to where and how each screen was', (_, event) => {
    const states = walk.map((_, at) => placeAfter(...walk.slice(0, at + 1)));
    const wayBack = [1, 2, 3].map((steps) =>
      Array(steps)
        .fill(event)
        .reduce(navigateRoutes, placeAfter(...walk)),
    );
    const shown = wayBack.map(shownRoute);
    expect(shown).toEqual([states[5], states[3], states[1]].map((state) => state && shownRoute(state)));
    expect(shown.map(({ screen }) => screen)).toEqual(['call', 'errors', 'system']);
    expect(wayBack.map(isOpened)).toEqual([true, true, false]);
  });

  test('goes to the root of a screen by its digit, as it was left, and again as it is at first', () => {
    const filtered = { type: 'view', change: { filter: 'acme' } } as const;
    const elsewhere = placeAfter(
      filtered,
      { type: 'open', screen: 'user', args: { username: 'acme', id: 1 } },
      ...walk,
    );
    const returned = navigateRoutes(elsewhere, show('users'));
    expect(shownRoute(returned)).toMatchObject({ screen: 'users', view: { filter: 'acme' } });
    expect(shownRoute(navigateRoutes(returned, show('users')))).toEqual(shownRoute(startRoutes()));
    const system = navigateRoutes(elsewhere, show('system'));
    expect(shownRoute(system)).toMatchObject({ screen: 'system', view: { mark, chart: 1 } });
    expect(shownRoute(navigateRoutes(system, show('system'))).view).toMatchObject({ mark: null, chart: 0 });
  });

  test('marks the nearest main screen on the way back, and goes round from there', () => {
    expect(walk.map((_, at) => tabOf(placeAfter(...walk.slice(0, at + 1)))).join(' ')).toBe(
      'system system errors errors errors errors errors',
    );
    const next = { type: 'cycle', by: 1 } as const;
    const screens = [1, 2, 3, 4, 5, 6].map((times) => tabOf(placeAfter(...Array(times).fill(next))));
    expect(screens).toEqual(['system', 'errors', 'cache', 'calls', 'attention', 'users']);
    expect(tabOf(placeAfter({ type: 'cycle', by: -1 }))).toBe('attention');
    expect(tabOf(placeAfter(...walk, next))).toBe('cache');
  });

  test('opens a screen in the window of the one it was opened from, and leaves other screens theirs', () => {
    const week = { type: 'window', window: { hours: 168, endsAt: null } } as const;
    const opened = placeAfter(show('system'), week, { type: 'open', screen: 'errors', args: {}, filter: '/api/x' });
    expect(shownRoute(opened).view).toMatchObject({ window: week.window, filter: '/api/x' });
    expect(shownRoute(navigateRoutes(opened, show('errors'))).view).toMatchObject({
      window: { hours: 24, endsAt: null },
    });
  });

  test('takes the filter of calls along, whichever screen is shown, and leaves the cache its own', () => {
    const typed = (filter: string) => ({ type: 'view', change: { filter } }) as const;
    const filterOn = (...events: readonly RouteEvent[]) => shownRoute(placeAfter(...events)).view.filter;
    expect(filterOn(typed('acme'), show('system'))).toBe('acme');
    expect(filterOn(typed('acme'), show('cache'))).toBe('');
    expect(filterOn(typed('acme'), show('cache'), typed('lamp'), show('errors'))).toBe('acme');
    expect(filterOn(typed('acme'), show('cache'), typed('lamp'), show('errors'), show('cache'))).toBe('lamp');
    const user = { type: 'open', screen: 'user', args: { username: 'acme', id: 1 } } as const;
    expect(filterOn(typed('status:5xx'), user)).toBe('status:5xx');
    expect(filterOn(typed('status:5xx'), user, typed('status:4xx'), back)).toBe('status:5xx');
    expect(filterOn(typed('status:5xx'), user, typed('status:4xx'), show('errors'))).toBe('status:4xx');
  });

  test('clears the filter of calls with the digit of the screen that is shown', () => {
    const cleared = placeAfter(
      show('errors'),
      { type: 'view', change: { filter: 'acme' } },
      show('errors'),
      show('users'),
    );
    expect(shownRoute(cleared).view.filter).toBe('');
  });

  test('starts with the first row where the filter that came along is another one', () => {
    const place = { cursor: 9, selectedId: 9, top: 4, isFollowing: false, arrived: 0, rangeFrom: null };
    const moved = { type: 'view', change: { place } } as const;
    const changed = placeAfter(moved, show('errors'), { type: 'view', change: { filter: 'x' } }, show('users'));
    expect(shownRoute(changed).view.place.cursor).toBe(0);
    expect(shownRoute(placeAfter(moved, show('errors'), show('users'))).view.place).toEqual(place);
  });

  test('drops a time of the filter where another window is chosen', () => {
    const week = { type: 'window', window: { hours: 168, endsAt: null } } as const;
    const chosen = placeAfter({ type: 'view', change: { filter: 'status:5xx time:90m' } }, week);
    expect(shownRoute(chosen).view).toMatchObject({ filter: 'status:5xx', window: week.window });
  });

  test('clears by Esc what was changed since a screen was opened, one thing a press, before it goes back', () => {
    const pin = { hours: 24, endsAt: new Date(0) };
    const opened = [
      { type: 'open', screen: 'errors', args: {}, filter: '/api/x', window: bar },
      { type: 'window', window: pin },
      { type: 'window', window: { hours: 24, endsAt: new Date(1) } },
      { type: 'view', change: { filter: 'typed', mark } },
    ] as const satisfies readonly RouteEvent[];
    const pressed = (times: number) =>
      Array.from({ length: times }, (_, at) => ({ ...esc, isMarked: at === 1 })).reduce(
        navigateRoutes,
        placeAfter(...opened),
      );
    expect(shownRoute(pressed(1)).view).toMatchObject({ filter: '/api/x', mark });
    expect(shownRoute(pressed(2)).view).toMatchObject({ mark: null, formerWindows: [bar] });
    expect(shownRoute(pressed(3)).view).toMatchObject({ filter: '/api/x', window: bar, formerWindows: [] });
    expect(shownRoute(pressed(4)).screen).toBe('users');
    expect(shownRoute(pressed(9)).screen).toBe('users');
  });

  test('leads by Esc from a closer look to the wider one that it was taken in, and from a step aside to where it began', () => {
    const look = (hours: number, endsAtMs: number) =>
      ({ type: 'window', window: { hours, endsAt: new Date(endsAtMs) } }) as const;
    const looks = [look(6, 0), look(1, 1), look(1, 2), look(0.2, 3)];
    const pressed = (times: number) =>
      shownRoute(
        Array.from({ length: times }, () => ({ ...esc, isMarked: false })).reduce(navigateRoutes, placeAfter(...looks)),
      ).view;
    expect([1, 2, 3].map((times) => pressed(times).window)).toEqual([
      looks[2]?.window,
      looks[0]?.window,
      { hours: 24, endsAt: null },
    ]);
    expect(pressed(3).formerWindows).toEqual([]);
  });

  test('tells the pinned window of the screen that shows it, and whether Esc leads to now', () => {
    const pins = walk.map((_, at) => pinOf(placeAfter(...walk.slice(0, at + 1)), reader));
    expect(pins).toEqual([
      undefined,
      undefined,
      { window: bar, isLiveNext: true },
      { window: bar, isLiveNext: true },
      undefined,
      undefined,
      { window: bar, isLiveNext: false },
    ]);
  });

  test('keeps the main screens that were looked at and what was opened, and of a deep way its end', () => {
    const opened = Array.from({ length: 20 }, (_, id) => ({ type: 'open', screen: 'call', args: { id } }) as const);
    const kept = keptRoutes(placeAfter(show('cache'), ...opened));
    expect(kept.map(({ route }) => route.screen).join(' ')).toBe('users cache call call call call call call');
    expect(kept.filter(({ isShown }) => isShown).map(({ route }) => route.args)).toEqual([{ id: 19 }]);
    expect(new Set(kept.map(({ key }) => key)).size).toBe(kept.length);
  });

  test('does not change what it is given', () => {
    const text = routesToJson(placeAfter(...walk));
    const state = placeAfter(...walk);
    for (const event of [...walk, back, esc, show('users')]) navigateRoutes(state, event);
    expect(routesToJson(state)).toBe(text);
  });
});

describe('Where the operator is, as JSON', () => {
  test('comes back as it was, with its times, ids of any kind, and the end of a text', () => {
    const state = placeAfter(...walk, { type: 'view', change: { order: { sort: 'time', descending: false } } });
    expect(routesFromJson(routesToJson(state))).toEqual(state);
    const left = navigateRoutes(state, show('cache'));
    expect(routesFromJson(routesToJson(left))).toEqual(left);
    const cell = { kind: 'cell', at: mark.at, ms: 20, anchor: { at: mark.at, ms: 500 } } as const;
    const heat = { share: 'all', hasLines: true } as const;
    const cells = navigateRoutes(state, { type: 'view', change: { mark: cell, heat } });
    expect(routesFromJson(routesToJson(cells))).toEqual(cells);
    const openedAfter = (good: string, bad: string) => routesFromJson(routesToJson(cells).replace(good, bad))?.opened;
    expect(openedAfter('"ms":20', '"ms":"fast"')).toEqual(cells.opened.slice(0, -1));
    expect(openedAfter('"all"', '"some"')).toEqual(cells.opened.slice(0, -1));
  });

  test.each(['null', '[]', '{}', 'no JSON', '{"root":{"$date":"never"}}', '{"root":{"$bigint":"x"}}'])(
    'is refused where it is not one: %s',
    (text) => {
      expect(routesFromJson(text)).toBeUndefined();
    },
  );

  test.each([
    ['a screen that does not exist', '"screen":"call"', '"screen":"nothing"'],
    ['a screen of all objects', '"screen":"call"', '"screen":"constructor"'],
    ['a root that is opened from elsewhere', '"screen":"system"', '"screen":"product"'],
    ['a record without its id', '"id":{"$bigint":"1152921504606846976"}', '"no":1'],
    ['an id that is no id', '"id":"uuid-1"', '"id":[]'],
    ['a time that is none', '2026-11-24T16:30:00.000Z', 'yesterday'],
    ['a window of more years than can be shown', '"hours":24', '"hours":1e300'],
    ['a cursor before the list', '"cursor":3', '"cursor":-3'],
  ])('comes back without the screens from the first one on that has %s', (_, good, bad) => {
    const place = placeAfter(...walk);
    const text = routesToJson(place);
    expect(text).toContain(good);
    const found = routesFromJson(text.replaceAll(good, bad));
    expect(place.opened.length).toBeGreaterThan(found?.opened.length ?? 0);
    expect(found?.opened ?? []).toEqual(place.opened.slice(0, found?.opened.length ?? 0));
  });

  test('of another version comes back with what both know: fields that are missing are as at first, others are left out', () => {
    const place = placeAfter(...walk);
    const older = JSON.parse(routesToJson(place), (name, value) => (name === 'isCompared' ? undefined : value));
    expect(routesFromJson(JSON.stringify(older))).toEqual(place);
    const newer = JSON.parse(routesToJson(place));
    newer.left = [...newer.left, { screen: 'moon', args: {}, view: {} }];
    newer.root.view.zoom = 3;
    expect(routesFromJson(JSON.stringify(newer))).toMatchObject({ left: place.left, opened: place.opened });
  });
});
