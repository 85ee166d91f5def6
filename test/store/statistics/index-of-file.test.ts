import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { initDatabase } from '../../../src/store/library.ts';
import { oddCalls, openPair, randomCalls, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall, runSql } from '../../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20_261);
const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };

describe('The index of a file', () => {
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

  test.each([
    ['the oldest rows', `DELETE FROM user_api_call_log WHERE date_time < '2026-11-19'`],
    ['the newest row', 'DELETE FROM user_api_call_log WHERE id = (SELECT MAX(id) FROM user_api_call_log)'],
    ['all rows', 'DELETE FROM user_api_call_log'],
  ])('leaves out at once what was deleted: %s', async (_, sql) => {
    const calls = randomCalls(new Random(seed, 'gone'), { count: 800, days: 3, hostileShare: 0 });
    const pair = await openPair(calls.sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1)));
    await waitForIndex(pair.indexed);
    runSql(pair.path, sql);
    await pair.expectSameAnswers(week, 3600);
  });

  test('of a file that goes away is missed by the question, not by the index, and indexed when it is back', async () => {
    const pair = await openPair(randomCalls(new Random(seed, 'away'), { count: 300, days: 3, hostileShare: 0 }));
    await pair.indexed.version();
    renameSync(pair.path, `${pair.path}.away`);
    await expect(pair.indexed.apiLogs.totals(week)).rejects.toMatchObject({ name: 'PresentsError' });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    renameSync(`${pair.path}.away`, pair.path);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
  });
});
