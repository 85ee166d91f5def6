import { beforeAll, describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../src/model/call.ts';
import type { Store } from '../../src/store/store.ts';
import { JsonText } from '../../src/text/json-text.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';
import { CALL_COLUMNS } from './row-values.ts';
import type { TestDatabase } from './test-database.ts';

const call: NewApiCall = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };

describe.each(engines)('Logging a call ($name)', ({ reference }) => {
  // Refusals leave it as it is.
  let untouched: { readonly database: TestDatabase; readonly store: Store };
  beforeAll(async () => {
    const database = await reference();
    untouched = { database, store: await database.open() };
  });

  test('stores it as the original does, payloads as JSON and the time as UTC text', async () => {
    const database = await reference();
    const store = await database.open();
    const requestPayload = { name: '東京', list: [1, null] };
    const dateTime = new Date('2026-11-20T11:00:00.999Z');
    const id = await store.apiLogs.log({
      ...call,
      requestPayload,
      responsePayload: 'text',
      errorMessage: 'no',
      dateTime,
    });
    expect(await database.query(`SELECT ${CALL_COLUMNS} FROM user_api_call_log WHERE id = ${id}`)).toEqual([
      {
        id,
        user_id: 1,
        date_time: '2026-11-20 11:00:00',
        api_route: '/api/predict',
        request_payload: '{"name":"東京","list":[1,null]}',
        response_payload: '"text"',
        response_status_code: 200,
        response_time_ms: 12.5,
        error_message: 'no',
      },
    ]);
    expect(await store.apiLogs.find(id)).toMatchObject({
      id,
      username: 'client1',
      requestPayload,
      responsePayload: 'text',
    });
    expect(await store.apiLogs.find(Number(id) + 1)).toBeUndefined();
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  test.each<[string, Partial<NewApiCall>]>([
    ['userId', { userId: 999 }],
    ['userId', { userId: 1.5 }],
    ['apiRoute', { apiRoute: '' }],
    ['statusCode', { statusCode: Number.NaN }],
    ['statusCode', { statusCode: 20 }],
    ['responseTimeMs', { responseTimeMs: -1 }],
    ['responseTimeMs', { responseTimeMs: Number.POSITIVE_INFINITY }],
    ['requestPayload', { requestPayload: circular }],
    ['responsePayload', { responsePayload: { big: 1n } }],
    ['dateTime', { dateTime: new Date('never') }],
  ])('names the field %s that is not as it should be, and writes nothing', async (field, wrong) => {
    const { database, store } = untouched;
    const logged = store.apiLogs.log({ ...call, ...wrong });
    await expect(logged).rejects.toMatchObject({ name: 'PresentsError', message: expect.stringContaining(field) });
    expect(await database.query('SELECT COUNT(*) AS count FROM user_api_call_log')).toEqual([{ count: 6000 }]);
  });
});

describe.each(engines)('A window ($name)', ({ build, openBuilt, openReference }) => {
  test('holds its first second, and its last only where it has no end', async () => {
    const calls = ['10:59:59', '11:00:00', '11:59:59', '12:00:00', '12:00:01'].map((time) =>
      aCall({ dateTime: `2026-11-20 ${time}` }),
    );
    const store = await openBuilt({ users: [aUser('shop')], calls });
    const from = new Date('2026-11-20T11:00:00Z');
    const to = new Date('2026-11-20T12:00:00Z');
    expect(await store.apiLogs.totals({ hours: 1 })).toMatchObject({ totalCalls: 4, from, to: null });
    expect(await store.apiLogs.totals({ from, to })).toMatchObject({ totalCalls: 2, from, to });
    expect(await store.apiLogs.totals({ days: 1e9 })).toMatchObject({ totalCalls: 5 });
  });

  test('is counted from the second, not from the fraction of it', async () => {
    const database = await build({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-11-20 11:00:00' })] });
    const store = await database.open({ now: () => new Date('2026-11-20T12:00:00.900Z') });
    expect((await store.apiLogs.totals({ hours: 1 })).totalCalls).toBe(1);
  });

  test('must be a length of time', async () => {
    const store = await openReference();
    await expect(store.apiLogs.totals({ hours: Number.NaN })).rejects.toMatchObject({
      name: 'PresentsError',
      exitCode: 2,
    });
    await expect(store.apiLogs.totals({ days: -1 })).rejects.toMatchObject({ name: 'PresentsError', exitCode: 2 });
  });

  test('of an empty log has zeros, and null where there is nothing to average', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    expect(await store.apiLogs.systemStats()).toMatchObject({
      periodHours: 24,
      totalCalls: 0,
      activeUsers: 0,
      avgResponseMs: null,
      p50ResponseMs: null,
      p99ResponseMs: null,
      errorCount: 0,
      topUsers: [],
      topRoutes: [],
      statusCodes: [],
    });
    expect(await store.apiLogs.userStats('shop')).toMatchObject({ periodDays: 30, endpoints: [], lastCallAt: null });
    expect(await store.apiLogs.latencies({ hours: 1 })).toEqual([]);
    expect(await store.apiLogs.newest()).toEqual({ id: null, dateTime: null });
  });

  test('has as its newest call the latest one, also where older ones were brought in after it', async () => {
    const later = aCall({ dateTime: '2026-11-20 11:58:30' });
    const old = Array.from({ length: 1_100 }, () => aCall({ dateTime: '2026-11-19 03:00:00' }));
    const store = await openBuilt({ users: [aUser('shop')], calls: [later, ...old] });
    expect(await store.apiLogs.newest()).toEqual({ id: 1_101, dateTime: new Date('2026-11-20T11:58:30Z') });
  });
});

describe.each(engines)('The statistics of a system ($name)', ({ openBuilt }) => {
  test('have top lists of ten entries, or of as many as are asked for, ties by name', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `shop-${String(index).padStart(2, '0')}`);
    const calls = names.flatMap((_, index) =>
      Array.from({ length: index < 2 ? 3 : 1 }, () =>
        aCall({ userId: names.length - index, apiRoute: `/${String(index).padStart(2, '0')}` }),
      ),
    );
    const store = await openBuilt({ users: names.map((name) => aUser(name)), calls });
    const listed = async (topCount?: number) => {
      const { topUsers, topRoutes } = await store.apiLogs.systemStats({ hours: 24 }, topCount ? { topCount } : {});
      return [topUsers.map(({ username }) => username), topRoutes.map(({ apiRoute }) => apiRoute)];
    };
    const users = [...names.slice(-2), ...names.slice(0, -2)];
    const routes = names.map((_, index) => `/${String(index).padStart(2, '0')}`);
    for (const count of [undefined, 1, 12, 40]) {
      expect({ count, found: await listed(count) }).toEqual({
        count,
        found: [users.slice(0, count ?? 10), routes.slice(0, count ?? 10)],
      });
    }
    await expect(listed(1.5)).rejects.toThrow('topCount');
  });

  test('count statuses, routes, percentiles and calls of users whose row is gone', async () => {
    const calls = [
      ...Array.from({ length: 99 }, (_, index) => aCall({ responseTimeMs: index + 1 })),
      aCall({ userId: 77, statusCode: 503, responseTimeMs: 100, apiRoute: '/b' }),
      aCall({ statusCode: null, responseTimeMs: null, apiRoute: '/a' }),
    ];
    const store = await openBuilt({ users: [aUser('shop')], calls });
    const stats = await store.apiLogs.systemStats({ hours: 1 });
    expect(stats).toMatchObject({
      totalCalls: 101,
      activeUsers: 2,
      avgResponseMs: 50.5,
      errorCount: 1,
      serverErrorCount: 1,
    });
    expect(stats.p50ResponseMs).toBeCloseTo(50.5);
    expect(stats.p99ResponseMs).toBeCloseTo(99.01);
    expect(stats.topUsers.map(({ username }) => username)).toEqual(['shop', '#77']);
    expect(stats.topRoutes.map(({ apiRoute }) => apiRoute)).toEqual(['/api/predict', '/a', '/b']);
    expect(stats.topRoutes[1]).toMatchObject({ avgResponseMs: null, p95ResponseMs: null });
    expect(stats.statusCodes).toEqual([
      { statusCode: 200, callCount: 99 },
      { statusCode: null, callCount: 1 },
      { statusCode: 503, callCount: 1 },
    ]);
    expect((await store.apiLogs.recentErrors())[0]?.username).toBe('#77');
    await expect(store.apiLogs.userStats('#77')).rejects.toThrow('There is no user');
  });
});

describe.each(engines)('The newest errors of a user ($name)', ({ build }) => {
  // The user of every fiftieth error has few among the newest of all; the user of every third has many.
  const errorsOf = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aCall({
        userId: index % 50 === 0 ? 1 : index % 3 === 0 ? 2 : 3,
        statusCode: index % 7 === 0 ? 200 : 500,
        dateTime: `2026-11-${10 + (index % 10)} 0${index % 7}:00:00`,
      }),
    );

  test.each([
    ['with our indexes', async () => undefined],
    [
      'without them',
      (database: TestDatabase) =>
        database.run('DROP INDEX IF EXISTS idx_api_log_errors; DROP INDEX IF EXISTS idx_api_log_window'),
    ],
  ])('are found %s, whether they are many or few among those of all', async (_, change) => {
    const users = ['few', 'many', 'others'].map((name) => aUser(name));
    const database = await build({ users, calls: errorsOf(4_000) });
    await change(database);
    const store = await database.open();
    const all = await store.apiLogs.recentErrors({ limit: 9_999 });
    for (const username of ['few', 'many']) {
      const wanted = all.filter((call) => call.username === username);
      expect(wanted.length).toBeGreaterThan(60);
      for (const limit of [0, 1, 20, 60, 5_000]) {
        expect(await store.apiLogs.recentErrors({ username, limit })).toEqual(wanted.slice(0, limit));
      }
      const [to, from] = [wanted[5]?.dateTime, wanted[40]?.dateTime];
      if (!from || !to) throw new Error('these calls have times');
      const inWindow = (call: { dateTime: Date | null }) =>
        call.dateTime !== null && call.dateTime >= from && call.dateTime < to;
      for (const limit of [1, 20, 5_000]) {
        const found = await store.apiLogs.recentErrors({ username, limit, window: { from, to } });
        expect(found).toEqual(wanted.filter(inWindow).slice(0, limit));
        const ofAll = await store.apiLogs.recentErrors({ limit, window: { from, to } });
        expect(ofAll).toEqual(all.filter(inWindow).slice(0, limit));
      }
    }
  });
});

