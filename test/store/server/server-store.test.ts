import { copyFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../../src/model/call.ts';
import { initDatabase, openServerStore, type ServerStoreOptions } from '../../../src/store/library.ts';
import type { Store } from '../../../src/store/store.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import {
  aCall,
  aUser,
  buildDatabase,
  copyReference,
  expected,
  openTestStore,
  querySql,
  REFERENCE_NOW,
  temporaryFolder,
} from '../../helpers/store.ts';
import { expectClock } from './expect-clock.ts';
import { expectSameAnswers } from './expect-same-answers.ts';

const call: NewApiCall = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };

async function open(path: string, options: ServerStoreOptions = {}): Promise<Store> {
  const store = await openServerStore(path, { now: () => REFERENCE_NOW, actor: 'tester@here', ...options });
  clearLater(() => store.close());
  return store;
}

/** Holds the lock of a file as another program would, until the function that is returned is called. */
function lock(path: string): () => void {
  const other = new Database(path);
  other.exec('BEGIN EXCLUSIVE');
  return () => {
    other.exec('COMMIT');
    other.close();
  };
}

const countCalls = (path: string) => querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')[0]?.count;

describe('The store of a server', () => {
  test('answers as any other store', async () => {
    const path = copyReference();
    const [one, other] = [await open(path), await openTestStore(path)];
    await expectSameAnswers(one, other);
  });

  test('goes by the clock that it was given, in all of its threads', async () => {
    let now = REFERENCE_NOW;
    const store = await open(copyReference(), { now: () => now });
    await expectClock(store, (time) => {
      now = time;
    });
  });

  test.each([
    ['numbers', () => Date.now()],
    ['no time', () => new Date(Number.NaN)],
    ['nothing', () => undefined],
  ])('refuses a clock that tells %s, before anything is opened', async (_, now) => {
    const missing = join(temporaryFolder(), 'nothing.db');
    const fault = { name: 'PresentsError', code: 'invalid', field: 'now' };
    await expect(openServerStore(missing, { now: now as never })).rejects.toMatchObject(fault);
    await expect(initDatabase(missing, { now: now as never })).rejects.toMatchObject(fault);
  });

  test('meets a fault of the file when it is opened, not at the first request', async () => {
    const missing = join(temporaryFolder(), 'nothing.db');
    await expect(open(missing)).rejects.toMatchObject({ message: `There is no database at ${missing}.` });
    const foreign = join(temporaryFolder(), 'foreign.db');
    new Database(foreign).exec('CREATE TABLE x (y)').close();
    await expect(open(foreign)).rejects.toMatchObject({
      name: 'PresentsError',
      message: `The database ${foreign} lacks tables of the API.`,
    });
  });

  test('serves a file that a crashed program left half written, and puts it in order', async () => {
    const source = copyReference();
    const path = join(temporaryFolder(), 'crashed.db');
    const writer = new Database(source);
    writer.exec(`PRAGMA cache_size = 5; BEGIN; UPDATE user_api_call_log SET error_message = 'half written'`);
    for (const suffix of ['', '-journal']) copyFileSync(source + suffix, path + suffix);
    writer.close();
    const store = await open(path);
    expect(await store.users.authenticate(expected.api_keys.client1 ?? '')).toMatchObject({ username: 'client1' });
    expect(querySql(path, `SELECT id FROM user_api_call_log WHERE error_message = 'half written'`)).toEqual([]);
  });

  test('refuses a revoked key on the very next question, whoever revoked it', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    const operator = await openTestStore(path);
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
    await operator.users.deactivate('shop');
    expect(await store.users.authenticate('key of shop')).toBeUndefined();
    await store.users.reactivate('shop');
    expect(await store.users.authenticate('key of shop')).toBeDefined();
    const { apiKey } = await operator.users.regenerateKey('shop');
    expect(await store.users.authenticate('key of shop')).toBeUndefined();
    expect(await store.users.authenticate(apiKey)).toBeDefined();
  });

  test('meets a file that took the place of its own a moment later', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
    await store.apiLogs.log(call);
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix);
    renameSync(buildDatabase({ users: [aUser('other')] }), path);
    await expect.poll(() => store.users.authenticate('key of shop')).toBeUndefined();
    expect(await store.users.authenticate('key of other')).toMatchObject({ username: 'other' });
    const logged = async () => {
      await store.apiLogs.log(call);
      return countCalls(path);
    };
    await expect.poll(logged).toBe(1);
  });

  test('answers many questions and changes at once', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    const work = Array.from({ length: 300 }, (_, index) =>
      Promise.all([
        store.apiLogs.log({ ...call, responseTimeMs: index }),
        store.users.authenticate('key of shop'),
        store.products.put({ productId: `P${index}`, description: `product ${index}` }),
        store.apiLogs.totals({ hours: 1 }),
      ]),
    );
    const answers = await Promise.all(work);
    expect(new Set(answers.map(([id]) => id)).size).toBe(300);
    expect(answers.every(([, user]) => user?.username === 'shop')).toBe(true);
    expect(countCalls(path)).toBe(300);
    expect(await store.products.stats()).toMatchObject({ successful: 300 });
  });
});

/** Tells whether work needs a turn of the event loop, as what another thread does. */
async function needsTurn(work: () => Promise<unknown>): Promise<boolean> {
  let isDone = false;
  const done = work().then(() => {
    isDone = true;
  });
  // An answer of a thread comes with a turn at the earliest, and so after all of these.
  for (let step = 0; step < 500 && !isDone; step += 1) await null;
  const needed = !isDone;
  await done;
  return needed;
}

