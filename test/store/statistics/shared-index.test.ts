import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLogOf } from '../../../src/store/sqlite/calls/log-source.ts';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { openIndex } from '../../../src/store/statistics/index-file.ts';
import { IndexSession } from '../../../src/store/statistics/index-session.ts';
import type { Store } from '../../../src/store/store.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { expectSameAnswers, type FilePair, openPair, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall, aUser, buildDatabase, openTestStore, runSql, temporaryFolder } from '../../helpers/store.ts';

const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };
const breakFirst = 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id = 1';
const known = ['2026-11-20 08:10:00', '2026-11-20 09:10:00', '2026-11-18 09:10:00', '2026-11-20 10:00:00'];

async function settledPair(): Promise<FilePair> {
  const pair = await openPair(
    known.map((dateTime) => aCall({ dateTime })),
    { exactCalls: 0 },
  );
  await waitForIndex(pair.indexed);
  await pair.settle();
  return pair;
}

/** Another dashboard of the same database, whose index the first one builds. */
async function openSecond({ path, folder }: FilePair, verifyPauses = 0): Promise<Store> {
  const second = await openTestStore(path, { statisticsIndex: { folder, builds: true, exactCalls: 0, verifyPauses } });
  await second.version();
  await second.apiLogs.totals(week);
  return second;
}

test('A second dashboard asks again once the one that builds the index has noticed a change, though the file is quiet', async () => {
  const pair = await settledPair();
  const second = await openSecond(pair);
  runSql(pair.path, breakFirst);
  await second.version();
  await second.apiLogs.totals(week);
  const before = await second.version();
  await pair.settle();
  expect(await second.version()).not.toBe(before);
  await expectSameAnswers({ indexed: second, plain: pair.plain }, week);
});

test('A second dashboard notices a change of the calls that it alone has read, though the file is quiet', async () => {
  const pair = await settledPair();
  const second = await openSecond(pair);
  await pair.insert([aCall({ dateTime: '2026-11-20 10:30:00' }), aCall({ dateTime: '2026-11-20 10:31:00' })]);
  await second.version();
  await second.apiLogs.totals(week);
  runSql(pair.path, `UPDATE user_api_call_log SET response_status_code = 500 WHERE date_time = '2026-11-20 10:30:00'`);
  const before = await second.version();
  for (let turn = 0; (await second.version()) === before && turn < 1000; turn += 1) await nextTurn();
  await expectSameAnswers({ indexed: second, plain: pair.plain }, week);
});

test('A second dashboard that found a change on request goes on asking the log, whatever else is written to the index', async () => {
  const pair = await settledPair();
  await pair.indexed.close();
  await waitForIndex(await openSecond(pair, 1e6));
  const second = await openSecond(pair);
  runSql(pair.path, breakFirst);
  expect(await second.compare(week)).toBe('changed');
  await expectSameAnswers({ indexed: second, plain: pair.plain }, week);
  const index = readdirSync(pair.folder).find((file) => file.endsWith('.db')) ?? '';
  runSql(join(pair.folder, index), 'INSERT INTO caller VALUES (99, 99)');
  await expectSameAnswers({ indexed: second, plain: pair.plain }, week);
});

test('Once a change is noticed no hour is trusted that was compared before it', async () => {
  const days = Array.from({ length: 11 }, (_, day) => aCall({ dateTime: `2026-11-${10 + day} 10:00:00` }));
  const path = buildDatabase({ users: [aUser('ada')], calls: days });
  const file = new DatabaseFile(path, { keepWriter: false, busyTimeoutMs: 1000 });
  clearLater(() => file.close());
  let corrections = 0;
  const log = await openLogOf(file)();
  if (log === undefined) throw new Error('The log cannot be indexed.');
  const session = new IndexSession(log, openIndex(join(temporaryFolder(), 'presents'), log), () => {
    corrections += 1;
  });
  clearLater(() => session.close());
  const workUntil = async (isDone: () => boolean) => {
    for (let task = await session.next(); !isDone() && task !== 'nothing'; task = await session.next()) {
      await (task === 'verify' ? session.verify(1000) : session.build(1000));
    }
  };
  await workUntil(() => false);
  const newest = { from: Date.parse('2026-11-18T00:00:00Z') / 1000, until: Date.parse('2026-11-21T00:00:00Z') / 1000 };
  runSql(path, 'UPDATE user_api_call_log SET response_status_code = 404 WHERE id = 1');
  let steps = 0;
  await workUntil(() => ++steps > 6);
  expect(await session.view(newest, { exactCalls: 0 })).toBeDefined();
  // But for the last one, at which a question looks anyway.
  runSql(path, 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id < 11');
  await workUntil(() => corrections > 0);
  expect(corrections).toBe(1);
  expect(await session.view(newest, { exactCalls: 0 })).toBeUndefined();
  await workUntil(() => false);
  expect((await session.view(newest, { exactCalls: 0 }))?.sum({}).overall.serverErrors).toBe(2);
});