describe.each(engines)('The timeline ($name)', ({ openBuilt, openReference }) => {
  test('has no gaps, begins at whole slices and gathers what is past its end', async () => {
    const calls = [
      aCall({ dateTime: '2026-11-20 11:07:00', statusCode: 404 }),
      aCall({ dateTime: '2026-11-20 11:07:30', statusCode: 500, responseTimeMs: 30 }),
      aCall({ dateTime: '2026-11-20 12:31:00' }),
      aCall({ dateTime: '2026-11-20 11:07:30', userId: 2 }),
    ];
    const store = await openBuilt({ users: [aUser('shop'), aUser('other')], calls });
    const window = { from: new Date('2026-11-20T11:05:00Z'), to: null };
    const buckets = await store.apiLogs.timeline(window, { bucketSeconds: 900, username: 'shop' });
    expect(buckets.map(({ from, callCount }) => [from.toISOString().slice(11, 16), callCount])).toEqual([
      ['11:00', 2],
      ['11:15', 0],
      ['11:30', 0],
      ['11:45', 0],
      ['12:00', 1],
    ]);
    expect(buckets[0]).toMatchObject({ clientErrorCount: 1, serverErrorCount: 1, avgResponseMs: 20 });
    expect(buckets[1]).toMatchObject({ avgResponseMs: null, p95ResponseMs: null });
    const all = await store.apiLogs.timeline(window, { bucketSeconds: 900 });
    expect(all[0]?.callCount).toBe(3);
  });

  test('of a closed window ends before its end', async () => {
    const store = await openReference();
    const window = { from: new Date('2026-11-20T10:00:00Z'), to: new Date('2026-11-20T12:00:00Z') };
    const buckets = await store.apiLogs.timeline(window, { bucketSeconds: 3600 });
    expect(buckets.map(({ from }) => from.getUTCHours())).toEqual([10, 11]);
  });

  test('adds up to the totals of its window', async () => {
    const store = await openReference();
    const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
    const buckets = await store.apiLogs.timeline(window, { bucketSeconds: 900 });
    const { totalCalls } = await store.apiLogs.totals(window);
    expect(buckets.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(totalCalls);
  });
});

describe.each(engines)('The latencies ($name)', ({ openBuilt }) => {
  test('fall in steps of 1, 2 and 5 from the fastest to the slowest, gaps shown', async () => {
    const times = [0, 0.5, 9.99, 10, 3e9];
    const calls = [...times, null].map((responseTimeMs) => aCall({ responseTimeMs }));
    const store = await openBuilt({ users: [aUser('shop')], calls });
    const buckets = await store.apiLogs.latencies({ hours: 1 }, { username: 'shop' });
    expect(buckets.filter(({ callCount }) => callCount > 0)).toEqual([
      { fromMs: 0, toMs: 0.1, callCount: 1 },
      { fromMs: 0.5, toMs: 1, callCount: 1 },
      { fromMs: 5, toMs: 10, callCount: 1 },
      { fromMs: 10, toMs: 20, callCount: 1 },
      { fromMs: 50_000_000, toMs: 100_000_000, callCount: 1 },
    ]);
    for (const [index, { toMs }] of buckets.slice(0, -1).entries()) expect(buckets[index + 1]?.fromMs).toBe(toMs);
  });
});

describe.each(engines)('The response times over time ($name)', ({ openBuilt }) => {
  const window = { from: new Date('2026-11-19T10:00:00Z'), to: new Date('2026-11-19T13:00:00Z') };
  const at = (clock: string, responseTimeMs: number | null) =>
    aCall({ dateTime: `2026-11-19 ${clock}`, responseTimeMs });
  const calls = [at('10:00:00', 3), at('10:59:59', 4.999), at('10:30:00', 5), at('12:15:00', 40), at('12:15:00', null)];

  test('are counted by bucket and step, gaps of both shown, and calls that were not timed left out', async () => {
    const store = await openBuilt({ users: [aUser('shop')], calls });
    expect(await store.apiLogs.latencyHeat(window, { bucketSeconds: 3600 })).toEqual({
      steps: [
        { fromMs: 2, toMs: 5 },
        { fromMs: 5, toMs: 10 },
        { fromMs: 10, toMs: 20 },
        { fromMs: 20, toMs: 50 },
      ],
      buckets: [
        { from: new Date('2026-11-19T10:00:00Z'), callCounts: [2, 1, 0, 0] },
        { from: new Date('2026-11-19T11:00:00Z'), callCounts: [0, 0, 0, 0] },
        { from: new Date('2026-11-19T12:00:00Z'), callCounts: [0, 0, 0, 1] },
      ],
    });
  });

  test('have no steps where nothing fits, but all buckets', async () => {
    const store = await openBuilt({ users: [aUser('shop')], calls });
    const { steps, buckets } = await store.apiLogs.latencyHeat(window, { bucketSeconds: 3600, filter: 'status:599' });
    expect(steps).toEqual([]);
    expect(buckets.map(({ callCounts }) => callCounts)).toEqual([[], [], []]);
  });
});

test.each(engines)(
  'The 95th percentile of routes over time is told bucket by bucket, in the order of the routes, null where nothing was timed ($name)',
  async ({ openBuilt }) => {
    const at = (clock: string, apiRoute: string, responseTimeMs: number | null) =>
      aCall({ dateTime: `2026-11-19 ${clock}`, apiRoute, responseTimeMs });
    const calls = [
      at('10:00:00', '/a', 3),
      at('12:59:59', '/a', 5),
      at('12:15:00', '/b', null),
      at('12:15:00', '/c', 7),
    ];
    const store = await openBuilt({ users: [aUser('shop')], calls });
    const window = { from: new Date('2026-11-19T10:00:00Z'), to: new Date('2026-11-19T13:00:00Z') };
    const routes = ['/b', '/a', "/it's none"];
    expect(await store.apiLogs.routeTimes(window, { bucketSeconds: 3600, routes })).toEqual([
      { apiRoute: '/b', p95ResponseMs: [null, null, null] },
      { apiRoute: '/a', p95ResponseMs: [3, null, 5] },
      { apiRoute: "/it's none", p95ResponseMs: [null, null, null] },
    ]);
  },
);

describe.each(engines)('The list of errors ($name)', ({ openReference }) => {
  const request = {
    filter: '',
    sort: 'time' as const,
    descending: true,
    offset: 0,
    limit: 5,
    anchorId: null,
    window: { from: new Date('2026-10-01T00:00:00Z'), to: null },
  };

  test('gives the same errors as the newest ones, page after page', async () => {
    const store = await openReference();
    const newest = await store.apiLogs.recentErrors({ limit: 10, payloads: 'none' });
    const first = await store.apiLogs.errors(request);
    const second = await store.apiLogs.errors({ ...request, offset: 5 });
    expect(first).toMatchObject({ total: 552, unfilteredTotal: 552, anchorIndex: null });
    expect([...first.rows, ...second.rows]).toEqual(newest);
    const anchored = await store.apiLogs.errors({ ...request, anchorId: newest[8]?.id ?? 0 });
    expect(anchored).toMatchObject({ offset: 6, anchorIndex: 8 });
  });

  test('looks for the filter in user, route, message and status', async () => {
    const store = await openReference();
    const totalOf = async (filter: string) => (await store.apiLogs.errors({ ...request, filter })).total;
    expect(await totalOf('CLIENT1')).toBe(
      (await store.apiLogs.recentErrors({ limit: 999, username: 'client1' })).length,
    );
    expect(await totalOf('503')).toBeGreaterThan(0);
    expect(await totalOf('/GIFTS/')).toBeGreaterThan(0);
    expect(await totalOf('rate limit')).toBeGreaterThan(0);
    expect(await totalOf('no such thing')).toBe(0);
  });

  test('sorts by status, route and user in both directions', async () => {
    const store = await openReference();
    const rows = async (sort: 'status' | 'route' | 'user', descending: boolean) =>
      (await store.apiLogs.errors({ ...request, sort, descending, limit: 600 })).rows;
    const statuses = (await rows('status', true)).map(({ statusCode }) => statusCode);
    expect(statuses).toEqual(statuses.toSorted((a, b) => b - a));
    const routes = (await rows('route', false)).map(({ apiRoute }) => apiRoute);
    expect(routes).toEqual(routes.toSorted());
    expect((await rows('user', false))[0]?.username).toMatch(/^a+$/);
  });
});

describe.each(engines)('A stored payload ($name)', ({ openReference, reference }) => {
  test('comes to the letter, whatever it is, and says what of it is left out', async () => {
    const database = await reference();
    const store = await database.open();
    const id = await store.apiLogs.log({ ...call, statusCode: 500 });
    const set = (payload: string) =>
      database.run(
        `UPDATE user_api_call_log SET request_payload = '${payload}', response_payload = NULL WHERE id = ${id}`,
      );
    const text = '{"id":1152921504606846977,"p":1.10,"p":2}';
    await set(text);
    expect(await store.apiLogs.findStored(id, { maxLength: 100 })).toMatchObject({
      requestPayload: { text, byteCount: text.length, isWhole: true },
      responsePayload: null,
    });
    await set('äbc');
    expect((await store.apiLogs.findStored(id, { maxLength: 1 }))?.requestPayload).toEqual({
      text: 'ä',
      byteCount: 4,
      isWhole: false,
      length: 3,
    });
    await set('{"n":1152921504606846977}');
    const [kept] = await store.apiLogs.recentErrors({ limit: 1, payloads: 'text' });
    expect(kept?.requestPayload).toEqual(new JsonText('{"n":1152921504606846977}'));
  });

  test('is not read for a list of errors', async () => {
    const store = await openReference();
    const page = { filter: '', sort: 'time', descending: true, offset: 0, limit: 5, anchorId: null } as const;
    const { rows } = await store.apiLogs.errors({ ...page, window: { from: new Date(0), to: null } });
    expect(rows.map(({ requestPayload }) => requestPayload)).toEqual([null, null, null, null, null]);
  });
});
