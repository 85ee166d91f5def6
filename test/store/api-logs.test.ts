import { describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../src/model/call.ts';
import { JsonText } from '../../src/text/json-text.ts';
import { aCall, aUser, buildDatabase, copyReference, openTestStore, querySql, runSql } from '../helpers/store.ts';

const call: NewApiCall = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };

describe('Logging a call', () => {
  test('stores it as the original does, payloads as JSON and the time as UTC text', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    const requestPayload = { name: '東京', list: [1, null] };
    const dateTime = new Date('2026-11-20T11:00:00.999Z');
    const id = await store.apiLogs.log({
      ...call,
      requestPayload,
      responsePayload: 'text',
      errorMessage: 'no',
      dateTime,
    });
    expect(querySql(path, `SELECT * FROM user_api_call_log WHERE id = ${id}`)).toEqual([
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
    const path = copyReference();
    const store = await openTestStore(path);
    const logged = store.apiLogs.log({ ...call, ...wrong });
    await expect(logged).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(field) });
    expect(querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')).toEqual([{ count: 6000 }]);
  });
});

describe('A window', () => {
  test('holds its first second, and its last only where it has no end', async () => {
    const calls = ['10:59:59', '11:00:00', '11:59:59', '12:00:00', '12:00:01'].map((time) =>
      aCall({ dateTime: `2026-11-20 ${time}` }),
    );
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
    const from = new Date('2026-11-20T11:00:00Z');
    const to = new Date('2026-11-20T12:00:00Z');
    expect(await store.apiLogs.totals({ hours: 1 })).toMatchObject({ totalCalls: 4, from, to: null });
    expect(await store.apiLogs.totals({ from, to })).toMatchObject({ totalCalls: 2, from, to });
    expect(await store.apiLogs.totals({ days: 1e9 })).toMatchObject({ totalCalls: 5 });
  });

  test('is counted from the second, not from the fraction of it', async () => {
    const path = buildDatabase({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-11-20 11:00:00' })] });
    const store = await openTestStore(path, { now: () => new Date('2026-11-20T12:00:00.900Z') });
    expect((await store.apiLogs.totals({ hours: 1 })).totalCalls).toBe(1);
  });

  test('must be a length of time', async () => {
    const store = await openTestStore(copyReference());
    await expect(store.apiLogs.totals({ hours: Number.NaN })).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
    await expect(store.apiLogs.totals({ days: -1 })).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
  });

  test('of an empty log has zeros, and null where there is nothing to average', async () => {
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')] }));
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
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls: [later, ...old] }));
    expect(await store.apiLogs.newest()).toEqual({ id: 1_101, dateTime: new Date('2026-11-20T11:58:30Z') });
  });
});

