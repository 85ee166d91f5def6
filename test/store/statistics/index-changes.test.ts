import { copyFileSync, renameSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import type { CallValues } from '../../../src/store/checks/call-values.ts';
import type { Store } from '../../../src/store/store.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import {
  bucketsFitting,
  expectSameAnswers,
  type FilePair,
  openPair,
  randomCalls,
  randomWindow,
  waitForIndex,
} from '../../helpers/statistics-index.ts';
import { aCall, openTestStore, runSql } from '../../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20_263);
const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };

/** Calls of three hours, in pairs that differ in one column each, an unusual one among them. */
const known: readonly CallValues[] = [
  aCall({ dateTime: '2026-11-20 08:10:00', apiRoute: '/abc', userId: 1, statusCode: 200, responseTimeMs: 10 }),
  aCall({ dateTime: '2026-11-20 08:20:00', apiRoute: '/abd', userId: 3, statusCode: 500, responseTimeMs: 30 }),
  aCall({ dateTime: '2026-11-20 09:10:00', apiRoute: '/abc', userId: 1, statusCode: null, responseTimeMs: null }),
  aCall({ dateTime: '2026-11-20 09:20:00', apiRoute: '/xyz', userId: 2, statusCode: 300, responseTimeMs: 20 }),
  aCall({ dateTime: '2026-11-20 07:10:00', apiRoute: '/abc', userId: 1, statusCode: 200, responseTimeMs: 5 }),
  aCall({ dateTime: '2026-11-20T07:20:00Z', apiRoute: '/abc', userId: 2, statusCode: 404, responseTimeMs: 6 }),
];

const set = (change: string, where: string) => `UPDATE user_api_call_log SET ${change} WHERE ${where}`;

const changes: readonly (readonly [sentence: string, sql: string])[] = [
  ['a route renamed to a name of the same length', set(`api_route = '/abe'`, 'id = 1')],
  ['a response time of NULL set to 0', set('response_time_ms = 0', 'id = 3')],
  ['a status of NULL set to 0', set('response_status_code = 0', 'id = 3')],
  ['a call moved inside its hour', set(`date_time = '2026-11-20 08:50:00'`, 'id = 1')],
  ['user ids 1 and 3 changed to 2 and 2 in an hour', set('user_id = 2', 'id IN (1, 2)')],
  ['statuses 200 and 500 changed to 300 and 400', set('response_status_code = 300 + 100 * (id - 1)', 'id IN (1, 2)')],
  ['the routes of two calls swapped', set(`api_route = CASE id WHEN 1 THEN '/abd' ELSE '/abc' END`, 'id IN (1, 2)')],
  ['the users of two calls swapped', set('user_id = 4 - user_id', 'id IN (1, 2)')],
  ['the response times of two calls swapped', set('response_time_ms = 40 - response_time_ms', 'id IN (1, 2)')],
  [
    'the times of two calls swapped',
    set(`date_time = CASE id WHEN 1 THEN '2026-11-20 08:20:00' ELSE '2026-11-20 08:10:00' END`, 'id IN (1, 2)'),
  ],
  ['a usual call in an hour that holds an unusual one', set('response_status_code = 503', 'id = 5')],
  ['the unusual call of an hour', set('response_status_code = 503', 'id = 6')],
  ['a call whose time was taken away', set('date_time = NULL', 'id = 4')],
  [
    'a call with an old id put into an hour that had none',
    `INSERT INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code)
     VALUES (-5, 1, '2026-11-19 03:00:00', '/late', 200)`,
  ],
  [
    'an hour deleted while another got as many',
    `DELETE FROM user_api_call_log WHERE id IN (3, 4);
    INSERT INTO user_api_call_log (id, user_id, date_time, api_route) VALUES (3, 1, '2026-11-18 09:00:00', '/abc')`,
  ],
];

/** The newest call keeps the others from being the last, at which a question looks anyway. */
const last = aCall({ dateTime: '2026-11-20 10:00:00' });

async function pairOf(calls: readonly CallValues[], change?: (path: string) => void): Promise<FilePair> {
  const pair = await openPair([...calls, last], { exactCalls: 0, ...(change ? { change } : {}) });
  await waitForIndex(pair.indexed);
  await pair.settle(300);
  return { ...pair, settle: () => pair.settle(300) };
}

