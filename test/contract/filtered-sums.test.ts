import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import type { BoundQuery } from '../../src/filter/bound-query.ts';
import { fits } from '../../src/filter/fits.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { Window } from '../../src/model/window.ts';
import type { CallSums } from '../../src/store/answers/call-sums.ts';
import { Patience } from '../../src/store/answers/patience.ts';
import { fromTimestamp } from '../../src/store/answers/timestamps.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { type QueryValues, randomBoundQuery } from '../helpers/random-bound-query.ts';
import {
  expectSameFiltered,
  indexedSums,
  openEnginePair,
  randomCalls,
  randomWindow,
  waitForIndex,
} from '../helpers/statistics-index.ts';
import { aCall, REFERENCE_NOW } from '../helpers/store.ts';
import { engines, roundsOf } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const seed = Number(process.env.SEED ?? 20_261);
const now = REFERENCE_NOW.getTime();

const valuesOf = (days: number): QueryValues => ({
  userIds: [1, 2, 3, 77, 4],
  routes: ['/a', '/b', '/ü', '/Z'],
  statuses: [200, 404, 404.5, 500],
  micros: [0, 1000, 20_000, 20_000.5, 100_000],
  times: [now - days * 864e5, now + 3_600_000],
});

interface Row {
  readonly userId: number;
  readonly second: number;
  readonly route: string;
  readonly status: number | null;
  readonly ms: number | null;
  readonly message: string | null;
}

/** The calls of a window that fit, found by looking at each row. */
async function rowsThatFit(database: TestDatabase, { from, to }: Window, query: BoundQuery): Promise<readonly Row[]> {
  const rows = await database.query(`SELECT user_id, date_time, api_route AS route, response_status_code AS status,
    response_time_ms AS ms, error_message AS message FROM user_api_call_log`);
  const isFitting = fits(query);
  return rows
    .map((row) => ({
      ...(row as unknown as Row),
      userId: Number(row.user_id),
      timeMs: Number(fromTimestamp(row.date_time)),
    }))
    .filter(({ timeMs }) => timeMs >= floor(from.getTime()) && (to === null || timeMs < floor(to.getTime())))
    .filter((row) => isFitting({ ...row, request: null, response: null }))
    .map((row) => ({ ...row, second: Math.floor(row.timeMs / 1000) }));
}

