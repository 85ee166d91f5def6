import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { UserSort } from '../../src/model/user.ts';
import type { Store } from '../../src/store/store.ts';
import { aCall, aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

const auditPage = { filter: '', sort: 'time', descending: true, offset: 0, limit: 1, anchorId: null } as const;

describe.each(engines)('Creating a user ($name)', ({ openReference, reference }) => {
  test('stores the hash of a 43-character key, which then opens the API', async () => {
    const database = await reference();
    const store = await database.open();
    const { id, username, apiKey } = await store.users.create('  new shop ');
    expect(username).toBe('new shop');
    expect(apiKey).toMatch(/^[\w-]{43}$/);
    const [row] = await database.query(`SELECT * FROM "user" WHERE id = ${id}`);
    expect(row).toEqual({
      id,
      username: 'new shop',
      api_key: createHash('sha256').update(apiKey).digest('hex'),
      created_at: '2026-11-20 12:00:00',
      updated_at: '2026-11-20 12:00:00',
      is_active: 1,
    });
    expect(await store.users.authenticate(apiKey)).toMatchObject({ id, username: 'new shop' });
  });

  test('refuses a name that is taken, empty or holds control characters', async () => {
    const store = await openReference();
    await expect(store.users.create(' client1 ')).rejects.toMatchObject({
      name: 'PresentsError',
      message: 'There already is a user “client1”.',
      exitCode: 1,
    });
    await expect(store.users.create(' ')).rejects.toThrow('at least one character');
    await expect(store.users.create('a\u001b[31m')).rejects.toThrow('control characters');
    expect(await store.users.list()).toHaveLength(14);
  });

  test('makes many at once, each with a key and an entry in the audit log, and tells which look alike', async () => {
    const store = await openReference();
    const names = [...Array.from({ length: 510 }, (_, n) => `shop ${n}`), ' Client1 ', 'böhm', 'BÖHM'];
    const issued = await store.users.createMany(names);
    expect(issued.map(({ username }) => username)).toEqual(names.map((name) => name.trim()));
    expect(new Set(issued.map(({ apiKey }) => apiKey)).size).toBe(names.length);
    expect(issued.slice(-3).map(({ lookAlikes }) => lookAlikes)).toEqual([['client1'], ['BÖHM'], ['böhm']]);
    expect(issued[0]).not.toHaveProperty('lookAlikes');
    for (const { username, id, apiKey } of issued.slice(-2))
      expect(await store.users.authenticate(apiKey)).toMatchObject({ username, id, isActive: true });
    expect((await store.audit.page({ ...auditPage, action: 'user create' })).total).toBe(names.length);
    expect(await store.users.createMany([])).toEqual([]);
  });

  test.each([
    ['is taken', ['new', 'client1'], 'There already is a user “client1”.'],
    ['stands twice', ['new', 'newer', ' new'], 'There already is a user “new”.'],
    ['is refused', ['new', 'a\u001b[31m'], 'control characters'],
    ['is empty', ['new', ' '], 'at least one character'],
  ])('makes none of many where one %s', async (_, names, fault) => {
    const store = await openReference();
    await expect(store.users.createMany(names)).rejects.toThrow(fault);
    expect(await store.users.list()).toHaveLength(14);
    expect(await store.audit.list()).toEqual([]);
  });

  test('tells names apart that differ in case only', async () => {
    const store = await openReference();
    expect((await store.users.find('UPPER'))?.id).toBe(8);
    expect((await store.users.find('upper'))?.id).toBe(9);
    expect(await store.users.find('Upper')).toBeUndefined();
  });
});

describe.each(engines)('A user’s key ($name)', ({ openBuilt, openReference }) => {
  test('is refused from the moment they are deactivated and accepted again when they are reactivated', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    expect(await store.users.deactivate('shop')).toMatchObject({ changed: true, user: { isActive: false } });
    expect(await store.users.authenticate('key of shop')).toBeUndefined();
    expect(await store.users.reactivate('shop')).toMatchObject({ changed: true, user: { isActive: true } });
    expect(await store.users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
  });

  test('stops working as soon as a new one is made', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    const { apiKey } = await store.users.regenerateKey('shop');
    expect(await store.users.authenticate('key of shop')).toBeUndefined();
    expect(await store.users.authenticate(apiKey)).toMatchObject({ username: 'shop' });
  });

  test('deactivating a user twice changes and records nothing the second time', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    await store.users.deactivate('shop');
    expect(await store.users.deactivate('shop')).toMatchObject({ changed: false });
    expect(await store.audit.list()).toHaveLength(1);
  });

  test('belongs to nobody where no user has this name, and the name that may be meant is told', async () => {
    const store = await openReference();
    const fault = { name: 'PresentsError', message: 'There is no user “clinet1”.', exitCode: 1 };
    for (const action of ['deactivate', 'reactivate', 'regenerateKey'] as const) {
      await expect(store.users[action]('clinet1')).rejects.toMatchObject(fault);
    }
    await expect(store.users.deactivate('clinet1')).rejects.toMatchObject({ nextStep: 'Did you mean “client1”?' });
    await expect(store.users.deactivate('zzzzzzzz')).rejects.toMatchObject({
      nextStep: 'List all users.',
      command: 'user list',
    });
  });
});

