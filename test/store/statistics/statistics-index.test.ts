import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { initDatabase } from '../../../src/store/library.ts';
import {
  bucketsFitting,
  oddCalls,
  openPair,
  randomCalls,
  randomWindow,
  waitForIndex,
} from '../../helpers/statistics-index.ts';
import { aCall, REFERENCE_NOW, runSql } from '../../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20_261);
const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };
const hour = { from: new Date('2026-11-20T11:00:00Z'), to: null };

describe.each([0, 150_000])('With exact percentiles up to %d calls', (exactCalls) => {
  const rounds = Array.from({ length: 3 }, (_, round) => round);
  test.each(rounds)(`every answer is that of the log, round %d of seed ${seed}`, async (round) => {
    const random = new Random(seed + round, `index ${exactCalls}`);
    const days = random.pick([1, 3, 40]);
    const pair = await openPair(randomCalls(random, { count: 1500, days, hostileShare: 0.05 }), { exactCalls });
    await waitForIndex(pair.indexed);
    for (let n = 0; n < 8; n += 1) {
      const window = randomWindow(random, days);
      await pair.expectSameAnswers(window, random.pick(bucketsFitting(window)));
    }
  });
});

test.each([0, 1, 2])(
  'A user with busy hours, quiet hours and none in turn is answered as the log does, round %d',
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
    const pair = await openPair(calls, { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    for (const slice of [3600, 10_800, 1800]) await pair.expectSameAnswers(randomWindow(random, 4), slice);
    await pair.expectSameAnswers(week, 3600);
    pair.insert(calls.slice(0, 20));
    await pair.expectSameAnswers(week, 3600);
  },
);

test('A user who is busy all day and night is answered as the log does, also when more comes on a day that was over', async () => {
  const random = new Random(seed, 'busy days');
  const end = REFERENCE_NOW.getTime() / 1000;
  const hours = Array.from({ length: 72 }, (_, hour) => (hour % 7 === 5 ? [] : Array(210).fill(hour))).flat();
  const calls = randomCalls(random, { count: hours.length, days: 1, hostileShare: 0 }).map((call, index) => ({
    ...call,
    userId: 1,
    dateTime: new Date((end - Math.ceil((hours[index] + random.next()) * 3600)) * 1000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' '),
  }));
  const pair = await openPair(calls, { exactCalls: 0 });
  await waitForIndex(pair.indexed);
  for (const days of [1, 2, 3]) await pair.expectSameAnswers(randomWindow(random, days), 3600);
  await pair.expectSameAnswers(week, 10_800);
  pair.insert(calls.filter((_, index) => index % 3 === 0));
  await pair.settle();
  await pair.expectSameAnswers(week, 10_800);
  await pair.expectSameAnswers({ from: new Date('2026-11-18T00:00:00Z'), to: new Date('2026-11-20T00:00:00Z') }, 3600);
});

describe('The index', () => {
  test('answers, and not the log: an answer is still there when the log is empty', async () => {
    const pair = await openPair(
      Array.from({ length: 50 }, () => aCall()),
      { exactCalls: 0 },
    );
    await waitForIndex(pair.indexed);
    expect((await pair.indexed.apiLogs.totals(week)).isApproximate).toBe(true);
    expect((await pair.plain.apiLogs.totals(week)).isApproximate).toBeUndefined();
  });

  test('leaves windows with odd rows to the log, and only those', async () => {
    const calls = [...oddCalls, ...Array.from({ length: 30 }, () => aCall())];
    const pair = await openPair(calls, { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    const isApproximate = async (day: number) => {
      const from = new Date(`2026-11-${day}T00:00:00Z`);
      return (await pair.indexed.apiLogs.totals({ from, to: null })).isApproximate ?? false;
    };
    expect([await isApproximate(20), await isApproximate(19), await isApproximate(18)]).toEqual([true, false, false]);
    for (const from of [
      '1900-01-01',
      '2026-02-01',
      '2026-11-12',
      '2026-11-13',
      '2026-11-14',
      '2026-11-16',
      '2026-11-18',
    ]) {
      await pair.expectSameAnswers({ from: new Date(from), to: null }, 86_400);
    }
  });

  test('says how far it is', async () => {
    const pair = await openPair([aCall()]);
    expect(await pair.indexed.indexState()).toEqual({ state: 'none', progress: 0, readyFrom: null });
    expect(await pair.plain.indexState()).toEqual({ state: 'none', progress: 0, readyFrom: null });
    await waitForIndex(pair.indexed);
    expect(await pair.indexed.indexState()).toEqual({ state: 'ready', progress: 1, readyFrom: null });
  });

  test('of an empty log is ready, and takes what comes', async () => {
    const pair = await openPair([]);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
    const call = { userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 };
    await pair.plain.apiLogs.log(call);
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.apiLogs.totals(hour)).totalCalls).toBe(1);
  });

  test('is made once the log has the index by time, and not before', async () => {
    const pair = await openPair([aCall()], {
      change: (path) => runSql(path, 'DROP INDEX idx_api_log_window'),
    });
    await pair.indexed.version();
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.indexState()).state).toBe('none');
    await initDatabase(pair.path);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
  });

  test('is not made of a log with more routes than it is made for', async () => {
    const calls = Array.from({ length: 2100 }, (_, index) => aCall({ apiRoute: `/gift/${index}` }));
    const pair = await openPair(calls);
    await pair.indexed.apiLogs.totals(week);
    while ((await pair.indexed.indexState()).state === 'building') await new Promise((done) => setImmediate(done));
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.indexState()).state).toBe('none');
  });
});