describe('The statistics of a system', () => {
  test('count statuses, routes, percentiles and calls of users whose row is gone', async () => {
    const calls = [
      ...Array.from({ length: 99 }, (_, index) => aCall({ responseTimeMs: index + 1 })),
      aCall({ userId: 77, statusCode: 503, responseTimeMs: 100, apiRoute: '/b' }),
      aCall({ statusCode: null, responseTimeMs: null, apiRoute: '/a' }),
    ];
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
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

describe('The newest errors of a user', () => {
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
    ['with our indexes', (path: string) => path],
    [
      'without them',
      (path: string) => {
        runSql(path, 'DROP INDEX idx_api_log_errors; DROP INDEX idx_api_log_window');
        return path;
      },
    ],
  ])('are found %s, whether they are many or few among those of all', async (_, change) => {
    const users = ['few', 'many', 'others'].map((name) => aUser(name));
    const store = await openTestStore(change(buildDatabase({ users, calls: errorsOf(4_000) })));
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

describe('The timeline', () => {
  test('has no gaps, begins at whole slices and gathers what is past its end', async () => {
    const calls = [
      aCall({ dateTime: '2026-11-20 11:07:00', statusCode: 404 }),
      aCall({ dateTime: '2026-11-20 11:07:30', statusCode: 500, responseTimeMs: 30 }),
      aCall({ dateTime: '2026-11-20 12:31:00' }),
      aCall({ dateTime: '2026-11-20 11:07:30', userId: 2 }),
    ];
    const store = await openTestStore(buildDatabase({ users: [aUser('shop'), aUser('other')], calls }));
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
    const store = await openTestStore(copyReference());
    const window = { from: new Date('2026-11-20T10:00:00Z'), to: new Date('2026-11-20T12:00:00Z') };
    const buckets = await store.apiLogs.timeline(window, { bucketSeconds: 3600 });
    expect(buckets.map(({ from }) => from.getUTCHours())).toEqual([10, 11]);
  });

  test('adds up to the totals of its window', async () => {
    const store = await openTestStore(copyReference());
    const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
    const buckets = await store.apiLogs.timeline(window, { bucketSeconds: 900 });
    const { totalCalls } = await store.apiLogs.totals(window);
    expect(buckets.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(totalCalls);
  });
});

describe('The latencies', () => {
  test('fall in steps of 1, 2 and 5 from the fastest to the slowest, gaps shown', async () => {
    const times = [0, 0.5, 9.99, 10, 3e9];
    const calls = [...times, null].map((responseTimeMs) => aCall({ responseTimeMs }));
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
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

describe('The response times over time', () => {
  const window = { from: new Date('2026-11-19T10:00:00Z'), to: new Date('2026-11-19T13:00:00Z') };
  const at = (clock: string, responseTimeMs: number | null) =>
    aCall({ dateTime: `2026-11-19 ${clock}`, responseTimeMs });
  const calls = [at('10:00:00', 3), at('10:59:59', 4.999), at('10:30:00', 5), at('12:15:00', 40), at('12:15:00', null)];

  test('are counted by bucket and step, gaps of both shown, and calls that were not timed left out', async () => {
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
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
    const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
    const { steps, buckets } = await store.apiLogs.latencyHeat(window, { bucketSeconds: 3600, filter: 'status:599' });
    expect(steps).toEqual([]);
    expect(buckets.map(({ callCounts }) => callCounts)).toEqual([[], [], []]);
  });
});

test('The 95th percentile of routes over time is told bucket by bucket, in the order of the routes, null where nothing was timed', async () => {
  const at = (clock: string, apiRoute: string, responseTimeMs: number | null) =>
    aCall({ dateTime: `2026-11-19 ${clock}`, apiRoute, responseTimeMs });
  const calls = [at('10:00:00', '/a', 3), at('12:59:59', '/a', 5), at('12:15:00', '/b', null), at('12:15:00', '/c', 7)];
  const store = await openTestStore(buildDatabase({ users: [aUser('shop')], calls }));
  const window = { from: new Date('2026-11-19T10:00:00Z'), to: new Date('2026-11-19T13:00:00Z') };
  const routes = ['/b', '/a', "/it's none"];
  expect(await store.apiLogs.routeTimes(window, { bucketSeconds: 3600, routes })).toEqual([
    { apiRoute: '/b', p95ResponseMs: [null, null, null] },
    { apiRoute: '/a', p95ResponseMs: [3, null, 5] },
    { apiRoute: "/it's none", p95ResponseMs: [null, null, null] },
  ]);
});

describe('The list of errors', () => {
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
    const store = await openTestStore(copyReference());
    const newest = await store.apiLogs.recentErrors({ limit: 10, payloads: 'none' });
    const first = await store.apiLogs.errors(request);
    const second = await store.apiLogs.errors({ ...request, offset: 5 });
    expect(first).toMatchObject({ total: 552, unfilteredTotal: 552, anchorIndex: null });
    expect([...first.rows, ...second.rows]).toEqual(newest);
    const anchored = await store.apiLogs.errors({ ...request, anchorId: newest[8]?.id ?? 0 });
    expect(anchored).toMatchObject({ offset: 6, anchorIndex: 8 });
  });

  test('looks for the filter in user, route, message and status', async () => {
    const store = await openTestStore(copyReference());
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
    const store = await openTestStore(copyReference());
    const rows = async (sort: 'status' | 'route' | 'user', descending: boolean) =>
      (await store.apiLogs.errors({ ...request, sort, descending, limit: 600 })).rows;
    const statuses = (await rows('status', true)).map(({ statusCode }) => statusCode);
    expect(statuses).toEqual(statuses.toSorted((a, b) => b - a));
    const routes = (await rows('route', false)).map(({ apiRoute }) => apiRoute);
    expect(routes).toEqual(routes.toSorted());
    expect((await rows('user', false))[0]?.username).toMatch(/^a+$/);
  });
});

describe('Columns that hold other types than they should', () => {
  test('are read without a fault, and what is no number is no status and no time', async () => {
    const path = copyReference();
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
         response_status_code, response_time_ms, error_message) VALUES
         (1, '2026-11-20 11:59:58', x'ff41', 42, x'00ff', 'failed', 'slow', 7),
         (9223372036854775807, '2026-11-19 11:00:00', '/x', NULL, NULL, 9223372036854775807, 1, NULL),
         ('nobody', '2026-11-20T11:59:59.5Z', 5, '${'['.repeat(9000)}${']'.repeat(9000)}', '{', 404.5, 9e999, x'41'),
         (1, 1700000000, '/x', NULL, NULL, 500, 1, NULL),
         (1, NULL, '/x', NULL, NULL, x'35', -1, NULL),
         (1, 'tomorrow', '/x', NULL, NULL, 500, 1, NULL);
       UPDATE "user" SET created_at = 5, updated_at = x'00', is_active = 'yes' WHERE id = 2;
       UPDATE "user" SET username = x'80c3' WHERE id = 6;
       UPDATE product_attributes SET item_main_category = 5, value_price = 'dear', classified_at = x'00',
         classification_status = NULL, color = 9.5 WHERE id = 3;`,
    );
    const store = await openTestStore(path);
    const before = await openTestStore(copyReference());
    const stats = await store.apiLogs.systemStats({ hours: 24 });
    const clean = await before.apiLogs.systemStats({ hours: 24 });
    expect(stats.totalCalls).toBe(clean.totalCalls + 2);
    expect(stats.errorCount).toBe(clean.errorCount + 1);
    expect(stats.avgResponseMs).toBeCloseTo(clean.avgResponseMs ?? 0);
    expect(stats.statusCodes.some(({ statusCode }) => statusCode === null)).toBe(true);
    expect(await store.apiLogs.find(6001)).toMatchObject({
      apiRoute: '\ufffdA',
      requestPayload: 42,
      statusCode: null,
      responseTimeMs: null,
      errorMessage: '7',
    });
    expect(await store.apiLogs.find(6003)).toMatchObject({
      userId: 'nobody',
      username: '#nobody',
      dateTime: new Date('2026-11-20T11:59:59.500Z'),
      requestPayload: expect.stringMatching(/^\[\[\[/),
      responsePayload: '{',
      statusCode: 404.5,
    });
    expect((await store.apiLogs.find(6002))?.username).toMatch(/^#9223372036854775807$/);
    expect((await store.users.list()).find(({ id }) => id === 2)).toMatchObject({ createdAt: null, isActive: false });
    expect((await store.products.find('P0001'))?.valuePrice).toBe(230.77);
    const page = { filter: '', descending: false, offset: 0, limit: 1000, anchorId: null };
    const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
    const products = await store.products.list({ ...page, sort: 'status' });
    expect(products.rows.find(({ id }) => id === 3)).toMatchObject({
      itemMainCategory: '5',
      valuePrice: null,
      classifiedAt: null,
      classificationStatus: '',
      color: '9.5',
    });
    await store.products.stats();
    await store.apiLogs.latencies({ hours: 24 });
    await store.apiLogs.timeline(window, { bucketSeconds: 900 });
    expect((await store.apiLogs.errors({ ...page, sort: 'user', window })).rows.length).toBe(clean.errorCount + 1);
    await store.users.overview({ ...page, sort: 'username', window, bucketCount: 24 });
  });
});

describe('A stored payload', () => {
  test('comes to the letter, whatever it is, and says what of it is left out', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    const id = await store.apiLogs.log({ ...call, statusCode: 500 });
    for (const [sql, text] of [
      [`'{"id":1152921504606846977,"p":1.10,"p":2}'`, '{"id":1152921504606846977,"p":1.10,"p":2}'],
      ["x'7b7d'", '{}'],
      ['1152921504606846977', '1152921504606846977'],
      [`'a' || char(0) || 'b'`, 'a\u0000b'],
    ] as const) {
      runSql(path, `UPDATE user_api_call_log SET request_payload = ${sql}, response_payload = NULL WHERE id = ${id}`);
      expect(await store.apiLogs.findStored(id, { maxLength: 100 })).toMatchObject({
        requestPayload: { text, byteCount: text.length, isWhole: true },
        responsePayload: null,
      });
    }
    expect((await store.apiLogs.findStored(id, { maxLength: 1 }))?.requestPayload).toEqual({
      text: 'a',
      byteCount: 3,
      isWhole: false,
      length: 3,
    });
    runSql(path, `UPDATE user_api_call_log SET request_payload = '{"n":1152921504606846977}' WHERE id = ${id}`);
    const [kept] = await store.apiLogs.recentErrors({ limit: 1, payloads: 'text' });
    expect(kept?.requestPayload).toEqual(new JsonText('{"n":1152921504606846977}'));
  });

  test('is not read for a list of errors', async () => {
    const store = await openTestStore(copyReference());
    const page = { filter: '', sort: 'time', descending: true, offset: 0, limit: 5, anchorId: null } as const;
    const { rows } = await store.apiLogs.errors({ ...page, window: { from: new Date(0), to: null } });
    expect(rows.map(({ requestPayload }) => requestPayload)).toEqual([null, null, null, null, null]);
  });
});
