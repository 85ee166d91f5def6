import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { hashApiKey } from '../../../src/store/checks/keys.ts';
import type { Store } from '../../../src/store/store.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from '../../helpers/store.ts';

const call = { userId: 1, apiRoute: '/a', statusCode: 200, responseTimeMs: 1 };

describe.runIf(hasPostgres)('Text that no column of PostgreSQL takes', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(await createDatabase());
    await store.users.create('shop');
  });

  test('is logged with marks in place of null bytes and half characters, and JSON keeps both', async () => {
    const payload = { note: 'a\0b', half: '\ud83d' };
    const odd = { ...call, apiRoute: '/a\0b', errorMessage: 'half \ud83d', requestPayload: payload };
    const id = await store.apiLogs.log(odd);
    expect(await store.apiLogs.find(id)).toMatchObject({
      apiRoute: '/a\uFFFDb',
      errorMessage: 'half \uFFFD',
      requestPayload: payload,
    });
  });

  test('is cached under the hash of what it was, and found by it again', async () => {
    await store.products.put({ productId: 'p\0', description: 'bear\0 \ud83d', color: 'r\0ed' });
    const found = { productId: 'p\uFFFD', rawDescription: 'bear\uFFFD \uFFFD', color: 'r\uFFFDed' };
    expect(await store.products.find('p\0')).toMatchObject(found);
    expect(await store.products.find('other', 'Bear\0 \ud83d')).toMatchObject(found);
    expect(await store.products.find('other', 'Bear\uFFFD \uFFFD')).toBeUndefined();
    expect(await store.products.invalidate('p\0')).toEqual({ productId: 'p\0', previousStatus: 'success' });
  });

  test('and is too long for an index is refused as what a person can mend', async () => {
    const productId = Array.from({ length: 200 }, (_, n) => hashApiKey(`${n}`)).join('');
    const entry = { productId, description: 'long' };
    await expect(store.products.put(entry)).rejects.toMatchObject({
      name: 'PresentsError',
      message: expect.stringContaining('The database cannot store a value: index row'),
    });
  });

  test.each(['shop\0', '\0', 'shop\ud83d'])('names nobody: %j', async (name) => {
    expect(await store.users.find(name)).toBeUndefined();
    await expect(store.users.deactivate(name)).rejects.toThrow('There is no user');
    await expect(store.apiLogs.systemStats({ hours: 1 }, { username: name })).rejects.toThrow('There is no user');
    expect(await store.audit.list({ target: name })).toEqual([]);
    expect(await store.users.authenticate(name)).toBeUndefined();
    const page = { filter: name, sort: 'product', descending: false, offset: 0, limit: 9, anchorId: null } as const;
    expect(await store.products.list(page)).toMatchObject({ total: 0, unfilteredTotal: 1 });
  });

  test.each(['x', '1x', '', '9223372036854775808', '1e3', 2n ** 64n])('is no id: %s', async (id) => {
    expect(await store.users.find({ id })).toBeUndefined();
    await expect(store.users.deactivate({ id })).rejects.toThrow('There is no user with the id');
    expect(await store.apiLogs.find(id)).toBeUndefined();
    expect(await store.apiLogs.findStored(id, { maxLength: 1 })).toBeUndefined();
    expect(await store.apiLogs.nearestSuccess(id)).toBeUndefined();
  });
});

describe.runIf(hasPostgres)('A payload of many megabytes', () => {
  const line = (letters: string) => `{"note": "${letters}", "text": "${'gift '.repeat(30)}"},`;
  const texts = [line('plain'), line('é'), line('é 🎁')].map((text) => text.repeat(7_000));
  let location: ServerLocation;
  let store: Store;
  beforeAll(async () => {
    location = await createDatabase();
    store = await openTestStore(location);
    for (const text of texts) {
      await askDatabase(
        location,
        `INSERT INTO user_api_call_log (user_id, api_route, request_payload) VALUES (1, '/', '${text}')`,
      );
    }
  });

  test.each([0, 1, 2])('is handed over in parts of UTF-16 units, as it stands: %i', async (index) => {
    const text = texts[index] ?? '';
    const parts = [
      [0, 10],
      [10, 1],
      [11, 1],
      [12, 100],
      [1_100_000, 50_000],
      [1_150_000, 2_000],
      [text.length - 5, 100],
      [text.length, 100],
      [0, Number.MAX_SAFE_INTEGER],
    ] as const;
    for (const [from, maxLength] of parts) {
      const found = await store.apiLogs.findStored(index + 1, { from, maxLength });
      const part = text.slice(from, from + maxLength);
      expect(found?.requestPayload?.text === part).toBe(true);
      expect({ ...found?.requestPayload, text: null }).toEqual({
        text: null,
        byteCount: Buffer.byteLength(text),
        length: text.length,
        isWhole: part.length === text.length,
      });
    }
  });
});