describe('A single call', () => {
  test('is in a log in WAL mode before the event loop turns, so that it takes no way to a thread and back', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    // The first one starts the log, and waits for the disk.
    expect(await store.apiLogs.log(call)).toBe(1);
    expect(await needsTurn(() => store.apiLogs.log(call))).toBe(false);
    expect(countCalls(path)).toBe(2);
  });

  test('goes to the other thread after whatever that has written, since who starts the log anew waits for the disk', async () => {
    const store = await open(buildDatabase({ users: [aUser('shop')] }));
    const log = () => store.apiLogs.log(call);
    expect([await needsTurn(log), await needsTurn(log)]).toEqual([true, false]);
    for (const write of [() => store.apiLogs.logMany([call]), () => store.users.create('other')]) {
      await write();
      expect([await needsTurn(log), await needsTurn(log)]).toEqual([true, false]);
    }
    const long = { ...call, requestPayload: 'x'.repeat(100_000) };
    expect([await needsTurn(() => store.apiLogs.log(long)), await needsTurn(log)]).toEqual([true, false]);
  });

  test('waits for the disk in the other thread where the journal mode has it wait', async () => {
    const path = copyReference();
    const store = await open(path);
    const before = Number(countCalls(path));
    expect(await needsTurn(() => store.apiLogs.log(call))).toBe(true);
    expect(countCalls(path)).toBe(before + 1);
  });

  test('by single call, the write-ahead log stays short', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    for (let count = 0; count < 4_000; count += 1) await store.apiLogs.log(call);
    expect(countCalls(path)).toBe(4_000);
    expect(statSync(`${path}-wal`).size).toBeLessThan(32 * 1_048_576);
  });

  test('of no user is refused alone, with its field', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    const answers = await Promise.allSettled([call, { ...call, userId: 99 }, call].map(store.apiLogs.log));
    expect(answers[1]).toMatchObject({
      reason: { message: 'The call was not logged: no user has this userId.', field: 'userId' },
    });
    expect(countCalls(path)).toBe(2);
    await expect(store.apiLogs.log({ ...call, userId: 99 })).rejects.toMatchObject({ field: 'userId' });
  });
});

describe('While another program holds the lock', () => {
  test.each([
    ['WAL', () => buildDatabase({ users: [aUser('client1')] })],
    ['DELETE', () => copyReference()],
  ])('a write in journal mode %s waits without holding this thread up', async (_, make) => {
    const path = make();
    const store = await open(path);
    const before = Number(countCalls(path));
    const unlock = lock(path);
    const logged = store.apiLogs.log(call);
    const tenTurns = async () => {
      for (let turn = 0; turn < 10; turn += 1) await delay(1);
      return 'waiting';
    };
    expect(await Promise.race([logged.then(() => 'written'), tenTurns()])).toBe('waiting');
    unlock();
    await logged;
    expect(countCalls(path)).toBe(before + 1);
  });

  test('a question waits for it in another thread', async () => {
    const path = copyReference();
    const store = await open(path);
    const unlock = lock(path);
    const answer = store.users.authenticate(expected.api_keys.client1 ?? '');
    expect(await Promise.race([answer, delay(30, 'waiting')])).toBe('waiting');
    unlock();
    expect(await answer).toMatchObject({ username: 'client1' });
  });

  test.each([
    ['WAL', () => buildDatabase({ users: [aUser('client1')] })],
    ['DELETE', () => copyReference()],
  ])('what waits too long in journal mode %s is told so, and nothing was written', async (_, make) => {
    const path = make();
    const before = countCalls(path);
    const store = await open(path, { busyTimeoutMs: 60 });
    const unlock = lock(path);
    await expect(store.apiLogs.log(call)).rejects.toMatchObject({ name: 'PresentsError', exitCode: 3 });
    unlock();
    // What was refused is not written after all.
    await store.close();
    expect(countCalls(path)).toBe(before);
  });
});

describe('Closing the store of a server', () => {
  test('finishes what was begun and begins nothing new', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    const begun = Array.from({ length: 50 }, () => store.apiLogs.log(call));
    const statistics = store.apiLogs.systemStats();
    const closed = store.close();
    const late = store.apiLogs.log(call);
    await expect(late).rejects.toMatchObject({ name: 'PresentsError', code: 'closed' });
    const others = [
      store.users.authenticate('key of shop'),
      store.users.create('x'),
      store.users.list(),
      store.version(),
    ];
    for (const other of others) await expect(other).rejects.toMatchObject({ name: 'PresentsError', code: 'closed' });
    await closed;
    expect((await Promise.all(begun)).length).toBe(50);
    expect(await statistics).toMatchObject({ periodHours: 24 });
    expect(countCalls(path)).toBe(50);
    await store.close();
  });

  test('stops a cleanup after the chunk at hand, which stays deleted', async () => {
    const calls = Array.from({ length: 5_000 }, () => aCall({ dateTime: '2026-01-01 00:00:00' }));
    const path = buildDatabase({ users: [aUser('shop')], calls });
    const store = await open(path);
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const cleanup = store.apiLogs.cleanup({ days: 30, onProgress: () => resolve() });
    await begun;
    await store.close();
    const deleted = await cleanup;
    expect(deleted).toBeGreaterThan(0);
    expect(deleted).toBeLessThan(5_000);
    expect(countCalls(path)).toBe(5_000 - deleted);
  });

  test('leaves no journal behind', async () => {
    const path = join(temporaryFolder(), 'made.db');
    await initDatabase(path);
    const store = await open(path);
    await store.users.create('shop');
    await store.apiLogs.log(call);
    await store.close();
    expect(readdirSync(dirname(path))).toEqual(['made.db']);
    expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});
