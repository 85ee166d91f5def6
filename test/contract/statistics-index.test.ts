import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { inLongRun } from '../helpers/long-run.ts';
import {
  bucketsFitting,
  openEnginePair,
  randomCalls,
  randomWindow,
  waitForIndex,
} from '../helpers/statistics-index.ts';
import { aCall, REFERENCE_NOW } from '../helpers/store.ts';
import { engines, roundsOf } from './engines.ts';

const seed = Number(process.env.SEED ?? 20_261);
const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };
const hour = { from: new Date('2026-11-20T11:00:00Z'), to: null };

const exact = engines.flatMap((engine) => [0, 150_000].map((exactCalls) => ({ ...engine, exactCalls })));

describe.each(exact)('With exact percentiles up to $exactCalls calls ($name)', ({ exactCalls, ...engine }) => {
  test.each(roundsOf(engine, inLongRun(1, 3)))(
    `every answer is that of the log, round %d of seed ${seed}`,
    async (round) => {
      const random = new Random(seed + round, `index ${exactCalls}`);
      const days = random.pick([1, 3, 40]);
      const pair = await openEnginePair(
        engine,
        randomCalls(random, { count: 1500, days, hostileShare: engine.isUntyped ? 0.05 : 0 }),
        { exactCalls },
      );
      await waitForIndex(pair.indexed);
      for (let n = 0; n < inLongRun(4, 8); n += 1) {
        const window = randomWindow(random, days);
        await pair.expectSameAnswers(window, random.pick(bucketsFitting(window)));
      }
    },
  );
});

describe.each(engines)('A user ($name)', (engine) => {
  test.each(roundsOf(engine, inLongRun(1, 3)))(
    'with busy hours, quiet hours and none in turn is answered as the log does, round %d',
    async (round) => {
      const random = new Random(seed + round, 'busy');
      const end = REFERENCE_NOW.getTime() / 1000;
      const calls = Array.from({ length: 96 }, (_, hour) => {
        const count = random.pick([0, 1, 3, 15, 16, 40, 199, 200, 260]);
        const secondOf = () => end - (hour + random.next()) * 3600;
        return randomCalls(random, { count, days: 1, hostileShare: 0 }).map((call) => ({
          ...call,
          userId: random.pick([1, 1, 1, 1, 1, 1, 1, 1, 2, 3]),
          dateTime: new Date(Math.floor(secondOf()) * 1000).toISOString().slice(0, 19).replace('T', ' '),
        }));
      }).flat();
      const pair = await openEnginePair(engine, calls, { exactCalls: 0 });
      await waitForIndex(pair.indexed);
      for (const slice of [3600, 10_800, 1800]) await pair.expectSameAnswers(randomWindow(random, 4), slice);
      await pair.expectSameAnswers(week, 3600);
      await pair.insert(calls.slice(0, 20));
      await pair.expectSameAnswers(week, 3600);
    },
  );

  test('who is busy all day and night is answered as the log does, also when more comes on a day that was over', async () => {
    const random = new Random(seed, 'busy days');
    const end = REFERENCE_NOW.getTime() / 1000;
    const hours = Array.from({ length: inLongRun(48, 72) }, (_, hour) =>
      hour % 7 === 5 ? [] : Array(210).fill(hour),
    ).flat();
    const calls = randomCalls(random, { count: hours.length, days: 1, hostileShare: 0 }).map((call, index) => ({
      ...call,
      userId: 1,
      dateTime: new Date((end - Math.ceil((hours[index] + random.next()) * 3600)) * 1000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' '),
    }));
    const pair = await openEnginePair(engine, calls, { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    for (const days of inLongRun([3], [1, 2, 3])) await pair.expectSameAnswers(randomWindow(random, days), 3600);
    await pair.expectSameAnswers(week, 10_800);
    await pair.insert(calls.filter((_, index) => index % 3 === 0));
    await pair.settle();
    await pair.expectSameAnswers(week, 10_800);
    await pair.expectSameAnswers(
      { from: new Date('2026-11-18T00:00:00Z'), to: new Date('2026-11-20T00:00:00Z') },
      3600,
    );
  });
});

describe.each(engines)('The index ($name)', (engine) => {
  test('answers, and not the log: an answer is still there when the log is empty', async () => {
    const pair = await openEnginePair(
      engine,
      Array.from({ length: 50 }, () => aCall()),
      { exactCalls: 0 },
    );
    await waitForIndex(pair.indexed);
    expect((await pair.indexed.apiLogs.totals(week)).isApproximate).toBe(true);
    expect((await pair.plain.apiLogs.totals(week)).isApproximate).toBeUndefined();
  });

  test('says how far it is', async () => {
    const pair = await openEnginePair(engine, [aCall()]);
    expect(await pair.indexed.indexState()).toEqual({ state: 'none', progress: 0, readyFrom: null });
    expect(await pair.plain.indexState()).toEqual({ state: 'none', progress: 0, readyFrom: null });
    await waitForIndex(pair.indexed);
    expect(await pair.indexed.indexState()).toEqual({ state: 'ready', progress: 1, readyFrom: null });
  });

  test('of an empty log is ready, and takes what comes', async () => {
    const pair = await openEnginePair(engine, []);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
    const call = { userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 };
    await pair.plain.apiLogs.log(call);
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.apiLogs.totals(hour)).totalCalls).toBe(1);
  });

  test('is not made of a log with more routes than it is made for', async () => {
    const calls = Array.from({ length: 2100 }, (_, index) => aCall({ apiRoute: `/gift/${index}` }));
    const pair = await openEnginePair(engine, calls);
    await pair.indexed.apiLogs.totals(week);
    while ((await pair.indexed.indexState()).state === 'building') await new Promise((done) => setImmediate(done));
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.indexState()).state).toBe('none');
  });
});