describe.runIf(hasPostgres)('A server with other customs', () => {
  test('of times and dates gives the same times', async () => {
    const location = await createDatabase();
    await askDatabase(
      location,
      `ALTER DATABASE ${location.database} SET timezone = 'Asia/Tokyo';
       ALTER DATABASE ${location.database} SET DateStyle = 'German';
       ALTER DATABASE ${location.database} SET standard_conforming_strings = off;
       ALTER DATABASE ${location.database} SET extra_float_digits = -10;
       ALTER DATABASE ${location.database} SET bytea_output = 'escape'`,
    );
    const store = await openTestStore(location);
    await store.users.create('shop');
    const dateTime = new Date('2026-11-20T11:00:00Z');
    const id = await store.apiLogs.log({ ...call, responseTimeMs: 0.1234567890123456, dateTime });
    expect(await store.apiLogs.find(id)).toMatchObject({ dateTime, responseTimeMs: 0.1234567890123456 });
    expect(await store.apiLogs.newest()).toEqual({ id, dateTime });
    expect(await store.audit.list()).toMatchObject([{ dateTime: new Date('2026-11-20T12:00:00Z') }]);
    expect(await store.apiLogs.countOlderThan(0)).toEqual({ matching: 1, total: 1 });
    expect(await store.apiLogs.cleanup({ days: 0 })).toBe(1);
  });

  test('of names tells users of one name apart by their ids', async () => {
    const location = await createDatabase();
    await askDatabase(
      location,
      `ALTER TABLE "user" DROP CONSTRAINT user_username_key;
       INSERT INTO "user" (username, api_key) VALUES ('twin', 'a'), ('twin', 'b')`,
    );
    const store = await openTestStore(location);
    await expect(store.users.deactivate('twin')).rejects.toThrow(
      'Several users have the name “twin”: their ids are 1, 2.',
    );
    await expect(store.users.create('twin')).rejects.toThrow('There already is a user “twin”.');
    expect(await store.users.deactivate({ id: 2 })).toMatchObject({ changed: true, hasNamesakes: true });
    expect((await store.users.list()).map(({ id, isActive }) => [id, isActive])).toEqual([
      [2, false],
      [1, true],
    ]);
    const created = await Promise.allSettled(Array.from({ length: 4 }, () => store.users.create('one')));
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('of keys is that of an active user where an inactive one has the same', async () => {
    const location = await createDatabase();
    const hash = hashApiKey('key');
    await askDatabase(
      location,
      `ALTER TABLE "user" DROP CONSTRAINT user_api_key_key;
       INSERT INTO "user" (username, api_key, is_active) VALUES ('gone', '${hash}', false), ('shop', '${hash}', true)`,
    );
    const { users } = await openTestStore(location);
    expect(await users.authenticate('key', { reason: true })).toMatchObject({ user: { username: 'shop' } });
  });

  test('of tables, as other programs make them, is worked with: times without a zone, numbers for booleans, short texts', async () => {
    const location = await createDatabase('nothing');
    await askDatabase(
      location,
      `CREATE TABLE "user" (id serial PRIMARY KEY, username varchar(64) NOT NULL UNIQUE, api_key varchar(64) NOT NULL UNIQUE,
         created_at timestamp DEFAULT now(), updated_at timestamp DEFAULT now(), is_active smallint DEFAULT 1);
       CREATE TABLE user_api_call_log (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES "user" (id),
         date_time timestamp DEFAULT now(), api_route varchar(20) NOT NULL, request_payload text, response_payload text,
         response_status_code smallint, response_time_ms real, error_message text);
       CREATE TABLE product_attributes (id serial PRIMARY KEY, product_id text NOT NULL UNIQUE, product_hash text NOT NULL UNIQUE,
         thread_id text, run_id text, item_main_category text, item_sub_category text, color text, brand text, vendor text,
         value_price numeric(10, 2), target_demographic text, utility_type text, durability text, usage_type text,
         classified_at timestamp DEFAULT now(), classification_status text DEFAULT 'success', raw_description text);
       ALTER DATABASE ${location.database} SET timezone = 'America/New_York'`,
    );
    const store = await openTestStore(location);
    const dateTime = new Date('2026-11-20T11:59:30Z');
    const { apiKey } = await store.users.create('shop');
    expect(await store.users.authenticate(apiKey)).toMatchObject({
      isActive: true,
      createdAt: new Date('2026-11-20T12:00:00Z'),
    });
    await store.users.deactivate('shop');
    expect(await store.users.authenticate(apiKey)).toBeUndefined();
    expect(await store.users.list({ activeOnly: true })).toEqual([]);
    const [first, second] = await store.apiLogs.logMany([call, { ...call, dateTime }]);
    expect(await store.apiLogs.find(second ?? 0)).toMatchObject({ dateTime, username: 'shop' });
    expect(await store.apiLogs.newest()).toEqual({ id: second, dateTime: new Date('2026-11-20T12:00:00Z') });
    expect(await store.apiLogs.nearestSuccess(first ?? 0)).toEqual({ id: second, isOfSameUser: true });
    const calls = Array.from({ length: 20 }, (_, n) =>
      n === 16 ? { ...call, apiRoute: '/a route of many letters' } : call,
    );
    await expect(store.apiLogs.logMany(calls)).rejects.toMatchObject({
      field: 'call',
      message: expect.stringMatching(
        /^None of 20 calls was logged: call was refused by the database: .*\(call 17\)\.$/,
      ),
    });
    await store.products.put({ productId: 'b', description: 'A bear', valuePrice: 9.5 });
    expect(await store.products.find('b')).toMatchObject({
      valuePrice: 9.5,
      classifiedAt: new Date('2026-11-20T12:00:00Z'),
    });
    expect(await store.products.stats()).toMatchObject({ totalCached: 1, ages: [{ count: 1 }, {}, {}, {}, {}] });
    expect(await store.audit.list()).toHaveLength(2);
    expect(await store.apiLogs.cleanup({ days: 0 })).toBe(1);
    expect(await store.apiLogs.countOlderThan(0)).toEqual({ matching: 0, total: 1 });
  });
});