describe('One change by another program is noticed, and every answer is the log’s own again', () => {
  test.each(changes)('%s', async (_, sql) => {
    const pair = await pairOf(known);
    runSql(pair.path, sql);
    await pair.settle();
    await pair.expectSameAnswers(week, 900);
    await pair.expectSameAnswers({ from: new Date('2026-11-20T08:00:00Z'), to: new Date('2026-11-20T10:00:00Z') }, 60);
  });

  // Which change it was is told before; here it is when.
  const some = inLongRun(
    changes.filter((_, index) => index % 4 === 0),
    changes,
  );
  test.each(some)('also at once, where the window is compared on request: %s', async (_, sql) => {
    const pair = await openRestingPair(known);
    runSql(pair.path, sql);
    await pair.indexed.compare(week);
    await pair.expectSameAnswers(week, 900);
  });

  test.each(some)('also after the next start: %s', async (_, sql) => {
    const pair = await pairOf(known);
    await pair.indexed.close();
    runSql(pair.path, sql);
    const indexed = await openTestStore(pair.path, {
      statisticsIndex: { folder: pair.folder, builds: true, exactCalls: 0, verifyPauses: 0 },
    });
    await settle(indexed);
    const again = { ...pair, indexed };
    await expectSameAnswers(again, week, 900);
  });
});

