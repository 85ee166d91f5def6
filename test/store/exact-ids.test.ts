import { describe, expect, test } from 'vitest';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import { openServerStore } from '../../src/store/library.ts';
import { fileAt } from '../../src/store/location.ts';
import { openStoreInThread } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { buildDatabase, fixedNow, openTestStore, querySql, REFERENCE_NOW, runSql } from '../helpers/store.ts';

const INNOCENT = 1152921504606846976n;
const LEAKED = 1152921504606846977n;
const WINDOW = { from: new Date('2026-11-19T12:00:00Z'), to: null };
const PAGE = { filter: '', descending: false, offset: 0, limit: 100, anchorId: null } as const;

/** A database whose users were made by another program, with columns of these types. */
function foreignDatabase(users: string, { idType = 'INTEGER PRIMARY KEY', userIdType = 'INTEGER' } = {}): string {
  const path = buildDatabase({});
  runSql(
    path,
    `DROP TABLE "user"; DROP TABLE user_api_call_log;
     CREATE TABLE "user" (id ${idType}, username TEXT NOT NULL, api_key TEXT, created_at TIMESTAMP,
       updated_at TIMESTAMP, is_active BOOLEAN DEFAULT 1);
     CREATE TABLE user_api_call_log (id INTEGER PRIMARY KEY, user_id ${userIdType} NOT NULL, date_time TIMESTAMP,
       api_route TEXT NOT NULL, request_payload TEXT, response_payload TEXT, response_status_code INTEGER,
       response_time_ms REAL, error_message TEXT);
     ${users}`,
  );
  return path;
}

function twins(): string {
  return foreignDatabase(`
    INSERT INTO "user" (id, username, api_key) VALUES (${INNOCENT}, 'innocent', '${hashApiKey('key of innocent')}'),
      (${LEAKED}, 'leaked', '${hashApiKey('key of leaked')}');
    INSERT INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code, response_time_ms)
    VALUES (${INNOCENT}, ${INNOCENT}, '2026-11-20 11:00:00', '/a', 500, 10),
      (${LEAKED}, ${LEAKED}, '2026-11-20 11:00:01', '/b', 404, 20), (${LEAKED + 1n}, ${LEAKED}, '2026-11-20 11:00:02', '/c', 200, 30)`);
}

const activity = (path: string) => querySql(path, 'SELECT username, is_active FROM "user" ORDER BY username');

async function storesOf(path: string): Promise<readonly Store[]> {
  const worker = await openStoreInThread(fileAt(path), { fixedNow: REFERENCE_NOW, actor: 'tester@here' });
  const server = await openServerStore(path, { fixedNow: REFERENCE_NOW, actor: 'tester@here' });
  clearLater(() => Promise.all([worker.close(), server.close()]));
  return [await openTestStore(path), worker, server];
}

