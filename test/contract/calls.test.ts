import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import type { CallSort } from '../../src/model/call.ts';
import { arrange } from '../../src/store/answers/pages.ts';
import { fromTimestamp } from '../../src/store/answers/timestamps.ts';
import { toNumber, toText } from '../../src/store/answers/values.ts';
import type { CallPageRequest, Store } from '../../src/store/store.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines, enginesWithTimes } from './engines.ts';
import type { Row, TestDatabase, TestEngine } from './test-database.ts';

const SORTS: readonly CallSort[] = ['time', 'user', 'status', 'route', 'ms', 'message'];
const window = { from: new Date('2026-11-18T00:00:00Z'), to: null };
const request = {
  window,
  filter: '',
  sort: 'time',
  descending: true,
  offset: 0,
  limit: 1_000,
  anchorId: null,
} as const satisfies CallPageRequest;

/** A log of calls of which many share a second, a user, a route, a response time or a message. */
function manyCalls(
  { build }: TestEngine,
  { hasOtherTimes }: { readonly hasOtherTimes: boolean },
): Promise<TestDatabase> {
  const random = new Random(7, 'calls');
  const calls = Array.from({ length: 600 }, () => {
    const time = new Date(Date.parse('2026-11-17T20:00:00Z') + random.below(30_000) * 1000).toISOString();
    return aCall({
      userId: random.pick([1, 2, 3]),
      dateTime:
        hasOtherTimes && random.chance(0.3) ? `${time.slice(0, 19)}+03:00` : time.slice(0, 19).replace('T', ' '),
      apiRoute: random.pick(['/a', '/B', '/ä', '/api/predict']),
      statusCode: random.pick([200, 200, 404, 422, 500, null]),
      responseTimeMs: random.pick([1, 2.5, 2.5, 800, null]),
      errorMessage: random.pick([null, null, 'Timeout', 'timeout of Ä', 'refused']),
    });
  });
  return build({ users: [aUser('b'), aUser('A'), aUser('ö')], calls });
}

const KEYS: Readonly<Record<CallSort, (row: Row) => string | number | null>> = {
  time: ({ date_time }) => fromTimestamp(date_time)?.getTime() ?? null,
  user: ({ username }) => String(username).toLowerCase(),
  status: ({ response_status_code }) => toNumber(response_status_code),
  route: ({ api_route }) => String(api_route).toLowerCase(),
  ms: ({ response_time_ms }) => toNumber(response_time_ms),
  message: ({ error_message, response_status_code }) =>
    Number(response_status_code) >= 400 ? (toText(error_message)?.toLowerCase() ?? null) : null,
};

/** The ids as they would stand if all calls were looked at one by one. */
async function wanted(
  database: TestDatabase,
  { sort, descending, fits = () => true }: Wanted,
): Promise<readonly unknown[]> {
  const all = await database.query(
    'SELECT l.*, u.username FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id',
  );
  const rows = all.filter((row) => (fromTimestamp(row.date_time) ?? 0) >= window.from && fits(row));
  return arrange(rows, { filter: '', descending }, { id: ({ id }) => Number(id), text: () => '', key: KEYS[sort] });
}

interface Wanted {
  readonly sort: CallSort;
  readonly descending: boolean;
  readonly fits?: (row: Row) => boolean;
}

const idsOf = async (store: Store, change: Partial<CallPageRequest>) =>
  (await store.apiLogs.calls({ ...request, ...change })).rows.map(({ id }) => id);

describe.each(enginesWithTimes)('The list of calls ($name, $times)', async (engine) => {
  const database = await manyCalls(engine, engine);

  test.each(SORTS)('is sorted by %s in both directions, pages and anchors included', async (sort) => {
    const store = await database.open();
    for (const descending of [true, false]) {
      const ids = await wanted(database, { sort, descending });
      expect([descending, await idsOf(store, { sort, descending })]).toEqual([descending, ids]);
      const page = await store.apiLogs.calls({ ...request, sort, descending, offset: 100, limit: 20 });
      expect(page).toMatchObject({ offset: 100, total: ids.length, unfilteredTotal: ids.length, anchorIndex: null });
      expect(page.rows.map(({ id }) => id)).toEqual(ids.slice(100, 120));
      const anchorId = Number(ids[200]);
      const around = await store.apiLogs.calls({ ...request, sort, descending, limit: 20, anchorId });
      expect(around).toMatchObject({ offset: 190, anchorIndex: 200 });
      expect(around.rows[10]?.id).toBe(anchorId);
    }
  });

  test('holds the calls that fit a filter', async () => {
    const store = await database.open();
    const filter = 'status:4xx,5xx ms:>2 -user:A timeout';
    const fits = (row: Row) =>
      Number(row.response_status_code) >= 400 &&
      Number(row.response_time_ms) > 2 &&
      row.username !== 'A' &&
      /timeout/i.test(String(row.error_message));
    for (const sort of SORTS) {
      const ids = await wanted(database, { sort, descending: true, fits });
      expect(ids.length).toBeGreaterThan(5);
      expect([sort, await idsOf(store, { sort, filter })]).toEqual([sort, ids]);
    }
    const all = (await wanted(database, { sort: 'time', descending: true })).length;
    expect((await store.apiLogs.calls({ ...request, filter, limit: 1 })).unfilteredTotal).toBe(all);
  });
});