describe.each(engines)('What comes while it is there ($name)', (engine) => {
  test('is in the next answer, whenever it says it happened', async () => {
    const random = new Random(seed, 'what comes');
    const pair = await openEnginePair(
      engine,
      randomCalls(random, { count: 500, days: 3, hostileShare: engine.isUntyped ? 0.05 : 0 }),
      { exactCalls: 0 },
    );
    await waitForIndex(pair.indexed);
    for (let round = 0; round < 5; round += 1) {
      await pair.insert(randomCalls(random, { count: 40, days: 3, hostileShare: engine.isUntyped ? 0.05 : 0 }));
      await pair.expectSameAnswers(randomWindow(random, 3), 900);
      await pair.expectSameAnswers(hour, 60);
    }
  });

  test('goes into the index when it is much, and when it is very much', async () => {
    const random = new Random(seed, 'much comes');
    const pair = await openEnginePair(engine, randomCalls(random, { count: 300, days: 3, hostileShare: 0 }), {
      exactCalls: 0,
    });
    await waitForIndex(pair.indexed);
    // What is much goes into the index, and what is very much is read anew, by every engine alike.
    for (const count of inLongRun(engine.isUntyped ? [20_500] : [4500], [4500, 25_000])) {
      await pair.insert(randomCalls(random, { count, days: 3, hostileShare: engine.isUntyped ? 0.001 : 0 }));
      await pair.expectSameAnswers(week, 3600);
      await waitForIndex(pair.indexed);
      await pair.expectSameAnswers(randomWindow(random, 3), 900);
    }
    await pair.expectSameAnswers(week, 3600);
  });

  test('of a new user and a new route is told apart', async () => {
    const pair = await openEnginePair(engine, [aCall()]);
    await waitForIndex(pair.indexed);
    await pair.insert([aCall({ userId: 4, apiRoute: '/new', statusCode: 418 })]);
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.apiLogs.systemStats(week)).topUsers.map(({ username }) => username)).toEqual([
      'ada',
      'dan',
    ]);
  });
});

describe.each(engines)('What goes while it is there ($name)', (engine) => {
  const cases: readonly (readonly [string, string])[] = [
    ['the oldest rows', `DELETE FROM user_api_call_log WHERE date_time < '2026-11-19'`],
    ['the newest row', 'DELETE FROM user_api_call_log WHERE id = (SELECT MAX(id) FROM user_api_call_log)'],
    ['all rows', 'DELETE FROM user_api_call_log'],
    ['rows in the middle', 'DELETE FROM user_api_call_log WHERE id % 7 = 3 AND id > 9'],
    ['the rows of a user', 'DELETE FROM user_api_call_log WHERE user_id = 2'],
    [
      'an hour',
      `DELETE FROM user_api_call_log WHERE date_time >= '2026-11-20 05:00:00' AND date_time < '2026-11-20 06:00:00'`,
    ],
    [
      'a response time, by a change',
      'UPDATE user_api_call_log SET response_time_ms = response_time_ms + 1 WHERE id = 100',
    ],
    ['a status, by a change', 'UPDATE user_api_call_log SET response_status_code = 599 WHERE id = 100'],
    ['a time, by a change', `UPDATE user_api_call_log SET date_time = '2026-11-17 03:04:05' WHERE id = 100`],
    ['a user, by a change', 'UPDATE user_api_call_log SET user_id = 4 WHERE id = 100'],
    ['a route, by a change', `UPDATE user_api_call_log SET api_route = '/other' WHERE id = 100`],
  ];

  // One that tells late counts changes, of whatever kind, and is waited for: once for all of them.
  const asked = engine.tellsChangesLate ? [cases.slice(0, 2).concat(cases.slice(-2))] : cases.map((one) => [one]);
  const named = asked.map((some) => [some.map(([name]) => name).join('; '), some.map(([, sql]) => sql)] as const);
  test.each(named)('is noticed and mended: %s', async (_, statements) => {
    await Promise.all(statements.map(expectMended));
  });

  async function expectMended(sql: string): Promise<void> {
    const random = new Random(seed, 'what goes');
    const pair = await openEnginePair(engine, randomCalls(random, { count: 800, days: 3, hostileShare: 0 }), {
      exactCalls: 0,
    });
    await waitForIndex(pair.indexed);
    await pair.database.run(sql);
    await pair.expectMended(week, 3600);
    await pair.expectSameAnswers(randomWindow(random, 3), 900);
    await pair.insert([aCall()]);
    await pair.expectSameAnswers(week, 3600);
  }

  test('by a cleanup while it is being made leaves the answers right', async () => {
    const random = new Random(seed, 'cleanup');
    const calls = randomCalls(random, { count: 3000, days: 30, hostileShare: 0 });
    const pair = await openEnginePair(
      engine,
      calls.sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1)),
    );
    await pair.indexed.version();
    const cleanup = pair.plain.apiLogs.cleanup({ days: 10 });
    await pair.indexed.apiLogs.totals(week);
    await cleanup;
    const month = { from: new Date(REFERENCE_NOW.getTime() - 30 * 864e5), to: null };
    await pair.expectSameAnswers(month, 86_400);
    await pair.settle();
    await pair.expectSameAnswers(month, 86_400);
  });
});