test.each(['DELETE', 'WAL'])('An older copy that was put over the open file is compared anew: %s', async (mode) => {
  const pair = await pairOf(known, (path) => runSql(path, `PRAGMA journal_mode = ${mode}`));
  const copy = `${pair.path}.copy`;
  if (mode === 'WAL') runSql(pair.path, 'PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(pair.path, copy);
  // As many changes to the copy, whose last row stays what it is.
  for (const path of [pair.path, copy])
    runSql(path, set(`response_status_code = ${path === copy ? 302 : 503}`, 'id = 1'));
  await pair.settle();
  if (mode === 'WAL') runSql(pair.path, 'PRAGMA wal_checkpoint');
  copyFileSync(copy, pair.path);
  await pair.settle();
  await pair.expectSameAnswers(week, 900);
  const sums = await pair.indexed.apiLogs.totals({
    from: new Date('2026-11-20T08:00:00Z'),
    to: new Date('2026-11-20T08:15:00Z'),
  });
  expect(sums.errorCount).toBe(0);
});

describe('Calls that came since the index was written', () => {
  test('are read anew where one of them was changed and the file then was quiet', async () => {
    const pair = await pairOf(known);
    await pair.insert([
      aCall({ dateTime: '2026-11-20 10:30:00', statusCode: 200 }),
      aCall({ dateTime: '2026-11-20 10:31:00' }),
    ]);
    await pair.settle();
    runSql(pair.path, set('response_status_code = 500', `date_time = '2026-11-20 10:30:00'`));
    await pair.settle();
    await pair.expectSameAnswers(week, 900);
  });
});

test('A comparison on request says whether the window was what the log holds, and how far it is', async () => {
  const pair = await openRestingPair(known);
  const shares: number[] = [];
  expect(await pair.indexed.compare(week, { onProgress: (share) => shares.push(share) })).toBe('unchanged');
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  runSql(pair.path, set('response_time_ms = 11', 'id = 1'));
  expect(await pair.indexed.compare(week)).toBe('changed');
  expect(await pair.indexed.compare(week)).not.toBe('changed');
  expect(await pair.plain.compare(week)).toBe('not needed');
});

test('The version of the data changes where an answer that was given before is found to be wrong', async () => {
  const pair = await openRestingPair(known);
  runSql(pair.path, set('response_time_ms = 11', 'id = 1'));
  const before = await pair.indexed.version();
  expect(await pair.indexed.version()).toBe(before);
  await pair.indexed.compare(week);
  expect(await pair.indexed.version()).not.toBe(before);
});

describe('The last call of a user', () => {
  const lastCallOf = async (store: Store, username: string) => {
    const window = { from: new Date('2026-11-20T07:00:00Z'), to: new Date('2026-11-20T09:00:00Z') };
    const request = { filter: '', sort: 'lastCall', descending: true, offset: 0, limit: 50, anchorId: null } as const;
    const page = await store.users.overview({ ...request, window, bucketCount: 4 });
    return page.rows.find((row) => row.username === username)?.lastCallAt?.toISOString();
  };

  test('follows when the newest calls are deleted, their time is moved, or an older copy comes back', async () => {
    const pair = await pairOf(known);
    const copy = `${pair.path}.copy`;
    runSql(pair.path, 'PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(pair.path, copy);
    expect(await lastCallOf(pair.indexed, 'cleo')).toBe('2026-11-20T08:20:00.000Z');
    runSql(pair.path, set(`date_time = '2026-11-20 08:45:00'`, 'id = 2'));
    expect(await lastCallOf(pair.indexed, 'cleo')).toBe('2026-11-20T08:45:00.000Z');
    runSql(pair.path, set(`date_time = '2026-11-20 06:45:00'`, 'id = 2'));
    expect(await lastCallOf(pair.indexed, 'cleo')).toBe('2026-11-20T06:45:00.000Z');
    runSql(pair.path, 'DELETE FROM user_api_call_log WHERE id = 2');
    expect(await lastCallOf(pair.indexed, 'cleo')).toBeUndefined();
    renameSync(copy, pair.path);
    for (const companion of ['-wal', '-shm']) renameSync(`${pair.path}${companion}`, `${copy}${companion}`);
    expect(await lastCallOf(pair.indexed, 'cleo')).toBe('2026-11-20T08:20:00.000Z');
    await pair.settle();
    await pair.expectSameAnswers(week, 900);
  });

  test('is right where it is shown among more users than are all looked up, and in its order after a comparison', async () => {
    const pair = await pairOf(known, (path) => addUsers(path, 1_200));
    await lastCallOf(pair.indexed, 'cleo');
    runSql(pair.path, set(`date_time = '2026-11-20 09:59:00'`, 'id = 2'));
    expect(await lastCallOf(pair.indexed, 'cleo')).toBe('2026-11-20T09:59:00.000Z');
    await pair.indexed.compare(week);
    await pair.expectSameAnswers(week, 3600);
  });
});

test.each(inLongRun([0], [0, 1, 2]))(
  `Whatever other programs change, the answers become the log’s own, round %d of seed ${seed}`,
  async (round) => {
    const random = new Random(seed + round, 'changes');
    const days = random.pick([1, 3, 40]);
    const pair = await openPair(randomCalls(random, { count: 400, days, hostileShare: 0.05 }), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    for (let turn = 0; turn < 6; turn += 1) {
      for (let count = random.pick([1, 1, 2, 5]); count > 0; count -= 1) await change(pair, random, days);
      await pair.settle();
      const window = randomWindow(random, days);
      await pair.expectSameAnswers(window, random.pick(bucketsFitting(window)));
      await pair.expectSameAnswers(week, 3600);
    }
  },
);

async function change(pair: FilePair, random: Random, days: number): Promise<void> {
  const id = () => Math.floor(random.between(1, 450));
  const column = () =>
    random.pick(['user_id', 'api_route', 'response_status_code', 'response_time_ms', 'date_time'] as const);
  const [one, other, name] = [id(), id(), column()];
  const values = {
    user_id: [1, 2, 3, 77, 0, 2 ** 53 + 2],
    api_route: [`'/a'`, `'/b'`, `'/c'`, `x'ff41'`, `''`],
    response_status_code: [200, 404, 500, 0, 'NULL', `'odd'`],
    response_time_ms: [0, 'NULL', 12.5, 13, -1, `'slow'`],
    date_time: [
      `'2026-11-20 11:0${one % 10}:00'`,
      `'2026-11-20T11:00:0${one % 10}Z'`,
      'NULL',
      `'never'`,
      '17',
      `'2026-11-19 23:59:59.5'`,
    ],
  };
  const statement = random.pick([
    () => set(`${name} = ${random.pick(values[name] as readonly unknown[])}`, `id = ${one}`),
    () =>
      set(
        `${name} = (SELECT o.${name} FROM user_api_call_log o WHERE o.id = ${one} + ${other} - user_api_call_log.id)`,
        `id IN (${one}, ${other})`,
      ),
    () => `DELETE FROM user_api_call_log WHERE id = ${one}`,
    () => `DELETE FROM user_api_call_log WHERE id > (SELECT MAX(id) - 3 FROM user_api_call_log)`,
    () => `DELETE FROM user_api_call_log WHERE id IN (SELECT id FROM user_api_call_log ORDER BY date_time LIMIT 5)`,
    () => `INSERT OR IGNORE INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code) VALUES
      (${random.pick([one, -one])}, 2, ${random.pick(values.date_time)}, '/back', 201)`,
    undefined,
  ]);
  if (statement === undefined) await pair.insert(randomCalls(random, { count: 7, days, hostileShare: 0.1 }));
  else runSql(pair.path, `PRAGMA foreign_keys = OFF; ${statement()}`);
}

/** A pair whose index rests after it was made: only a request compares. */
async function openRestingPair(calls: readonly CallValues[]): Promise<FilePair> {
  const pair = await pairOf(calls);
  await pair.indexed.close();
  const indexed = await openTestStore(pair.path, {
    statisticsIndex: { folder: pair.folder, builds: true, exactCalls: 0, verifyPauses: 1e5 },
  });
  await waitForIndex(indexed);
  return {
    ...pair,
    indexed,
    expectSameAnswers: (window, seconds) => expectSameAnswers({ ...pair, indexed }, window, seconds),
  };
}

async function settle(store: Store): Promise<void> {
  await store.version();
  for (let turn = 0; (await store.indexState()).state !== 'ready' || turn < 300; turn += 1) await nextTurn();
}

function addUsers(path: string, count: number): void {
  const database = new Database(path);
  const insert = database.prepare('INSERT INTO "user" (username, api_key) VALUES (?, ?)');
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) insert.run(`user-${index}`, `key-${index}`);
  })();
  database.close();
}
