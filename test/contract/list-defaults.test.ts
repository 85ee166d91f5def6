import { describe, expect, test } from 'vitest';
import { allRows } from '../../src/integration/all-rows.ts';
import type { Store } from '../../src/store/store.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';

const calls = [
  aCall({ dateTime: '2026-11-20 11:00:00', statusCode: 500, responseTimeMs: 5, errorMessage: 'late' }),
  aCall({ dateTime: '2026-11-20 10:00:00', statusCode: 200, responseTimeMs: 900 }),
  aCall({ dateTime: '2026-11-19 11:00:00', statusCode: 503, responseTimeMs: 70, errorMessage: 'yesterday' }),
  aCall({ dateTime: '2026-11-10 11:00:00', statusCode: 404, responseTimeMs: 70, errorMessage: 'long ago' }),
];
const rows = { users: [aUser('shop'), aUser('Bazaar')], calls };
const idsOf = ({ rows }: { readonly rows: readonly { readonly id: unknown }[] }) => rows.map(({ id }) => id);

describe.each(engines)('A list that is asked for in part ($name)', ({ openBuilt, openReference }) => {
  test('of calls is of the last 24 hours, the newest first, of all times that are given and of what fits', async () => {
    const { apiLogs } = await openBuilt(rows);
    const window = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-19T12:00:00Z') };
    expect(idsOf(await apiLogs.calls())).toEqual([1, 2]);
    expect(idsOf(await apiLogs.calls({}))).toEqual([1, 2]);
    expect(idsOf(await apiLogs.calls({ filter: 'status:5xx', hours: 48, limit: 50 }))).toEqual([1, 3]);
    expect(idsOf(await apiLogs.calls({ days: 30 }))).toEqual([1, 2, 3, 4]);
    expect(idsOf(await apiLogs.calls({ window }))).toEqual([3, 4]);
    expect(idsOf(await apiLogs.calls({ days: 30, limit: 1, offset: 1 }))).toEqual([2]);
    expect(idsOf(await apiLogs.calls({ hours: 0 }))).toEqual([]);
    const nothing = { filter: undefined, sort: undefined, window: undefined, limit: undefined } as never;
    expect(idsOf(await apiLogs.calls(nothing))).toEqual([1, 2]);
  });

  test('goes from the usual end of an order that is named, and from the other where that is wanted', async () => {
    const { apiLogs } = await openBuilt(rows);
    expect(idsOf(await apiLogs.calls({ sort: 'ms' }))).toEqual([2, 1]);
    expect(idsOf(await apiLogs.calls({ sort: 'ms', descending: false }))).toEqual([1, 2]);
    expect(idsOf(await apiLogs.calls({ descending: false }))).toEqual([2, 1]);
  });

  test('has defaults of its own: errors, groups, users, products and actions', async () => {
    const store = await openBuilt(rows);
    await store.products.putMany([
      { productId: 'A', description: 'a' },
      { productId: 'B', description: 'b' },
    ]);
    await store.users.deactivate('shop');
    await store.users.reactivate('shop');
    expect(idsOf(await store.apiLogs.errors({ days: 2 }))).toEqual([1, 3]);
    expect(await store.errorGroups.list()).toMatchObject({ total: 1, rows: [{ message: 'late' }] });
    expect((await store.errorGroups.list({ days: 2 })).rows[0]?.trend).toHaveLength(24);
    const users = await store.users.overview();
    expect(users.rows.map(({ username, callCount }) => [username, callCount])).toEqual([
      ['Bazaar', 0],
      ['shop', 2],
    ]);
    expect(users.rows[0]?.callsByBucket).toHaveLength(24);
    expect((await store.products.list()).rows.map(({ productId }) => productId)).toEqual(['B', 'A']);
    expect((await store.audit.page()).rows.map(({ action }) => action)).toEqual(['user reactivate', 'user deactivate']);
  });

  test('takes its time in the same words, whatever it lists', async () => {
    const { apiLogs, audit, errorGroups, users } = await openBuilt(rows);
    expect(idsOf({ rows: await apiLogs.recentErrors() })).toEqual([1, 3, 4]);
    expect(idsOf({ rows: await apiLogs.recentErrors({ days: 2 }) })).toEqual([1, 3]);
    await users.deactivate('shop');
    expect(await audit.list({ hours: 1 })).toHaveLength(1);
    expect(await audit.page({ days: 1, limit: 5 })).toMatchObject({ total: 1 });
    const [group] = (await errorGroups.list({ days: 30, filter: 'status:503' })).rows;
    expect(await errorGroups.find(group?.id ?? '')).toMatchObject({ callCount: 0 });
    expect(await errorGroups.find(group?.id ?? '', { days: 2 })).toMatchObject({ callCount: 1 });
    expect(await apiLogs.why({ filter: 'status:5xx', days: 2 })).toMatchObject({ here: { callCount: 2 } });
    expect(await apiLogs.why({ filter: 'status:5xx' })).toMatchObject({ here: { callCount: 1 } });
  });

  test('answers as one that is asked for in full', async () => {
    const { apiLogs, products } = await openReference();
    const page = { filter: '', descending: true, offset: 0, limit: 100, anchorId: null };
    const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
    expect(await apiLogs.calls({ filter: '' })).toEqual(await apiLogs.calls({ ...page, sort: 'time', window }));
    expect(await products.list({})).toEqual(await products.list({ ...page, sort: 'classified' }));
  });

  test.each<[string, (store: Store) => Promise<unknown>, string]>([
    ['two times', ({ apiLogs }) => apiLogs.calls({ hours: 1, days: 1 }), 'days'],
    [
      'a window and hours',
      ({ users }) => users.overview({ window: { from: new Date(0), to: null }, hours: 1 }),
      'hours',
    ],
    ['hours that are none', ({ errorGroups }) => errorGroups.list({ hours: -1 }), 'hours'],
    ['text for hours', ({ apiLogs }) => apiLogs.errors({ hours: '24' as never }), 'hours'],
    ['an option of another list', ({ products }) => products.list({ hours: 1 } as never), 'hours'],
    ['a misspelt option', ({ audit }) => audit.page({ limits: 1 } as never), 'limits'],
    ['two times of actions', ({ audit }) => audit.list({ hours: 1, days: 1 }), 'days'],
    ['two times of a question', ({ apiLogs }) => apiLogs.why({ days: 1, hours: 1 }), 'days'],
    ['an unknown order', ({ apiLogs }) => apiLogs.calls({ sort: 'speed' as never }), 'sort'],
    ['a number', ({ apiLogs }) => apiLogs.calls(24 as never), 'request'],
    ['a bad filter', ({ apiLogs }) => apiLogs.calls({ filter: 'status:(' }), 'filter'],
  ])('is refused with %s', async (_, ask, field) => {
    await expect(ask(await openBuilt())).rejects.toMatchObject({ name: 'PresentsError', code: 'invalid', field });
  });
});

