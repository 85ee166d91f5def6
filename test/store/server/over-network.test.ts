import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { openServerStore as openLibraryStore } from '../../../src/store/library.ts';
import { openServerStore } from '../../../src/store/server/server-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { withClient } from '../../helpers/postgres/server-place.ts';
import { askDatabase, askServer, createDatabase, hasPostgres, runServer } from '../../helpers/postgres.ts';
import { openTestStore, REFERENCE_NOW } from '../../helpers/store.ts';
import { expectClock } from './expect-clock.ts';
import { expectSameAnswers } from './expect-same-answers.ts';

const call = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };

async function open(location: ServerLocation): Promise<Store> {
  const store = await openServerStore(location, { now: () => REFERENCE_NOW, actor: 'tester@here' });
  clearLater(() => store.close());
  return store;
}

describe.runIf(hasPostgres)('The store of an API server over PostgreSQL', () => {
  test('answers as any other store', async () => {
    const location = await createDatabase('reference');
    const [one, other] = [await open(location), await openTestStore(location)];
    await expectSameAnswers(one, other);
  });

  test('goes by the clock that it was given, in all of its threads', async () => {
    let now = REFERENCE_NOW;
    const store = await openServerStore(await createDatabase('reference'), { now: () => now });
    clearLater(() => store.close());
    await expectClock(store, (time) => {
      now = time;
    });
  });

  test('logs calls that are given one by one in few transactions, each under an id of its own', async () => {
    const location = await createDatabase('reference');
    const store = await open(location);
    const ids = await Promise.all(Array.from({ length: 1_000 }, () => store.apiLogs.log(call)));
    expect(new Set(ids).size).toBe(1_000);
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)));
    const counts = `SELECT count(*)::int AS calls, count(DISTINCT xid) < 20 AS "isFew" FROM user_api_call_log WHERE id > 6000`;
    expect(await askDatabase(location, counts)).toEqual([{ calls: 1_000, isFew: true }]);
  });

  test('refuses a call alone that is not as it should be, and logs those that were given with it', async () => {
    const location = await createDatabase('reference');
    const store = await open(location);
    const logged = await Promise.allSettled([call, { ...call, userId: 99 }, call].map((one) => store.apiLogs.log(one)));
    expect(logged.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(logged[1]).toMatchObject({
      reason: { field: 'userId', message: expect.stringContaining('was not logged') },
    });
  });

  test('meets a fault of the database when it is opened, and writes what was given before it is closed', async () => {
    await expect(open(await createDatabase('nothing'))).rejects.toMatchObject({ name: 'PresentsError' });
    const location = await createDatabase('reference');
    const store = await open(location);
    const logging = Promise.all(Array.from({ length: 300 }, () => store.apiLogs.log(call)));
    await store.close();
    expect(await logging).toHaveLength(300);
    await expect(store.apiLogs.log(call)).rejects.toThrow('The store is closed.');
  });

  test('rejects with “closed” what the server has not answered when it is closed', async () => {
    const location = await createDatabase('reference');
    const store = await openLibraryStore(location.name);
    await withClient(runServer(), { database: location.database }, async (other) => {
      await other.query('BEGIN; LOCK TABLE "user" IN ACCESS EXCLUSIVE MODE');
      const outcome = store.users.find('client1').catch((error: unknown) => error);
      const count = `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = '"user"'::regclass`;
      await expect.poll(async () => (await other.query(count)).rows[0]).toEqual({ count: 1 });
      await store.close();
      expect(await outcome).toMatchObject({ name: 'PresentsError', code: 'closed' });
    });
  });

  test('keeps no lookup waiting for longer than a write may wait for a lock', async () => {
    const location = await createDatabase('reference');
    const store = await openLibraryStore(location.name, { busyTimeoutMs: 200 });
    clearLater(() => store.close());
    await withClient(runServer(), { database: location.database }, async (other) => {
      await other.query('BEGIN; LOCK TABLE "user", product_attributes IN ACCESS EXCLUSIVE MODE');
      const stopped = 'The question took over 0.2 s and was stopped.';
      await expect(store.users.authenticate('a key')).rejects.toThrow(stopped);
      await expect(store.products.find('B1', 'A brown teddy bear')).rejects.toThrow(stopped);
    });
  });

  test('says which right is missing, whatever else was asked at once', async () => {
    const location = await createDatabase('reference');
    const login = `${location.database}_login`;
    await askDatabase(location, `CREATE ROLE ${login} LOGIN`);
    clearLater(() => askServer(runServer(), 'postgres', `DROP ROLE ${login}`));
    const store = await openTestStore({ ...location, user: login });
    const { users, apiLogs, products } = store;
    const questions = [() => apiLogs.systemStats(), () => apiLogs.newest(), () => users.list(), () => products.stats()];
    for (const ask of questions) await expect(ask()).rejects.toThrow(`The role "${login}" may not read the table`);
  });
});
