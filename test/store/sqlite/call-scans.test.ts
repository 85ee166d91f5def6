import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import type { Window } from '../../../src/model/window.ts';
import { Patience } from '../../../src/store/answers/patience.ts';
import type { CallValues } from '../../../src/store/checks/call-values.ts';
import { fileAt } from '../../../src/store/location.ts';
import { openStoreInThread } from '../../../src/store/open.ts';
import { CALL_COUNT } from '../../../src/store/sqlite/calls/call-orders.ts';
import { askAbout } from '../../../src/store/sqlite/calls/call-question.ts';
import { CallScans } from '../../../src/store/sqlite/calls/call-scans.ts';
import type { FoundCalls } from '../../../src/store/sqlite/calls/found-calls.ts';
import type { Connection } from '../../../src/store/sqlite/file/connection.ts';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { aCall, aUser, buildDatabase, fixedNow, REFERENCE_NOW, runSql } from '../../helpers/store.ts';

const CHUNK_MS = 10;
const FIRST_ROWS = 500;
const DAY: Window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
const YOUNG: BoundQuery = {
  kind: 'payload',
  payload: 'req',
  path: [{ key: 'age' }],
  test: { is: 'range', from: 0, to: 9, isFromOpen: false, isToOpen: false },
};

/** A log of calls of the last day, one each 20 seconds, a tenth of them of age 0 to 9. */
function logOf(callCount: number): string {
  const calls = Array.from({ length: callCount }, (_, index): CallValues => {
    const time = new Date(DAY.from.getTime() + index * 20_000).toISOString();
    return aCall({ dateTime: time.slice(0, 19).replace('T', ' '), requestPayload: `{"age":${index % 100}}` });
  });
  return buildDatabase({ users: [aUser('acme')], calls });
}

/** Scans of a file by a clock that goes on by a whole chunk at each look, so that no chunk grows. */
function scansOf(path: string, { mostFound = 1_000 } = {}) {
  const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: false });
  clearLater(() => file.close());
  let nowMs = 0;
  const clock = () => {
    nowMs += CHUNK_MS;
    return nowMs;
  };
  const scans = new CallScans(file, fixedNow, { chunkMs: CHUNK_MS, mostFound, clock });
  const find = async (window: Window, ms = 0, query: BoundQuery = YOUNG) => {
    const patience = new Patience(ms);
    const found = await scans.find(window, { query, patience });
    const count = file.read(({ database }) => database.prepare(`SELECT COUNT(*) FROM ${found?.table}`).pluck().get());
    return { ...patience.scan, count };
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { file, scans, find, pass };
}

