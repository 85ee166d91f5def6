import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { TriageFile } from '../../../src/files/triage-file.ts';
import { spanOf } from '../../../src/store/answers/spans.ts';
import { openLogOf } from '../../../src/store/sqlite/calls/log-source.ts';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { createSqliteEngine } from '../../../src/store/sqlite/sqlite-engine.ts';
import { openIndex } from '../../../src/store/statistics/index-file.ts';
import { IndexSession } from '../../../src/store/statistics/index-session.ts';
import { createIndexedStore } from '../../../src/store/statistics/indexed-store.ts';
import type { LogSource, OpenLog } from '../../../src/store/statistics/log-source.ts';
import type { Store } from '../../../src/store/store.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import {
  askEverything,
  expectSameAnswers,
  openPair,
  randomCalls,
  randomWindow,
  waitForIndex,
} from '../../helpers/statistics-index.ts';
import { aCall, aUser, buildDatabase, fixedNow, openTestStore, runSql, temporaryFolder } from '../../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20_264);
const users = ['ada', 'bob', 'cleo', 'dan'].map((name) => aUser(name));
const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };

/** Watch that a test puts between the index and the log: it is told of each question and of how many rows it gave. */
type Watch = (question: string, rowCount: number) => Promise<void>;

/** Resolves when the index has compared everything with the log. */
async function settle(store: Store): Promise<void> {
  await store.version();
  for (let turn = 0; (await store.indexState()).state !== 'ready' || turn < 300; turn += 1) await nextTurn();
}

/** A store over a file whose index reaches the log through a watch. */
function openWatched(path: string, watch: Watch, verifyPauses = 0): Store {
  const triage = new TriageFile(undefined, path);
  const options = { keepWriter: false, busyTimeoutMs: 1000, now: fixedNow, actor: 'tester@here', triage };
  const engine = createSqliteEngine(path, options);
  const openLog = watched(engine.openLog, watch);
  const use = { folder: undefined, builds: true, exactCalls: 0, verifyPauses };
  const store = createIndexedStore({ ...engine, openLog }, use);
  clearLater(() => store.close());
  return store;
}

function watched(openLog: OpenLog, watch: Watch): OpenLog {
  const known = new Map<LogSource, LogSource>();
  return async () => {
    const log = await openLog();
    if (log === undefined) return undefined;
    const proxy = known.get(log) ?? new Proxy(log, { get: (target, name) => watchedProperty(target, name, watch) });
    known.set(log, proxy);
    return proxy;
  };
}

function watchedProperty(log: LogSource, name: string | symbol, watch: Watch): unknown {
  const value: unknown = Reflect.get(log, name);
  if (typeof value !== 'function') return value;
  return async (...args: readonly unknown[]) => {
    const answer: unknown = await value.apply(log, args);
    const rows = name === 'callsOf' || name === 'rowsBetween' ? (answer as { readonly rows: unknown }).rows : answer;
    await watch(String(name), Array.isArray(rows) ? rows.length : 0);
    return answer;
  };
}

describe('A log that has to be waited for, as one on a server', () => {
  test.each(inLongRun([0], [0, 1]))(
    `gives the same answers to many questions at once, while it is indexed, grows and changes, round %d of seed ${seed}`,
    async (round) => {
      const random = new Random(seed + round, 'waits');
      const calls = randomCalls(random, { count: 900, days: 3, hostileShare: 0.03 });
      const path = buildDatabase({ users, calls });
      const indexed = openWatched(path, () => nextTurn());
      const plain = await openTestStore(path);
      await indexed.version();
      const windows = [week, ...Array.from({ length: 3 }, () => randomWindow(random, 3))];
      const expectAllSame = () =>
        Promise.all(windows.map((window) => expectSameAnswers({ indexed, plain }, window, 3600)));
      await expectAllSame();
      await waitForIndex(indexed);
      await expectAllSame();
      const inWeek = `date_time BETWEEN '2026-11-18' AND '2026-11-20'`;
      runSql(
        path,
        `UPDATE user_api_call_log SET response_status_code = 599
         WHERE id = (SELECT MIN(id) FROM user_api_call_log WHERE ${inWeek})`,
      );
      const [comparison] = await Promise.all([
        indexed.compare(week),
        ...windows.map((window) => askEverything(indexed, window, 3600)),
      ]);
      expect(comparison).toBe('changed');
      await expectAllSame();
    },
  );
});

/** A log that is never sure of its last row. */
function wary(log: LogSource): LogSource {
  const news: LogSource['news'] = async (mark, after) => {
    const found = await log.news(mark, after);
    const last = found.added?.calls.rows.at(-1);
    if (found.added === undefined || last === undefined) return found;
    const rows = found.added.calls.rows.slice(0, -1);
    const unsealed = { rows: [last], messages: new Map() };
    const position = String(rows.at(-1)?.[0] ?? after);
    return { ...found, added: { ...found.added, calls: { ...found.added.calls, rows }, unsealed, position } };
  };
  return new Proxy(log, { get: (target, name) => (name === 'news' ? news : bound(target, name)) });
}

function bound(log: LogSource, name: string | symbol): unknown {
  const value: unknown = Reflect.get(log, name);
  return typeof value === 'function' ? value.bind(log) : value;
}

test('A call that may go again is counted while it is there, also after those before it were added to the index', async () => {
  const pair = await openPair([aCall({ dateTime: '2026-11-20 10:00:00' })]);
  const file = new DatabaseFile(pair.path, { keepWriter: false, busyTimeoutMs: 1000 });
  clearLater(() => file.close());
  const log = await openLogOf(file)();
  if (log === undefined) throw new Error('The log cannot be indexed.');
  const session = new IndexSession(wary(log), openIndex(undefined, log), () => undefined);
  clearLater(() => session.close());
  while ((await session.next()) === 'build') await session.build(1_000);
  pair.insert(Array.from({ length: 4_001 }, () => aCall({ dateTime: '2026-11-20 11:00:00' })));
  const count = async () => (await session.view(spanOf(week), { exactCalls: 0 }))?.sum({}).overall.calls;
  expect(await count()).toBe(4_002);
  await session.next();
  expect(await count()).toBe(4_002);
});