describe.each(engines)('The overview of users ($name)', ({ build, openBuilt, openReference }) => {
  const request = {
    filter: '',
    sort: 'username' as UserSort,
    descending: false,
    offset: 0,
    limit: 100,
    anchorId: null,
    window: { from: new Date('2026-11-19T12:00:00Z'), to: null },
    bucketCount: 24,
  };
  const namesOf = async (store: Store, change: Partial<typeof request>) =>
    (await store.users.overview({ ...request, ...change })).rows.map(({ username }) => username);

  test('shows the traffic of the window in slices, and the last call of all time', async () => {
    const users = [aUser('busy'), aUser('quiet'), aUser('never', { isActive: false })];
    const calls = [
      aCall({ userId: 2, dateTime: '2026-10-01 00:00:00' }),
      aCall({ userId: 1, dateTime: '2026-11-19 12:00:00', responseTimeMs: null }),
      aCall({ userId: 1, dateTime: '2026-11-20 11:59:59', statusCode: 500, responseTimeMs: 40 }),
      aCall({ userId: 1, dateTime: '2026-11-20 12:00:30', responseTimeMs: 20 }),
      aCall({ userId: 1, dateTime: '2026-11-19 11:59:59' }),
    ];
    const store = await openBuilt({ users, calls });
    const page = await store.users.overview(request);
    expect(page).toMatchObject({ total: 3, unfilteredTotal: 3, activeTotal: 2, offset: 0, anchorIndex: null });
    const [busy, never, quiet] = page.rows;
    expect(busy).toMatchObject({ username: 'busy', callCount: 3, errorCount: 1, avgResponseMs: 30 });
    expect(busy?.callsByBucket).toEqual([1, ...Array(22).fill(0), 2]);
    expect(busy?.lastCallAt).toEqual(new Date('2026-11-20T11:59:59Z'));
    expect(never).toMatchObject({ callCount: 0, avgResponseMs: null, lastCallAt: null, isActive: false });
    expect(quiet).toMatchObject({ callCount: 0, lastCallAt: new Date('2026-10-01T00:00:00Z') });
    expect(quiet?.callsByBucket).toEqual(Array(24).fill(0));
  });

  test('sorts by every column, with what is not known last in both directions and who never called as the longest idle', async () => {
    const users = [
      aUser('b'),
      aUser('A', { isActive: false, createdAt: '2026-10-01 00:00:00' }),
      aUser('c'),
      aUser('B'),
    ];
    const calls = [
      aCall({ userId: 1, dateTime: '2026-11-20 10:00:00', responseTimeMs: 50, statusCode: 404 }),
      aCall({ userId: 3, dateTime: '2026-11-20 11:00:00', responseTimeMs: 5 }),
      aCall({ userId: 3, dateTime: '2026-11-20 11:00:00', responseTimeMs: 5, statusCode: 404 }),
    ];
    const store = await openBuilt({ users, calls });
    expect(await namesOf(store, {})).toEqual(['A', 'B', 'b', 'c']);
    expect(await namesOf(store, { descending: true })).toEqual(['c', 'b', 'B', 'A']);
    expect(await namesOf(store, { sort: 'status' })).toEqual(['b', 'c', 'B', 'A']);
    expect(await namesOf(store, { sort: 'lastCall', descending: true })).toEqual(['c', 'b', 'B', 'A']);
    expect(await namesOf(store, { sort: 'lastCall' })).toEqual(['A', 'B', 'b', 'c']);
    expect(await namesOf(store, { sort: 'calls', descending: true })).toEqual(['c', 'b', 'B', 'A']);
    expect(await namesOf(store, { sort: 'errors', descending: true })).toEqual(['b', 'c', 'B', 'A']);
    expect(await namesOf(store, { sort: 'avg' })).toEqual(['c', 'b', 'A', 'B']);
    expect(await namesOf(store, { sort: 'created' })).toEqual(['A', 'b', 'c', 'B']);
  });

  test('filters by a part of the name, whatever its case', async () => {
    const store = await openReference();
    expect(await namesOf(store, { filter: 'upp' })).toEqual(['UPPER', 'upper']);
    expect(await namesOf(store, { filter: 'SÖHNE' })).toEqual(['böhm & söhne']);
    expect(await store.users.overview({ ...request, filter: 'nobody' })).toMatchObject({
      total: 0,
      unfilteredTotal: 14,
    });
  });

  test('counts the calls that fit and leaves out users without such calls, but not the user who is asked for', async () => {
    const users = [aUser('shop'), aUser('other'), aUser('quiet')];
    const calls = [
      aCall(),
      aCall({ statusCode: 500 }),
      aCall({ userId: 2 }),
      aCall({ userId: 2, apiRoute: '/health' }),
    ];
    const store = await openBuilt({ users, calls });
    const countsOf = async (change: object) =>
      (await store.users.overview({ ...request, ...change })).rows.map(({ username, callCount }) => [
        username,
        callCount,
      ]);
    expect(await countsOf({ route: '/api/predict' })).toEqual([
      ['other', 1],
      ['shop', 2],
    ]);
    expect(await countsOf({ status: { from: 500, to: 599 } })).toEqual([['shop', 1]]);
    expect(await countsOf({ username: 'quiet' })).toEqual([['quiet', 0]]);
    expect(await countsOf({ username: { id: 2 }, route: '/health' })).toEqual([['other', 1]]);
    await expect(countsOf({ username: 'nobody' })).rejects.toThrow('nobody');
  });

  test('centres the page on the anchor, else starts at the offset, never past the end', async () => {
    const users = Array.from({ length: 100 }, (_, index) => aUser(`user ${String(index).padStart(3, '0')}`));
    const store = await openBuilt({ users });
    const page = (change: object) => store.users.overview({ ...request, limit: 10, ...change });
    expect(await page({ anchorId: 51 })).toMatchObject({ offset: 45, anchorIndex: 50, total: 100 });
    expect(await page({ anchorId: 1 })).toMatchObject({ offset: 0, anchorIndex: 0 });
    expect(await page({ anchorId: 100 })).toMatchObject({ offset: 90, anchorIndex: 99 });
    expect(await page({ anchorId: 999, offset: 30 })).toMatchObject({ offset: 30, anchorIndex: null });
    expect((await page({ offset: 1000 })).rows.at(-1)?.username).toBe('user 099');
  });

  test('follows calls that are added and calls that are deleted', async () => {
    const users = [aUser('shop'), aUser('other')];
    const calls = [aCall({ userId: 2 }), aCall({ dateTime: '2026-11-20 09:00:00' })];
    const database = await build({ users, calls });
    const store = await database.open();
    const lastOf = async (name: string) =>
      (await store.users.overview({ ...request, filter: name })).rows[0]?.lastCallAt?.toISOString();
    expect(await lastOf('shop')).toBe('2026-11-20T09:00:00.000Z');
    await store.apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1, dateTime: REFERENCE_NOW });
    expect(await lastOf('shop')).toBe('2026-11-20T12:00:00.000Z');
    await database.run('DELETE FROM user_api_call_log WHERE id IN (1, 3)');
    expect(await lastOf('shop')).toBe('2026-11-20T09:00:00.000Z');
    expect(await lastOf('other')).toBeUndefined();
  });
});

