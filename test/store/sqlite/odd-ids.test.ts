import { describe, expect, test } from 'vitest';
import { hashApiKey } from '../../../src/store/checks/keys.ts';
import { buildDatabase, fixedNow, openTestStore, querySql, runSql } from '../../helpers/store.ts';

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

const activity = (path: string) => querySql(path, 'SELECT username, is_active FROM "user" ORDER BY username');

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
      await expect(store.users.deactivate({ id, username })).rejects.toMatchObject({ name: 'PresentsError' });
      await expect(store.users.deactivate(username)).rejects.toThrow(`“${username}” has no id that names them`);
    }
    expect(activity(path).every(({ is_active }) => is_active === 1)).toBe(true);
  });
});

test('A key that an inactive and an active user share is that of the active one', async () => {
  const hash = hashApiKey('key');
  const path = foreignDatabase(
    `INSERT INTO "user" (id, username, api_key, is_active) VALUES (3, 'gone', '${hash}', 0), (7, 'shop', '${hash}', 1)`,
  );
  const { users } = await openTestStore(path);
  expect(await users.authenticate('key', { reason: true })).toMatchObject({ user: { username: 'shop' }, reason: null });
});

describe('A name that stands twice', () => {
  const pair = () =>
    foreignDatabase(
      `INSERT INTO "user" (id, username, api_key) VALUES (3, 'shop', 'a'), (7, 'shop', 'b'), (9, 'Shop', 'c')`,
    );

  test('is refused with the ids, and an id chooses', async () => {
    const path = pair();
    const store = await openTestStore(path);
    const fault = { name: 'PresentsError', message: 'Several users have the name “shop”: their ids are 3, 7.' };
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