describe('The comparison with the log', () => {
  const busyHour = Array.from({ length: 20_000 }, (_, n) =>
    aCall({ dateTime: `2026-11-20 10:${String(n % 60).padStart(2, '0')}:00` }),
  );

  test('reads an hour of many calls in pieces, on request and in the background', async () => {
    const quietHour = aCall({ dateTime: '2026-11-20 11:00:00' });
    const path = buildDatabase({ users, calls: [quietHour, ...busyHour, quietHour] });
    let mostRows = 0;
    const indexed = openWatched(path, async (_, rowCount) => {
      mostRows = Math.max(mostRows, rowCount);
    });
    await waitForIndex(indexed);
    mostRows = 0;
    await settle(indexed);
    expect(await indexed.compare(week)).toBe('unchanged');
    expect(mostRows).toBeGreaterThan(1_000);
    expect(mostRows).toBeLessThan(8_000);
  });

  test('notices a change made between the pieces of an hour', async () => {
    const path = buildDatabase({ users, calls: busyHour });
    let pieces = -1;
    const indexed = openWatched(path, async (question) => {
      if (question !== 'rowsOf' || pieces < 0) return;
      pieces += 1;
      // The first piece is the end of the hour: one row of it changes, and one of what is still to be read.
      if (pieces === 1) runSql(path, 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id IN (2, 19980)');
    });
    await waitForIndex(indexed);
    await settle(indexed);
    pieces = 0;
    expect(await indexed.compare(week)).toBe('changed');
    await settle(indexed);
    await expectSameAnswers({ indexed, plain: await openTestStore(path) }, week, 300);
  });

  test('comes to its end also where many calls come between the pieces of an hour', async () => {
    const hour = Array.from({ length: 600 }, (_, n) =>
      aCall({ dateTime: `2026-11-20 10:${String(n % 60).padStart(2, '0')}:00` }),
    );
    const pair = await openPair([...hour, aCall({ dateTime: '2026-11-20 11:00:00' })]);
    const file = new DatabaseFile(pair.path, { keepWriter: false, busyTimeoutMs: 1000 });
    clearLater(() => file.close());
    const log = await openLogOf(file)();
    if (log === undefined) throw new Error('The log cannot be indexed.');
    let corrections = 0;
    const session = new IndexSession(log, openIndex(undefined, log), () => {
      corrections += 1;
    });
    clearLater(() => session.close());
    for (let task = await session.next(); task === 'build'; task = await session.next()) await session.build(100);
    runSql(pair.path, 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id = 300');
    const many = Array.from({ length: 4_000 }, () => aCall({ dateTime: '2026-11-19 11:30:00' }));
    for (let turn = 0; turn < 25 && corrections === 0; turn += 1) {
      await pair.insert(many);
      expect(await session.next()).toBe('verify');
      await session.verify(100);
    }
    expect(corrections).toBe(1);
  });

  test('notices a change at its real pace', async () => {
    const hours = Array.from({ length: 6 }, (_, hour) => aCall({ dateTime: `2026-11-20 0${hour}:10:00` }));
    const path = buildDatabase({ users, calls: [...hours, ...busyHour.slice(0, inLongRun(4_000, 20_000))] });
    const indexed = await openTestStore(path, { statisticsIndex: { folder: undefined, builds: true, exactCalls: 0 } });
    await waitForIndex(indexed);
    runSql(path, 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id = 1');
    await indexed.version();
    const before = await indexed.version();
    // It rests a hundred times as long as it works, and those who ask meanwhile make its work longer.
    await expect.poll(() => indexed.version()).not.toBe(before);
    await waitForIndex(indexed);
    await expectSameAnswers({ indexed, plain: await openTestStore(path) }, week, 300);
  });
});

describe('A comparison on request', () => {
  const hours = Array.from({ length: 6 }, (_, hour) => aCall({ dateTime: `2026-11-20 0${hour}:10:00` }));

  test('says that another program has locked the log', async () => {
    const path = buildDatabase({ users, calls: hours });
    runSql(path, 'PRAGMA journal_mode = DELETE');
    const statisticsIndex = { folder: undefined, builds: true };
    const indexed = await openTestStore(path, { busyTimeoutMs: 1, statisticsIndex });
    await waitForIndex(indexed);
    const other = new Database(path);
    clearLater(() => other.close());
    other.exec('BEGIN EXCLUSIVE');
    await expect(indexed.compare(week)).rejects.toMatchObject({
      name: 'PresentsError',
      message: `The database ${path} is locked by another program.`,
      exitCode: 3,
    });
    other.exec('ROLLBACK');
    expect(await indexed.compare(week)).toBe('unchanged');
  });

  test('finds an index that is damaged, which is then made anew', async () => {
    const path = buildDatabase({ users, calls: hours });
    const folder = join(temporaryFolder(), 'index');
    const statisticsIndex = { folder, builds: true, exactCalls: 0, verifyPauses: 2e4 };
    const indexed = await openTestStore(path, { statisticsIndex });
    await waitForIndex(indexed);
    const file = readdirSync(folder).find((name) => name.endsWith('.db')) ?? '';
    runSql(join(folder, file), 'DROP TABLE checked');
    expect(await indexed.compare(week)).toBe('changed');
    await waitForIndex(indexed);
    await expectSameAnswers({ indexed, plain: await openTestStore(path) }, week, 300);
  });
});