describe('Two users whose ids are one as a double', () => {
  test('are not mixed up by an action: the one who is named is changed, in every kind of store', async () => {
    for (const place of [0, 1, 2]) {
      const path = twins();
      const store = (await storesOf(path))[place];
      if (store === undefined) throw new Error('no store');
      await store.users.deactivate('leaked');
      expect(activity(path)).toEqual([
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
    }
  });

  test('have their own calls in every answer', async () => {
    for (const store of await storesOf(twins())) {
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
    }
  });

  test('keep their errors apart, in lists, around an anchor and one by one', async () => {
    for (const store of await storesOf(twins())) {
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
    }
  });

  test('are logged each under their own id, which a number beyond 2^53 cannot name', async () => {
    const path = twins();
    for (const store of await storesOf(path)) {
      const call = { apiRoute: '/new', statusCode: 200, responseTimeMs: 1, dateTime: fixedNow() };
      const id = await store.apiLogs.log({ ...call, userId: LEAKED });
      expect(await store.apiLogs.find(id)).toMatchObject({ id, userId: LEAKED, username: 'leaked' });
      const [other = 0] = await store.apiLogs.logMany([{ ...call, userId: INNOCENT }]);
      expect(await store.apiLogs.find(other)).toMatchObject({ username: 'innocent' });
      await expect(store.apiLogs.log({ ...call, userId: Number(LEAKED) })).rejects.toMatchObject({ field: 'userId' });
      await expect(store.users.deactivate({ id: Number(LEAKED) })).rejects.toThrow('beyond 2^53');
    }
    expect(activity(path).map(({ is_active }) => is_active)).toEqual([1, 1]);
  });

  test('lose just their own old calls in a cleanup', async () => {
    const path = twins();
    runSql(path, `UPDATE user_api_call_log SET date_time = '2026-01-01 00:00:00' WHERE id = ${LEAKED}`);
    const store = await openTestStore(path);
    expect(await store.apiLogs.cleanup({ days: 90 })).toBe(1);
    expect(querySql(path, 'SELECT CAST(id AS TEXT) AS id FROM user_api_call_log ORDER BY id')).toEqual([
      { id: String(INNOCENT) },
      { id: String(LEAKED + 1n) },
    ]);
  });
});

describe('Users whose ids are text', () => {
  const [one, other] = ['0190163d-8694-739b-aea5-966c26f8ad91', '0190163d-8694-739b-aea5-966c26f8ad92'];
  const uuids = () =>
    foreignDatabase(
      `INSERT INTO "user" (id, username, api_key) VALUES ('${one}', 'one', 'a'), ('${other}', 'other', 'b'), ('7', 'seven', 'c');
       INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
       VALUES ('${other}', '2026-11-20 11:00:00', '/a', 500, 10), (7, '2026-11-20 11:00:00', '/a', 500, 10)`,
      { idType: 'TEXT PRIMARY KEY' },
    );

  test('are deactivated and get keys that work', async () => {
    const path = uuids();
    const store = await openTestStore(path);
    expect(await store.users.deactivate('other')).toMatchObject({
      changed: true,
      user: { id: other, isActive: false },
    });
    const { apiKey } = await store.users.regenerateKey({ id: '7' });
    expect(await store.users.authenticate(apiKey)).toMatchObject({ id: '7', username: 'seven' });
    expect(activity(path)).toMatchObject([{ is_active: 1 }, { username: 'other', is_active: 0 }, { is_active: 1 }]);
  });

  test('are shown with their traffic, also where the log keeps a number for it', async () => {
    const store = await openTestStore(uuids());
    const { rows } = await store.users.overview({ ...PAGE, sort: 'username', window: WINDOW, bucketCount: 1 });
    expect(rows.map(({ id, callCount, callsByBucket }) => [id, callCount, callsByBucket])).toEqual([
      [one, 0, [0]],
      [other, 1, [1]],
      ['7', 1, [1]],
    ]);
    expect(rows[2]?.lastCallAt).toEqual(new Date('2026-11-20T11:00:00Z'));
    expect(await store.apiLogs.userStats('seven', WINDOW)).toMatchObject({ totalCalls: 1 });
  });

  test('whose ids are numbers while the log keeps text have their traffic, too', async () => {
    const path = foreignDatabase(
      `INSERT INTO "user" (id, username, api_key) VALUES (7, 'seven', 'c');
       INSERT INTO user_api_call_log (user_id, date_time, api_route) VALUES ('7', '2026-11-20 11:00:00', '/a')`,
      { userIdType: 'TEXT' },
    );
    const store = await openTestStore(path);
    expect(await store.apiLogs.userStats('seven', WINDOW)).toMatchObject({ totalCalls: 1 });
    await store.apiLogs.log({ userId: 7, apiRoute: '/b', statusCode: 200, responseTimeMs: 1, dateTime: fixedNow() });
    const { rows } = await store.users.overview({ ...PAGE, sort: 'username', window: WINDOW, bucketCount: 1 });
    expect(rows).toMatchObject([{ callCount: 2, callsByBucket: [2] }]);
  });
});

describe('A user whose id names no row', () => {
  test('is shown, and not changed', async () => {
    const path = foreignDatabase(
      `INSERT INTO "user" (id, username, api_key) VALUES (x'0102', 'bytes', 'a'), (NULL, 'nothing', 'b'), (1.5, 'half', 'c')`,
      { idType: 'BLOB' },
    );
    const store = await openTestStore(path);
    const { rows } = await store.users.overview({ ...PAGE, sort: 'username', window: WINDOW, bucketCount: 1 });
    expect(rows.map(({ id, username }) => [id, username])).toEqual([
      ["x'0102'", 'bytes'],
      [1.5, 'half'],
      ['NULL', 'nothing'],
    ]);
    for (const { id, username } of rows) {
      await expect(store.users.deactivate({ id, username })).rejects.toMatchObject({ name: 'UserError' });
      await expect(store.users.deactivate(username)).rejects.toThrow(`“${username}” has no id that names them`);
    }
    expect(activity(path).every(({ is_active }) => is_active === 1)).toBe(true);
  });
});

describe('A name that stands twice', () => {
  const pair = () =>
    foreignDatabase(
      `INSERT INTO "user" (id, username, api_key) VALUES (3, 'shop', 'a'), (7, 'shop', 'b'), (9, 'Shop', 'c')`,
    );

  test('is refused with the ids, and an id chooses', async () => {
    const path = pair();
    const store = await openTestStore(path);
    const fault = { name: 'UserError', message: 'Several users have the name “shop”: their ids are 3, 7.' };
    for (const action of ['deactivate', 'reactivate', 'regenerateKey', 'find'] as const) {
      await expect(store.users[action]('shop')).rejects.toMatchObject(fault);
    }
    expect(activity(path).every(({ is_active }) => is_active === 1)).toBe(true);
    expect(await store.users.deactivate({ id: 7 })).toMatchObject({ changed: true, hasNamesakes: true });
    expect(querySql(path, 'SELECT id FROM "user" WHERE is_active = 0')).toEqual([{ id: 7 }]);
    expect(await store.users.deactivate('Shop')).toMatchObject({ user: { id: 9 } });
  });

  test('is not changed by an id whose row has another name by now', async () => {
    const path = pair();
    const store = await openTestStore(path);
    runSql(path, `UPDATE "user" SET username = 'other' WHERE id = 7`);
    await expect(store.users.deactivate({ id: 7, username: 'shop' })).rejects.toThrow(
      'There is no user “shop” with the id 7.',
    );
    expect(activity(path).every(({ is_active }) => is_active === 1)).toBe(true);
  });
});