// A window begins and ends at whole seconds.
function floor(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function countBy<Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

async function expectRowsToAgree(
  database: TestDatabase,
  sums: CallSums,
  window: Window,
  query: BoundQuery,
): Promise<number> {
  const rows = await rowsThatFit(database, window, query);
  const timed = rows.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((one, other) => one - other);
  const errors = rows.filter(({ status }) => (status ?? 0) >= 400).length;
  const system = await sums.system(window, 10, { query });
  const median = timed[Math.floor((timed.length - 1) / 2)] ?? 0;
  expect(system).toMatchObject({ totalCalls: rows.length, errorCount: errors });
  expect(system.activeUsers).toBe(countBy(rows, ({ userId }) => userId).size);
  expect(system.avgResponseMs ?? 0).toBeCloseTo(timed.reduce((sum, ms) => sum + ms, 0) / Math.max(1, timed.length), 6);
  if (timed.length % 2 === 1) expect(system.p50ResponseMs).toBeCloseTo(median, 9);
  expect(new Map(system.topRoutes.map((route) => [route.apiRoute, route.callCount]))).toEqual(
    countBy(rows, ({ route }) => route),
  );
  expect(new Map(system.statusCodes.map((status) => [status.statusCode, status.callCount]))).toEqual(
    countBy(rows, ({ status }) => status),
  );
  const timeline = await sums.timeline(window, { seconds: 1800, last: 1e9 }, { query });
  expect(new Map(timeline.map(({ bucket, callCount }) => [bucket, callCount]))).toEqual(
    countBy(rows, ({ second }) => Math.floor(second / 1800)),
  );
  const one = await sums.ofUser(window, 1, { query });
  const ofOne = rows.filter(({ userId }) => userId === 1);
  expect([one.totalCalls, one.minResponseMs ?? Infinity]).toEqual([
    ofOne.length,
    expect.closeTo(Math.min(...ofOne.flatMap(({ ms }) => ms ?? [])), 9),
  ]);
  const traffic = await sums.traffic(window, [1, 2, 3, 4, 77], { query });
  expect(new Map(traffic.map(({ userId, callCount }) => [userId, callCount]))).toEqual(
    countBy(rows, ({ userId }) => userId),
  );
  const latencies = await sums.latencies(window, { query });
  expect(latencies.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(timed.length);
  return rows.length;
}

/** The text of a random filter of columns. */
function randomFilter(random: Random, depth = 2): string {
  if (depth === 0 || random.chance(0.4)) {
    return random.pick([
      () => `user:${random.pick(['ada', 'b*', '#3', 'nobody', 'ada,cleo'])}`,
      () => `route:${random.pick(['/a', '/*', '/b,/Z', '/ü'])}`,
      () => `status:${random.pick(['4xx', '200', 'none', '*', '404.5', '>=500', '200..404'])}`,
      () => `ms:${random.pick(['>20', '<=1', 'none', '5..50', '0'])}`,
      () => `time:${random.pick(['6h', '2026-11-19..2026-11-20', '2026-11-20T06:30:15Z..2026-11-20T11:59:59Z'])}`,
      () => 'is:error',
      () => random.pick(['m:*time*', 'm:*', 'm:refused,"Zeit Ö"', 'timeout', 'zeit', 'ada', '42', '/b', 'REFUSED']),
    ])();
  }
  const [one, other] = [randomFilter(random, depth - 1), randomFilter(random, depth - 1)];
  return random.pick([`${one} ${other}`, `(${one} OR ${other})`, `-(${one})`]);
}

describe.each(engines)('The log and its index ($name)', (engine) => {
  test.each(roundsOf(engine, inLongRun(1, 3)))(
    `agree on filters and lists, round %d of seed ${seed}`,
    async (round) => {
      const random = new Random(seed + round, 'filters and lists');
      const days = random.pick([1, 3]);
      const hostileShare = engine.isUntyped ? random.pick([0, 0, 0.02]) : 0;
      const someCalls = (count: number) =>
        randomCalls(random, { count, days, hostileShare }).map((call) => ({
          ...call,
          errorMessage: random.pick([null, null, 'Timeout', 'timeout of Ä', 'refused', 'Zeit Ö']),
        }));
      const pair = await openEnginePair(engine, someCalls(1500), { exactCalls: random.pick([0, 150_000]) });
      await waitForIndex(pair.indexed);
      for (let n = 0; n < inLongRun(10, 15); n += 1) {
        if (n % 5 === 4) await pair.insert(someCalls(60));
        await expectSameFiltered(pair, randomWindow(random, days), {
          filter: randomFilter(random),
          sort: random.pick(['time', 'ms', 'status', 'user', 'route', 'message']),
          descending: random.chance(0.5),
          offset: random.pick([0, 0, 7, 300, 100_000]),
          limit: random.pick([1, 20, 50]),
          anchorId: random.pick([null, null, random.below(1500)]),
        });
      }
    },
  );
});

describe.each(engines)('The calls of a window that fit a filter ($name)', (engine) => {
  test.each(roundsOf(engine, inLongRun(1, 4)))(
    `are added up by the index as a look at each row does, round %d of seed ${seed}`,
    async (round) => {
      const random = new Random(seed + round, 'filters');
      const days = random.pick([1, 3]);
      const pair = await openEnginePair(engine, randomCalls(random, { count: 4000, days, hostileShare: 0 }));
      await waitForIndex(pair.indexed);
      const sums = await indexedSums(pair);
      let found = 0;
      for (let n = 0; n < 25; n += 1) {
        if (n % 10 === 9) await pair.insert(randomCalls(random, { count: 50, days, hostileShare: 0 }));
        const window = randomWindow(random, days);
        found += await expectRowsToAgree(pair.database, sums, window, randomBoundQuery(random, valuesOf(days)));
      }
      expect(found).toBeGreaterThan(0);
    },
  );

  test('by their messages are found a day at a time, the newest first, and added up without the log', async () => {
    const random = new Random(seed, 'messages');
    const calls = randomCalls(random, { count: 800, days: 4, hostileShare: 0 }).map((call) => ({
      ...call,
      errorMessage: random.pick(['Timeout of Ä', 'refused', null]),
    }));
    const pair = await openEnginePair(engine, calls);
    await waitForIndex(pair.indexed);
    await pair.insert([aCall({ statusCode: 500, errorMessage: 'ZEIT timeout' }), aCall({ errorMessage: 'timeout' })]);
    const sums = await indexedSums(pair);
    const window = { from: new Date(now - 4 * 864e5), to: null };
    const test = { is: 'contains', text: 'TIMEOUT' } as const;
    const route: BoundQuery = { kind: 'route', test: { is: 'text', text: '/a' } };
    const query: BoundQuery = { kind: 'or', parts: [{ kind: 'message', test }, route] };
    const shares: number[] = [];
    for (let scan: Scan | undefined; scan?.isComplete !== true; ) {
      const patience = new Patience(0);
      const { totalCalls } = await sums.totals(window, { query, patience });
      scan = patience.scan;
      const rows = await rowsThatFit(pair.database, { ...window, from: scan?.backTo ?? window.from }, query);
      expect([totalCalls, scan?.foundCount]).toEqual([rows.length, rows.length]);
      shares.push(scan?.share ?? 0);
    }
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort());
    expect(shares.at(-1)).toBe(1);
    await expectRowsToAgree(pair.database, sums, window, query);
  });

  test('are added up by the index though a filter looks at messages, of the failed calls that the log finds', async () => {
    const calls = Array.from({ length: 90 }, (_, index) =>
      aCall({
        apiRoute: index % 3 === 0 ? '/gift' : '/other',
        statusCode: index % 2 === 0 ? 500 : 200,
        errorMessage: index % 5 === 0 ? 'no gift' : 'time out',
        responseTimeMs: index,
      }),
    );
    const pair = await openEnginePair(engine, calls);
    await waitForIndex(pair.indexed);
    const window = { from: new Date('2026-11-20T11:00:00Z'), to: null };
    const sums = await indexedSums(pair);
    const contains = { is: 'contains', text: 'gift' } as const;
    const query: BoundQuery = {
      kind: 'or',
      parts: [
        { kind: 'route', test: contains },
        { kind: 'message', test: contains },
      ],
    };
    const fitting = calls.filter(
      ({ apiRoute, statusCode, errorMessage }) =>
        apiRoute === '/gift' || (Number(statusCode) >= 400 && errorMessage === 'no gift'),
    );
    const times = fitting.map(({ responseTimeMs }) => Number(responseTimeMs));
    expect(await sums.totals(window, { query })).toMatchObject({
      totalCalls: fitting.length,
      errorCount: fitting.filter(({ statusCode }) => statusCode === 500).length,
      avgResponseMs: times.reduce((sum, ms) => sum + ms, 0) / times.length,
    });
    const counts = await sums.knownCounts(window, { query });
    expect([...(counts?.values() ?? [])]).toEqual([fitting.length]);
    const place = { sort: 'ms', textOf: String, descending: true, offset: 0, limit: 2 } as const;
    expect(await sums.knownIds(window, { query }, place)).toEqual([88, 85]);
  });
});
