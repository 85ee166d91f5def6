import { beforeAll, describe, expect, test } from 'vitest';
import { openServerStore } from '../../src/store/library.ts';
import { locationWords } from '../../src/store/location.ts';
import { openStoreInThread } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aCall, aUser, fixedNow, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const INNOCENT = 1152921504606846976n;
const LEAKED = 1152921504606846977n;
const WINDOW = { from: new Date('2026-11-19T12:00:00Z'), to: null };
const PAGE = { filter: '', descending: false, offset: 0, limit: 100, anchorId: null } as const;

const users = [aUser('innocent', { id: INNOCENT }), aUser('leaked', { id: LEAKED })];
const calls = [
  aCall({ id: INNOCENT, userId: INNOCENT, dateTime: '2026-11-20 11:00:00', apiRoute: '/a', statusCode: 500 }),
  aCall({ id: LEAKED, userId: LEAKED, dateTime: '2026-11-20 11:00:01', apiRoute: '/b', statusCode: 404 }),
  aCall({ id: LEAKED + 1n, userId: LEAKED, dateTime: '2026-11-20 11:00:02', apiRoute: '/c' }),
];

const activity = (database: TestDatabase) => database.query('SELECT username, is_active FROM "user" ORDER BY username');

const OPENERS: Readonly<Record<string, (database: TestDatabase) => Promise<Store>>> = {
  'in this thread': (database) => database.open(),
  'in a worker': ({ location }) => openStoreInThread(location, { now: () => REFERENCE_NOW, actor: 'tester@here' }),
  'of an API server': ({ location }) =>
    openServerStore(locationWords(location)[1] ?? '', { now: () => REFERENCE_NOW, actor: 'tester@here' }),
};

const stores = engines.flatMap((engine) =>
  Object.entries(OPENERS).map(([kind, opener]) => ({
    ...engine,
    kind,
    twins: async (): Promise<Twins> => {
      const database = await engine.build({ users, calls });
      const store = await opener(database);
      clearLater(() => store.close());
      return { database, store };
    },
  })),
);

interface Twins {
  readonly database: TestDatabase;
  readonly store: Store;
}

describe.each(stores)('Two users whose ids are one as a double, in a store $kind ($name)', ({ twins }) => {
  // Looking changes nothing.
  let untouched: Twins;
  beforeAll(async () => {
    untouched = await twins();
  });

  test('are not mixed up by an action: the one who is named is changed, in every kind of store', async () => {
    const { database, store } = await twins();
    await store.users.deactivate('leaked');
    expect(await activity(database)).toEqual([
      { username: 'innocent', is_active: 1 },
      { username: 'leaked', is_active: 0 },
    ]);
    const { id, apiKey } = await store.users.regenerateKey({ id: LEAKED });
    expect(id).toBe(LEAKED);
    expect(await store.users.authenticate('key of innocent')).toMatchObject({ id: 1152921504606846976n });
    await store.users.reactivate('leaked');
    expect(await store.users.authenticate(apiKey)).toMatchObject({ id: LEAKED, username: 'leaked' });
    expect((await store.audit.list()).map(({ detail }) => detail)).toEqual(
      Array(3).fill({ userId: '1152921504606846977' }),
    );
  });

  test('have their own calls in every answer', async () => {
    const { store } = untouched;
    const { rows } = await store.users.overview({ ...PAGE, sort: 'username', window: WINDOW, bucketCount: 2 });
    expect(rows.map(({ id, callCount }) => [id, callCount])).toEqual([
      [INNOCENT, 1],
      [LEAKED, 2],
    ]);
    expect(rows.map(({ lastCallAt }) => lastCallAt?.getUTCSeconds())).toEqual([0, 2]);
    expect(rows.map(({ callsByBucket }) => callsByBucket)).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(await store.apiLogs.userStats('leaked', WINDOW)).toMatchObject({ totalCalls: 2, errorCount: 1 });
    expect(await store.apiLogs.userStats({ id: INNOCENT }, WINDOW)).toMatchObject({ totalCalls: 1 });
    const timeline = await store.apiLogs.timeline(WINDOW, { bucketSeconds: 86_400, username: { id: LEAKED } });
    expect(timeline.reduce((sum, { callCount }) => sum + callCount, 0)).toBe(2);
    const { topUsers } = await store.apiLogs.systemStats(WINDOW);
    expect(topUsers.map(({ username, callCount }) => [username, callCount])).toEqual([
      ['leaked', 2],
      ['innocent', 1],
    ]);
  });

  test('keep their errors apart, in lists, around an anchor and one by one', async () => {
    const { store } = untouched;
    const request = { ...PAGE, sort: 'time', window: WINDOW } as const;
    for (const sort of ['time', 'user'] as const) {
      const page = await store.apiLogs.errors({ ...request, sort, anchorId: LEAKED });
      expect(page.rows.map(({ id, username }) => [id, username])).toEqual([
        [INNOCENT, 'innocent'],
        [LEAKED, 'leaked'],
      ]);
      expect(page.anchorIndex).toBe(1);
    }
    expect(await store.apiLogs.find(LEAKED)).toMatchObject({ id: LEAKED, userId: LEAKED, apiRoute: '/b' });
    expect(await store.apiLogs.find(INNOCENT)).toMatchObject({ username: 'innocent', apiRoute: '/a' });
    expect(await store.apiLogs.newest()).toMatchObject({ id: LEAKED + 1n });
    expect(await store.apiLogs.recentErrors({ username: 'leaked' })).toMatchObject([{ id: LEAKED }]);
  });

  test('are logged each under their own id, which a number beyond 2^53 cannot name', async () => {
    const { database, store } = await twins();
    const call = { apiRoute: '/new', statusCode: 200, responseTimeMs: 1, dateTime: fixedNow() };
    const id = await store.apiLogs.log({ ...call, userId: LEAKED });
    expect(await store.apiLogs.find(id)).toMatchObject({ id, userId: LEAKED, username: 'leaked' });
    const [other = 0] = await store.apiLogs.logMany([{ ...call, userId: INNOCENT }]);
    expect(await store.apiLogs.find(other)).toMatchObject({ username: 'innocent' });
    await expect(store.apiLogs.log({ ...call, userId: Number(LEAKED) })).rejects.toMatchObject({ field: 'userId' });
    await expect(store.users.deactivate({ id: Number(LEAKED) })).rejects.toThrow('beyond 2^53');
    expect((await activity(database)).map(({ is_active }) => is_active)).toEqual([1, 1]);
  });

  test('lose just their own old calls in a cleanup', async () => {
    const { database, store } = await twins();
    await database.run(`UPDATE user_api_call_log SET date_time = '2026-01-01 00:00:00' WHERE id = ${LEAKED}`);
    expect(await store.apiLogs.cleanup({ days: 90 })).toBe(1);
    expect(await database.query('SELECT CAST(id AS TEXT) AS id FROM user_api_call_log ORDER BY id')).toEqual([
      { id: String(INNOCENT) },
      { id: String(LEAKED + 1n) },
    ]);
  });
});