describe.each(engines)('Why a key is refused ($name)', ({ openBuilt }) => {
  test('is told where it is asked for: nobody has it, or its user is inactive', async () => {
    const { users } = await openBuilt({ users: [aUser('shop'), aUser('gone', { isActive: false })] });
    const reasoned = (key: string) => users.authenticate(key, { reason: true });
    expect(await reasoned('key of shop')).toEqual({ user: await users.find('shop'), reason: null });
    expect(await reasoned('key of gone')).toEqual({ user: undefined, reason: 'inactive' });
    expect(await reasoned('key of nobody')).toEqual({ user: undefined, reason: 'unknown' });
    expect(await users.authenticate('key of gone')).toBeUndefined();
    expect(await users.authenticate('key of shop', { reason: false })).toMatchObject({ username: 'shop' });
    await users.reactivate('gone');
    expect(await reasoned('key of gone')).toMatchObject({ user: { username: 'gone' }, reason: null });
  });
});

test.each(engines)('Whatever a stranger sends as a key is no key, and no fault ($name)', async ({ build }) => {
  const database = await build({ users: [aUser('shop'), aUser('keyless')] });
  const hashOfNothing = createHash('sha256').digest('hex');
  await database.run(`UPDATE "user" SET api_key = '${hashOfNothing}' WHERE username = 'keyless'`);
  const { users } = await database.open();
  const sent = [
    undefined,
    null,
    5,
    '',
    [],
    {},
    ['key of shop'],
    'x'.repeat(100_000_000),
    'key of shop\0',
    '\0',
    'key of shop\n',
    '\ud800',
    Symbol('key'),
  ];
  for (const key of sent) {
    expect(await users.authenticate(key as string)).toBeUndefined();
    expect(await users.authenticate(key as string, { reason: true })).toEqual({ user: undefined, reason: 'unknown' });
  }
  expect(await users.authenticate('key of shop')).toMatchObject({ username: 'shop' });
});

describe.each(engines)('The names of all users ($name)', ({ openBuilt, openReference }) => {
  test('stand in one text, each with its id', async () => {
    const store = await openReference();
    const { text, ends, ids } = await store.users.names();
    const names = Array.from(ends, (end, place) => text.slice(ends[place - 1] ?? 0, end));
    const users = (await store.users.list()).map(({ id, username }) => [id, username]);
    expect(ids.map((id, place) => [id, names[place]]).sort()).toEqual(users.sort());
  });

  test('are those of inactive users, too, and of nobody where there is none', async () => {
    const store = await openBuilt({ users: [aUser('shop')] });
    await store.users.deactivate('shop');
    expect((await store.users.names()).text).toBe('shop');
    expect((await (await openBuilt({})).users.names()).ends).toHaveLength(0);
  });
});