describe('What comes while it is there', () => {
  test('is in the next answer, whenever it says it happened', async () => {
    const random = new Random(seed, 'what comes');
    const pair = await openPair(randomCalls(random, { count: 500, days: 3, hostileShare: 0.05 }), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    for (let round = 0; round < 5; round += 1) {
      pair.insert(randomCalls(random, { count: 40, days: 3, hostileShare: 0.05 }));
      await pair.expectSameAnswers(randomWindow(random, 3), 900);
      await pair.expectSameAnswers(hour, 60);
    }
  });

  test('goes into the index when it is much, and when it is very much', async () => {
    const random = new Random(seed, 'much comes');
    const pair = await openPair(randomCalls(random, { count: 300, days: 3, hostileShare: 0 }), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    for (const count of [4500, 25_000]) {
      pair.insert(randomCalls(random, { count, days: 3, hostileShare: 0.001 }));
      await pair.expectSameAnswers(week, 3600);
      await waitForIndex(pair.indexed);
      await pair.expectSameAnswers(week, 3600);
      await pair.expectSameAnswers(randomWindow(random, 3), 900);
    }
  });

  test('of a new user and a new route is told apart', async () => {
    const pair = await openPair([aCall()]);
    await waitForIndex(pair.indexed);
    pair.insert([aCall({ userId: 4, apiRoute: '/new', statusCode: 418 })]);
    await pair.expectSameAnswers(week);
    expect((await pair.indexed.apiLogs.systemStats(week)).topUsers.map(({ username }) => username)).toEqual([
      'ada',
      'dan',
    ]);
  });
});

describe('A database that goes away', () => {
  test('is missed by the question, not by the index, and indexed when it is back', async () => {
    const pair = await openPair(randomCalls(new Random(seed, 'away'), { count: 300, days: 3, hostileShare: 0 }));
    await pair.indexed.version();
    renameSync(pair.path, `${pair.path}.away`);
    await expect(pair.indexed.apiLogs.totals(week)).rejects.toMatchObject({ name: 'UserError' });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    renameSync(`${pair.path}.away`, pair.path);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
  });
});

describe('What goes while it is there', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['the oldest rows', `DELETE FROM user_api_call_log WHERE date_time < '2026-11-19'`],
    ['the newest row', 'DELETE FROM user_api_call_log WHERE id = (SELECT MAX(id) FROM user_api_call_log)'],
    ['all rows', 'DELETE FROM user_api_call_log'],
    ['rows in the middle', 'DELETE FROM user_api_call_log WHERE id % 7 = 3 AND id > 9'],
    ['the rows of a user', 'DELETE FROM user_api_call_log WHERE user_id = 2'],
    ['an hour', `DELETE FROM user_api_call_log WHERE date_time LIKE '2026-11-20 05%'`],
    [
      'a response time, by a change',
      'UPDATE user_api_call_log SET response_time_ms = response_time_ms + 1 WHERE id = 100',
    ],
    ['a status, by a change', 'UPDATE user_api_call_log SET response_status_code = 599 WHERE id = 100'],
    ['a time, by a change', `UPDATE user_api_call_log SET date_time = '2026-11-17 03:04:05' WHERE id = 100`],
    ['a user, by a change', 'UPDATE user_api_call_log SET user_id = 4 WHERE id = 100'],
    ['a route, by a change', `UPDATE user_api_call_log SET api_route = '/other' WHERE id = 100`],
  ];

  test.each(cases)('is noticed and mended: %s', async (_, sql) => {
    const random = new Random(seed, 'what goes');
    const pair = await openPair(randomCalls(random, { count: 800, days: 3, hostileShare: 0 }), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    runSql(pair.path, sql);
    await pair.settle();
    await pair.expectSameAnswers(week, 3600);
    await pair.expectSameAnswers(randomWindow(random, 3), 900);
    pair.insert([aCall()]);
    await pair.expectSameAnswers(week, 3600);
  });

  test.each(cases.slice(0, 3))('is in no later answer: %s', async (_, sql) => {
    const calls = randomCalls(new Random(seed, 'gone'), { count: 800, days: 3, hostileShare: 0 });
    const pair = await openPair(calls.sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1)));
    await waitForIndex(pair.indexed);
    runSql(pair.path, sql);
    await pair.expectSameAnswers(week, 3600);
  });

  test('by a cleanup while it is being made leaves the answers right', async () => {
    const random = new Random(seed, 'cleanup');
    const calls = randomCalls(random, { count: 3000, days: 30, hostileShare: 0 });
    const pair = await openPair(calls.sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1)));
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
