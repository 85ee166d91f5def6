import { type ChildProcess, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { openLogOf } from '../../../src/store/sqlite/calls/log-source.ts';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { StatisticsIndex } from '../../../src/store/statistics/statistics-index.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import {
  expectSameAnswers,
  type FilePair,
  openPair,
  randomCalls,
  waitForIndex,
} from '../../helpers/statistics-index.ts';
import { aCall, aUser, buildDatabase, openTestStore, runSql, temporaryFolder } from '../../helpers/store.ts';

const week = { from: new Date('2026-11-13T12:00:00Z'), to: null };
const calls = () => randomCalls(new Random(1, 'file'), { count: 300, days: 5, hostileShare: 0.02 });

function indexFile({ folder }: FilePair): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.db')) ?? '';
  return join(folder, name);
}

function callsFile({ folder }: FilePair): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.calls')) ?? '';
  return join(folder, name);
}

/** A pair whose index was made, and closed again. */
async function closedPair(): Promise<FilePair> {
  const pair = await openPair(calls(), { exactCalls: 0 });
  await waitForIndex(pair.indexed);
  await pair.indexed.close();
  return pair;
}

async function reopen({ path, folder, plain }: FilePair, builds = true): Promise<Pick<FilePair, 'indexed' | 'plain'>> {
  const statisticsIndex = { folder, builds, exactCalls: 0 };
  return { indexed: await openTestStore(path, { statisticsIndex }), plain };
}