test.each(engines)(
  'A call in a list has no payloads, and the beginning of a long message ($name)',
  async ({ openBuilt }) => {
    const errorMessage = 'é'.repeat(1_000_000);
    const calls = [aCall({ statusCode: 500, errorMessage, requestPayload: '{"a":1}' })];
    const store = await openBuilt({ users: [aUser('acme')], calls });
    const page = await store.apiLogs.calls(request);
    expect(page.rows).toEqual([
      {
        id: 1,
        dateTime: new Date('2026-11-20T11:59:00Z'),
        userId: 1,
        username: 'acme',
        apiRoute: '/api/predict',
        statusCode: 500,
        responseTimeMs: 10,
        errorMessage: 'é'.repeat(1_000),
      },
    ]);
    const errors = await store.apiLogs.errors({ ...request, sort: 'time' });
    expect(errors.rows[0]?.errorMessage).toHaveLength(1_000);
  },
);

test.each(engines)('A filter with times decides about the window itself ($name)', async (engine) => {
  const database = await manyCalls(engine, { hasOtherTimes: false });
  const store = await database.open();
  const filter = 'time:2026-11-17T22:00:00Z..2026-11-17T23:00:00Z';
  const rows = await database.query(
    `SELECT id FROM user_api_call_log WHERE date_time >= '2026-11-17 22:00:00' AND date_time < '2026-11-17 23:00:00'
     ORDER BY date_time DESC, id DESC`,
  );
  const ids = rows.map(({ id }) => id);
  expect(await idsOf(store, { filter })).toEqual(ids);
  expect(await store.apiLogs.totals({ hours: 1 }, { filter })).toMatchObject({
    totalCalls: ids.length,
    from: new Date('2026-11-17T22:00:00Z'),
    to: new Date('2026-11-17T23:00:00Z'),
  });
});

test.each(engines)(
  'A filter that makes no sense is refused by every question, with its place ($name)',
  async ({ openBuilt }) => {
    const { apiLogs, users } = await openBuilt();
    const fault = { field: 'filter', exitCode: 2, message: 'No field “statsu”. status?' };
    const filter = 'statsu:422';
    const page = { ...request, filter };
    const asked = [
      () => apiLogs.totals({ hours: 1 }, { filter }),
      () => apiLogs.systemStats({ hours: 1 }, { filter }),
      () => apiLogs.timeline(window, { bucketSeconds: 3600, filter }),
      () => apiLogs.latencies(window, { filter }),
      () => apiLogs.latencyHeat(window, { bucketSeconds: 3600, filter }),
      () => apiLogs.routeTimes(window, { bucketSeconds: 3600, routes: [], filter }),
      () => apiLogs.recentErrors({ filter }),
      () => apiLogs.errors({ ...page, sort: 'time' }),
      () => apiLogs.calls(page),
      () => users.overview({ ...page, sort: 'calls', bucketCount: 1 }),
    ];
    for (const ask of asked)
      await expect(ask()).rejects.toMatchObject({ field: fault.field, exitCode: fault.exitCode });
  },
);

test.each(engines)(
  'A page asked for with patience is that of what was found so far, and in the end of all ($name)',
  async ({ build }) => {
    const calls = Array.from({ length: 5_000 }, (_, index) =>
      aCall({
        dateTime: new Date(Date.parse('2026-11-19T00:00:00Z') + index * 1000)
          .toISOString()
          .slice(0, 19)
          .replace('T', ' '),
        requestPayload: JSON.stringify({ recipient: { age: index % 50 } }),
        statusCode: index % 5 === 0 ? 500 : 200,
      }),
    );
    const database = await build({ users: [aUser('acme')], calls });
    const store = await database.open();
    const filter = 'req.recipient.age:<3';
    // Another store, which may know what it looked through.
    const complete = await (await database.open()).apiLogs.calls({ ...request, filter, limit: 20 });
    const asked = { ...request, filter, limit: 20, patienceMs: 0 };
    const first = await store.apiLogs.calls(asked);
    expect(first.scan).toMatchObject({ isComplete: false });
    expect(first.total).toBeLessThan(complete.total);
    expect(first.rows).toEqual(complete.rows);
    let page = first;
    for (let round = 0; round < 100 && page.scan?.isComplete === false; round += 1)
      page = await store.apiLogs.calls(asked);
    expect(page).toMatchObject({ ...complete, scan: { isComplete: true, share: 1, foundCount: complete.total } });
    expect(await store.apiLogs.totals(window, { filter, patienceMs: 0 })).toEqual({
      ...(await store.apiLogs.totals(window, { filter })),
      scan: page.scan,
    });
    await database.run(`INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload)
    VALUES (1, '2026-11-20 11:00:00', '/x', '{"recipient":{"age":1}}'), (1, '2026-11-20 11:00:00', '/x', '{}')`);
    const grown = await store.apiLogs.calls(asked);
    expect(grown).toMatchObject({ total: complete.total + 1, scan: { isComplete: true } });
    expect(grown.rows[0]?.id).toBe(5_001);
  },
);