describe('A scan of the log', () => {
  test('looks at a chunk for each question, newest first, until all is looked at', async () => {
    const { find } = scansOf(logOf(4_320));
    const first = await find(DAY);
    expect(first).toMatchObject({ isComplete: false, foundCount: FIRST_ROWS / 10 });
    expect(first.backTo).toEqual(new Date(REFERENCE_NOW.getTime() - (FIRST_ROWS + 1) * 20_000));
    const shares: (number | undefined)[] = [first.share];
    for (let round = 1; round < 9; round += 1) shares.push((await find(DAY)).share);
    expect(shares).toEqual([...new Set(shares)].toSorted());
    expect(await find(DAY)).toEqual({ isComplete: true, share: 1, backTo: DAY.from, foundCount: 440, count: 440 });
  });

  test('works as long as the patience lasts, and other questions get their turn after each chunk', async () => {
    const { find, file } = scansOf(logOf(4_320));
    const finished = find(DAY, 1_000_000).then((scan) => ({ finished: scan.isComplete }));
    await nextTurn();
    const asked = file.read(({ database }) => database.prepare('SELECT 1').pluck().get());
    expect(await Promise.race([finished, asked])).toBe(1);
    expect(await finished).toEqual({ finished: true });
  });

  test('takes new calls on top and goes on where it was', async () => {
    const path = logOf(4_320);
    const { find } = scansOf(path);
    const first = await find(DAY);
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload)
       VALUES (1, '2026-11-20 11:59:59', '/x', '{"age":5}'), (1, '2026-11-19 12:00:01', '/late', '{"age":5}')`,
    );
    const second = await find(DAY);
    expect(second).toMatchObject({ backTo: first.backTo, foundCount: 52 });
    for (let round = 0; round < 10; round += 1) await find(DAY);
    expect(await find(DAY)).toMatchObject({ isComplete: true, foundCount: 442, count: 442 });
  });

  test('goes on for a longer window, for one that begins later, and for one before it', async () => {
    const { find } = scansOf(logOf(4_320));
    const hours = (from: number, to: number | null) => ({
      from: new Date(REFERENCE_NOW.getTime() - from * 3_600_000),
      to: to === null ? null : new Date(REFERENCE_NOW.getTime() - to * 3_600_000),
    });
    expect(await find(hours(6, null), 1_000)).toMatchObject({ isComplete: true, foundCount: 110, count: 110 });
    expect(await find(hours(5, null))).toMatchObject({ isComplete: true, foundCount: 90, count: 110 });
    expect(await find(hours(12, null))).toMatchObject({ isComplete: false, foundCount: 160 });
    expect(await find(hours(12, null), 1_000)).toMatchObject({ isComplete: true, foundCount: 220 });
    expect(await find(hours(18, 12), 1_000)).toMatchObject({ isComplete: true, foundCount: 110, count: 330 });
  });

  test('goes on though a time in the filter counts back from now', async () => {
    const { find } = scansOf(logOf(4_320));
    const since = (ms: number): BoundQuery => ({
      kind: 'or',
      parts: [{ kind: 'time', from: ms, to: Infinity }, YOUNG],
    });
    const first = await find(DAY, 0, since(REFERENCE_NOW.getTime() - 5_000));
    const second = await find(DAY, 0, since(REFERENCE_NOW.getTime() - 3_000));
    expect(second.share).toBeGreaterThan(first.share ?? 1);
  });

  test('stops where so many calls are found that it would take too much memory, and says so', async () => {
    const { find } = scansOf(logOf(4_320), { mostFound: 100 });
    const full = await find(DAY, 1_000_000);
    expect(full).toMatchObject({ isComplete: false, isFull: true });
    expect(full.foundCount).toBeGreaterThanOrEqual(100);
    expect(await find(DAY, 1_000_000)).toEqual(full);
  });

  test.each([
    ['rows at its end were taken away', 'DELETE FROM user_api_call_log WHERE id > 4000'],
    ['its beginning was cleaned up', 'DELETE FROM user_api_call_log WHERE id < 100'],
  ])('begins anew where %s', async (_, change) => {
    const path = logOf(4_320);
    const { find } = scansOf(path);
    await find(DAY, 1_000_000);
    runSql(path, change);
    expect(await find(DAY)).toMatchObject({ isComplete: false });
    const { count, foundCount } = await find(DAY, 1_000_000);
    expect(count).toBe(foundCount);
  });

  test('answers nobody with the calls of another filter, however many are asked for at once', async () => {
    const { scans } = scansOf(logOf(400));
    const countOf = (seconds: number) => {
      const end = DAY.from.getTime() + 8_000_000;
      const query: BoundQuery = { kind: 'time', from: end - seconds * 1000, to: end };
      const answer = (connection: Connection, found: FoundCalls | undefined) => {
        const { sql, parameters } = askAbout(connection, { window: DAY, calls: { query }, found });
        return connection.prepare(sql(CALL_COUNT)).pluck().get(parameters);
      };
      return scans.ask(DAY, { query, patience: new Patience(0) }, answer);
    };
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const counts = await Promise.all(minutes.map((minute) => countOf(minute * 60)));
    expect(counts).toEqual(minutes.map((minute) => minute * 3));
  });

  test('is let go when nobody asks for it any more', async () => {
    const { find, pass, scans, file } = scansOf(logOf(1_000));
    await find(DAY);
    const tables = () =>
      file.read(({ database }) => database.prepare('SELECT COUNT(*) FROM temp.sqlite_schema').pluck().get());
    for (const route of ['/a', '/b', '/c', '/d', '/e', '/f'])
      await scans.find(DAY, { query: { kind: 'route', test: { is: 'text', text: route } }, patience: new Patience(0) });
    expect(tables()).toBe(5);
    pass(30_000);
    await find(DAY);
    pass(31_000);
    scans.dropUnasked();
    expect(tables()).toBe(1);
    pass(61_000);
    scans.dropUnasked();
    expect(tables()).toBe(0);
  });
});

test('A scan in the thread of a store lets a question through that comes after it', async () => {
  const store = await openStoreInThread(fileAt(logOf(60_000)), { now: () => REFERENCE_NOW, actor: 'tester@here' });
  clearLater(() => store.close());
  const order: string[] = [];
  const scan = store.apiLogs
    .totals({ from: new Date(0), to: null }, { filter: 'req.age:<10', patienceMs: 60_000 })
    .then((totals) => {
      order.push('scan');
      return totals;
    });
  const newest = store.apiLogs.newest().then(() => order.push('newest'));
  await Promise.all([scan, newest]);
  expect(order).toEqual(['newest', 'scan']);
  expect(await scan).toMatchObject({ totalCalls: 6_000, scan: { isComplete: true } });
});
