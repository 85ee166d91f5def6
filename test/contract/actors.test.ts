import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { createThreadStore } from '../../src/store/thread/client.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aCall, aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const OLD = { dateTime: '2026-01-01 00:00:00' };
const BY_ADA = { actor: 'ada@admin-panel' };

/** Every action that is recorded, done by the person who is named, or by that of the store. */
async function actAll(
  { users, products, apiLogs }: Store,
  database: TestDatabase,
  by?: { readonly actor: string },
): Promise<void> {
  const name = by === undefined ? 'own' : 'named';
  await users.create(`${name} shop`, by);
  await users.createMany([`${name} one`, `${name} two`], by);
  await users.deactivate(`${name} shop`, by);
  await users.reactivate({ id: (await users.find(`${name} shop`))?.id ?? 0 }, by);
  await users.regenerateKey(`${name} shop`, by);
  await products.put({ productId: name, description: name });
  await products.invalidate(name, by);
  await products.restore(name, 'success', by);
  await apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1, dateTime: new Date(OLD.dateTime) });
  expect(await apiLogs.cleanup({ days: 90, ...by })).toBeGreaterThan(0);
  await database.run(`UPDATE product_attributes SET classified_at = '${OLD.dateTime}'`);
  expect(await products.cleanup({ days: 30, ...by })).toBe(1);
}

const ACTIONS = [
  ...['user create', 'user create', 'user create', 'user deactivate', 'user reactivate', 'user regenerate-key'],
  ...['product invalidate', 'product restore', 'cleanup logs', 'cleanup cache'],
];

describe.each(engines)('The person who acts ($name)', ({ build, openBuilt }) => {
  test('is the one that an action names, here and over a thread, else that of the store', async () => {
    const database = await build({ users: [aUser('shop')], calls: [aCall(OLD)] });
    const here = await database.open();
    const thread = createThreadStore(database.location, { now: () => REFERENCE_NOW, actor: 'thread@here' });
    clearLater(() => thread.close());
    await actAll(here, database, BY_ADA);
    await actAll(thread, database);
    const actionsOf = async (actor: string) => (await here.audit.list({ actor })).map(({ action }) => action).reverse();
    expect(await actionsOf('ada@admin-panel')).toEqual(ACTIONS);
    expect(await actionsOf('ada')).toEqual(ACTIONS);
    expect(await actionsOf('thread@here')).toEqual(ACTIONS);
    await thread.users.deactivate('shop', { actor: 'bob' });
    await here.users.reactivate('shop', {});
    expect((await here.audit.list({ limit: 2 })).map(({ actor }) => actor)).toEqual(['tester@here', 'bob']);
  });

  test.each<[string, (store: Store) => Promise<unknown>, string]>([
    ['is no text', ({ users }) => users.deactivate('shop', { actor: 5 as never }), 'actor'],
    ['is empty', ({ users }) => users.create('new', { actor: ' ' }), 'actor'],
    ['is very long', ({ users }) => users.createMany(['new'], { actor: 'x'.repeat(201) }), 'actor'],
    ['is misspelt', ({ users }) => users.deactivate('shop', { actr: 'ada' } as never), 'actr'],
    ['is given without its name', ({ users }) => users.regenerateKey('shop', 'ada' as never), 'options'],
    ['is the place in a list', ({ users }) => Promise.all(['shop'].map(users.deactivate as never)), 'options'],
    ['is null', ({ products }) => products.invalidate('B1', { actor: null as never }), 'actor'],
    [
      'is of a restored entry, and misspelt',
      ({ products }) => products.restore('B1', 'success', { by: 'ada' } as never),
      'by',
    ],
    ['is of a cleanup, and empty', ({ apiLogs }) => apiLogs.cleanup({ days: 1, actor: '' }), 'actor'],
  ])('is refused who %s, and nothing is done', async (_, act, field) => {
    const store = await openBuilt({ users: [aUser('shop')], calls: [aCall(OLD)] });
    await expect(act(store)).rejects.toMatchObject({ name: 'PresentsError', code: 'invalid', field });
    expect(await store.audit.list()).toEqual([]);
    expect(await store.apiLogs.countOlderThan(0)).toMatchObject({ total: 1 });
  });

  test('cannot act on a database that is read-only', async () => {
    const store = await openBuilt({ users: [aUser('shop')] }, { readOnlyReason: 'Nothing can be changed here.' });
    await expect(store.users.deactivate('shop', BY_ADA)).rejects.toThrow('Nothing can be changed here.');
  });
});