describe('The file of the index', () => {
  test('is for its owner only, and holds neither payloads nor messages nor names nor keys', async () => {
    const secret = 'the-secret-of-the-payload';
    const call = aCall({ requestPayload: secret, responsePayload: secret, errorMessage: secret });
    const path = buildDatabase({ users: [aUser('the-name', { apiKeyHash: secret })], calls: [call] });
    const folder = join(temporaryFolder(), 'a', 'b');
    const store = await openTestStore(path, { statisticsIndex: { folder, builds: true } });
    await waitForIndex(store);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
      const text = readFileSync(join(folder, name)).toString('latin1');
      expect(text).not.toContain(secret);
      expect(text).not.toContain('the-name');
    }
  });

  test('is used again, not made again', async () => {
    const pair = await closedPair();
    const { indexed, plain } = await reopen(pair);
    await indexed.apiLogs.totals(week);
    expect((await indexed.indexState()).state).toBe('ready');
    await expectSameAnswers({ indexed, plain }, week);
  });

  test.each<[string, (path: string) => void]>([
    ['cut off', (path) => truncateSync(path, 5000)],
    ['empty', (path) => truncateSync(path, 0)],
    ['no database', (path) => writeFileSync(path, 'hello '.repeat(5000))],
    ['full of noise behind its first page', (path) => writeFileSync(path, noisy(readFileSync(path), 4096))],
    ['noisy in a table', (path) => runSql(path, `UPDATE hour SET overall = x'00112233', callers = x'44'`)],
    ['noisy in its state', (path) => runSql(path, `UPDATE state SET value = 'noise'`)],
    ['of another version', (path) => runSql(path, 'PRAGMA user_version = 99')],
    ['of another program', foreign],
    [
      'a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    ['gone', (path) => rmSync(path)],
  ])('is made anew where it is %s', async (_, damage) => {
    const pair = await closedPair();
    const path = indexFile(pair);
    for (const companion of ['-wal', '-shm']) rmSync(`${path}${companion}`, { force: true });
    damage(path);
    const stores = await reopen(pair);
    await stores.indexed.version();
    await expectSameAnswers(stores, week);
    await waitForIndex(stores.indexed);
    await expectSameAnswers(stores, week);
  });

  test.each<[string, (path: string) => void]>([
    ['cut off', (path) => truncateSync(path, 500)],
    ['empty', (path) => truncateSync(path, 0)],
    ['full of noise', (path) => writeFileSync(path, noisy(readFileSync(path), 0))],
    ['gone', (path) => rmSync(path)],
  ])('is made anew where its file of calls is %s', async (_, damage) => {
    for (const builds of [true, false]) {
      const pair = await closedPair();
      damage(callsFile(pair));
      const stores = await reopen(pair, builds);
      await expectSameAnswers(stores, week);
      if (!builds) continue;
      await waitForIndex(stores.indexed);
      await expectSameAnswers(stores, week);
      expect(readdirSync(pair.folder).filter((name) => name.endsWith('.calls'))).toHaveLength(1);
    }
  });

  test('loses its holes where late calls have the blocks of many hours written anew, over and over', async () => {
    const random = new Random(4, 'holes');
    const pair = await openPair(randomCalls(random, { count: 15_000, days: 1, hostileShare: 0 }));
    await waitForIndex(pair.indexed);
    const sizes: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await pair.insert(randomCalls(random, { count: 4_100, days: 1, hostileShare: 0 }));
      await pair.settle();
      sizes.push(statSync(callsFile(pair)).size);
    }
    await pair.expectSameAnswers(week, 60);
    expect(sizes.some((size, round) => size < (sizes[round - 1] ?? 0))).toBe(true);
    await pair.indexed.close();
    const stores = await reopen(pair, false);
    await expectSameAnswers(stores, week);
    expect((await stores.indexed.apiLogs.totals(week)).isApproximate).toBe(true);
  });

  test('takes the place of those that older versions made of the same log, and leaves all others alone', async () => {
    const pair = await closedPair();
    const { dev, ino } = statSync(pair.path);
    const nameOf = (path: string, version: number) =>
      `${hash('sha256', [realpathSync(path), dev, ino, version].join('\0'), 'hex').slice(0, 32)}.db`;
    const olds = [nameOf(pair.path, 6), `${nameOf(pair.path, 6)}-wal`, nameOf(pair.path, 3)];
    const others = [nameOf(pair.folder, 4), 'other.db'];
    for (const name of [...olds, ...others]) writeFileSync(join(pair.folder, name), 'old', { mode: 0o600 });
    rmSync(join(pair.folder, nameOf(pair.path, 7)));
    await waitForIndex((await reopen(pair)).indexed);
    const left = readdirSync(pair.folder);
    expect(olds.filter((name) => left.includes(name))).toEqual([]);
    expect(others.filter((name) => left.includes(name))).toEqual(others);
  });

  test('may be deleted at any time', async () => {
    const pair = await openPair(calls(), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    rmSync(pair.folder, { recursive: true });
    await pair.expectSameAnswers(week);
    await pair.insert([aCall()]);
    await pair.expectSameAnswers(week);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
  });

  test.each<[string, (folder: string) => void]>([
    ['others can write its folder', (folder) => chmodSync(folder, 0o777)],
    ['others can write it', (folder) => chmodSync(join(folder, readdirSync(folder)[0] ?? ''), 0o666)],
  ])('is neither used nor changed where %s', async (_, open) => {
    const pair = await closedPair();
    open(pair.folder);
    const path = indexFile(pair);
    const before = readFileSync(path);
    for (const builds of [true, false]) {
      const stores = await reopen(pair, builds);
      await expectSameAnswers(stores, week);
      if (!builds) expect((await stores.indexed.indexState()).state).toBe('none');
      await stores.indexed.close();
    }
    expect(readFileSync(path)).toEqual(before);
  });

  test('is kept to itself where the folder cannot be written', async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, 'file'), '');
    const folder = join(parent, 'file', 'index');
    const path = buildDatabase({ users: [aUser('ada')], calls: calls() });
    const statisticsIndex = { folder, builds: true, exactCalls: 0 };
    const indexed = await openTestStore(path, { statisticsIndex });
    await waitForIndex(indexed);
    expect((await indexed.apiLogs.totals(week)).isApproximate).toBe(true);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('A database that takes the place of another', () => {
  test('has an index of its own', async () => {
    const pair = await openPair(calls());
    await waitForIndex(pair.indexed);
    renameSync(buildDatabase({ users: [aUser('ada')], calls: [aCall(), aCall()] }), pair.path);
    expect((await pair.indexed.apiLogs.totals(week)).totalCalls).toBe(2);
    await waitForIndex(pair.indexed);
    expect((await pair.indexed.apiLogs.totals(week)).totalCalls).toBe(2);
  });

  test('in the very same file, as a restored backup does, is noticed at the next question', async () => {
    const pair = await openPair(calls(), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    const backup = new Database(
      buildDatabase({
        users: [aUser('ada'), aUser('bob'), aUser('cleo'), aUser('dan')],
        calls: Array.from({ length: 900 }, () => aCall()),
      }),
    );
    clearLater(() => backup.close());
    const target = new Database(pair.path);
    target.exec(`ATTACH '${backup.name}' AS backup; PRAGMA foreign_keys = OFF; BEGIN;
      DELETE FROM main.user_api_call_log; INSERT INTO main.user_api_call_log SELECT * FROM backup.user_api_call_log; COMMIT`);
    target.close();
    await pair.expectSameAnswers(week);
    await waitForIndex(pair.indexed);
    await pair.expectSameAnswers(week);
  });
});

describe('Two at one database', () => {
  test('share an index: one makes it, the other asks it, and goes on when the one is gone', async () => {
    const pair = await openPair(calls(), { exactCalls: 0 });
    const other = await reopen(pair);
    await waitForIndex(pair.indexed);
    await expectSameAnswers(other, week);
    expect((await other.indexed.apiLogs.totals(week)).isApproximate).toBe(true);
    await pair.insert(calls());
    await expectSameAnswers(other, week);
    await pair.expectSameAnswers(week);
    await pair.indexed.close();
    await pair.insert(calls().slice(0, 30));
    await expectSameAnswers(other, week);
  });

  test('answer each question from one state of the index, whatever is written to it meanwhile', async () => {
    const pair = await openPair(calls(), { exactCalls: 0 });
    await waitForIndex(pair.indexed);
    const { totalCalls } = await pair.plain.apiLogs.totals(week);
    const file = new DatabaseFile(pair.path, { keepWriter: false, busyTimeoutMs: 1000 });
    const index = new StatisticsIndex(openLogOf(file), { folder: pair.folder, builds: true, exactCalls: 0 });
    clearLater(async () => {
      await index.close();
      file.close();
    });
    const ask = () =>
      index.ask(week, (view) => {
        runSql(indexFile(pair), 'DELETE FROM block; DELETE FROM hour; DELETE FROM day');
        return view.sum({}).overall.calls;
      });
    expect(await ask()).toBe(totalCalls);
    expect(await ask()).not.toBe(totalCalls);
  });

  test('from two processes, one of which is killed while it makes the index, leave it whole', async () => {
    const many = randomCalls(new Random(2, 'killed'), { count: inLongRun(25_000, 60_000), days: 30, hostileShare: 0 });
    const path = buildDatabase({ users: ['ada', 'bob', 'cleo', 'dan'].map((name) => aUser(name)), calls: many });
    const folder = temporaryFolder();
    const child = startBuilder(path, folder);
    await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
    const statisticsIndex = { folder, builds: true, exactCalls: 0 };
    const indexed = await openTestStore(path, { statisticsIndex });
    const plain = await openTestStore(path);
    await expectSameAnswers({ indexed, plain }, week);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await expectSameAnswers({ indexed, plain }, week, 86_400);
    await indexed.close();
    const next = await openTestStore(path, { statisticsIndex });
    await waitForIndex(next);
    const month = { from: new Date('2026-10-20T00:00:00Z'), to: null };
    await expectSameAnswers({ indexed: next, plain }, month, 86_400);
  });
});

describe('A store that only asks the index', () => {
  test('makes none, and asks the log where there is none', async () => {
    const path = buildDatabase({ users: [aUser('ada')], calls: [aCall()] });
    const folder = join(temporaryFolder(), 'none');
    const store = await openTestStore(path, { statisticsIndex: { folder, builds: false, exactCalls: 0 } });
    expect(await store.apiLogs.totals(week)).toMatchObject({ totalCalls: 1 });
    expect(existsSync(folder)).toBe(false);
  });

  test('asks it where it is up to date, with the rows that came since', async () => {
    const pair = await closedPair();
    await pair.insert(calls().slice(0, 100));
    const stores = await reopen(pair, false);
    await expectSameAnswers(stores, week);
    expect((await stores.indexed.apiLogs.totals(week)).isApproximate).toBe(true);
  });

  test.each([
    ['much came', (pair: FilePair) => pair.insert(Array.from({ length: 26_000 }, () => aCall()))],
    ['rows of everywhere went', ({ path }: FilePair) => runSql(path, 'DELETE FROM user_api_call_log WHERE id % 3 = 1')],
    ['the log was emptied', ({ path }: FilePair) => runSql(path, 'DELETE FROM user_api_call_log')],
    [
      'the index lies',
      (pair: FilePair) => runSql(indexFile(pair), `UPDATE state SET value = replace(value, 'look', 'x')`),
    ],
    [
      'the index is damaged',
      (pair: FilePair) => runSql(indexFile(pair), `UPDATE day SET callers = x'00'; UPDATE hour SET callers = x'00'`),
    ],
  ])('asks the log since %s', async (_, change) => {
    const pair = await closedPair();
    await change(pair);
    const stores = await reopen(pair, false);
    await expectSameAnswers(stores, week);
    expect((await stores.indexed.apiLogs.totals(week)).isApproximate).toBeUndefined();
  });
});

/** A process that makes an index, and says so when it has begun. */
function startBuilder(path: string, folder: string): ChildProcess {
  const source = join(import.meta.dirname, '../../../src/store/open.ts');
  const script = `const { openStore } = await import(${JSON.stringify(source)});
    const store = await openStore({ kind: 'file', path: ${JSON.stringify(path)} }, { statisticsIndex: { folder: ${JSON.stringify(folder)}, builds: true } });
    await store.version();
    for (let said = false; ; ) {
      if (!said && (await store.indexState()).progress > 0.2) { said = true; console.log('begun'); }
      await new Promise((next) => setImmediate(next));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  clearLater(() => child.kill('SIGKILL'));
  return child;
}

function noisy(bytes: Buffer, from: number): Buffer {
  const random = new Random(3, 'noise');
  for (let index = from; index < bytes.length; index += 1) bytes[index] = random.below(256);
  return bytes;
}

function foreign(path: string): void {
  rmSync(path);
  runSql(path, 'CREATE TABLE other (x); INSERT INTO other VALUES (1)');
  chmodSync(path, 0o600);
}