describe.each(engines)('All rows of a list ($name)', ({ openBuilt, openReference }) => {
  const collect = async (read: AsyncIterable<{ readonly id: unknown }>) => {
    const ids: unknown[] = [];
    for await (const { id } of read) ids.push(id);
    return ids;
  };

  test('are read page by page, to the end or to a limit', async () => {
    const { apiLogs, products } = await openReference();
    const { total } = await apiLogs.calls({ days: 30 });
    expect(total).toBeGreaterThan(1_000);
    const all = await collect(allRows(apiLogs.calls, { days: 30 }));
    expect(new Set(all).size).toBe(total);
    expect(await collect(allRows(apiLogs.calls, { days: 30, limit: 700 }))).toEqual(all.slice(0, 700));
    expect(await collect(allRows(products.list, {}))).toHaveLength(500);
    expect(await collect(allRows(apiLogs.calls, { hours: 0 }))).toEqual([]);
  });

  test('are refused as the list refuses them', async () => {
    const { apiLogs } = await openBuilt();
    await expect(collect(allRows(apiLogs.calls, { filter: 'status:(' }))).rejects.toMatchObject({ field: 'filter' });
    expect(() => allRows(apiLogs.calls, { offset: 5 })).toThrow(expect.objectContaining({ field: 'offset' }));
    expect(() => allRows(5 as never, {})).toThrow(expect.objectContaining({ field: 'list' }));
    expect(() => allRows(apiLogs.calls, 5 as never)).toThrow(expect.objectContaining({ field: 'request' }));
  });
});

test.each(engines)('A user is found by id, and their statistics by id or by name ($name)', async ({ openBuilt }) => {
  const { users, apiLogs } = await openBuilt(rows);
  expect(await users.findById(2)).toMatchObject({ id: 2, username: 'Bazaar' });
  expect(await users.findById(2)).toEqual(await users.find('Bazaar'));
  expect(await users.findById(99)).toBeUndefined();
  expect(await users.findById('2')).toEqual(await users.find('Bazaar'));
  expect(await users.findById('shop')).toBeUndefined();
  const stats = await apiLogs.userStats({ id: 1 });
  expect(stats).toMatchObject({ username: 'shop', totalCalls: 4 });
  expect(await apiLogs.userStats('shop')).toEqual(stats);
  expect(await apiLogs.userStats((await users.findById(1)) ?? 'nobody')).toEqual(stats);
  await expect(apiLogs.userStats(1 as never)).rejects.toMatchObject({ code: 'invalid', field: 'user' });
  await expect(users.findById({ id: 1 } as never)).rejects.toMatchObject({ code: 'invalid', field: 'id' });
});
