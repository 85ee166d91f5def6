import { describe, expect, test } from 'vitest';
import { cachedClassifier } from '../../../src/integration/classifying/cached-classifier.ts';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import type { Period, Window } from '../../../src/model/window.ts';
import {
  amount,
  type Check,
  fields,
  oneOf,
  oneOfShapes,
  optional,
  orNull,
  time,
} from '../../../src/store/checks/options.ts';
import { STORE_CHECKS, type StoreChecks } from '../../../src/store/checks/store-checks.ts';
import { openServerStore } from '../../../src/store/library.ts';
import type { Store } from '../../../src/store/store.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { aCall, aUser, buildDatabase, openTestStore, querySql } from '../../helpers/store.ts';

const old = () => buildDatabase({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-06-01 00:00:00' })] });

/** A store of a server, which is closed after the test. */
async function aServerStore(path: string): Promise<Store> {
  const store = await openServerStore(path);
  clearLater(() => store.close());
  return store;
}

/** Calls a function that takes nothing with something, as plain JavaScript may. */
const given = (call: (...args: never) => unknown, arg: unknown) => Reflect.apply(call, undefined, [arg]);

describe('A function of the store refuses before anything happens', () => {
  test.each<[string, (store: Store) => unknown, string]>([
    ['cleanup(365)', (store) => store.apiLogs.cleanup(365 as never), 'options'],
    ['cleanup(new Date())', (store) => store.apiLogs.cleanup(new Date() as never), 'options'],
    ['cleanup([])', (store) => store.apiLogs.cleanup([] as never), 'options'],
    ['cleanup(null)', (store) => store.apiLogs.cleanup(null as never), 'options'],
    ['cleanup({day: 365})', (store) => store.apiLogs.cleanup({ day: 365 } as never), 'day'],
    ["cleanup({days: '365'})", (store) => store.apiLogs.cleanup({ days: '365' } as never), 'days'],
    ['cleanup({days: NaN})', (store) => store.apiLogs.cleanup({ days: Number.NaN }), 'days'],
    ['cleanup({days: -1})', (store) => store.apiLogs.cleanup({ days: -1 }), 'days'],
    ['products.cleanup(365)', (store) => store.products.cleanup(365 as never), 'options'],
    ['countOlderThan({})', (store) => store.products.countOlderThan({} as never), 'days'],
    ['systemStats(24)', (store) => store.apiLogs.systemStats(24 as never), 'period'],
    ['systemStats({hour: 1})', (store) => store.apiLogs.systemStats({ hour: 1 } as never), 'hour'],
    ['systemStats({})', (store) => store.apiLogs.systemStats({} as never), 'period'],
    ['systemStats({hours: 1, days: 1})', (store) => store.apiLogs.systemStats({ hours: 1, days: 1 }), 'days'],
    ["userStats('shop', 30)", (store) => store.apiLogs.userStats('shop', 30 as never), 'period'],
    ['recentErrors(5)', (store) => store.apiLogs.recentErrors(5 as never), 'options'],
    ['recentErrors({limit: -1})', (store) => store.apiLogs.recentErrors({ limit: -1 }), 'limit'],
    ['recentErrors({limit: 1.5})', (store) => store.apiLogs.recentErrors({ limit: 1.5 }), 'limit'],
    ['list({activeonly: true})', (store) => store.users.list({ activeonly: true } as never), 'activeonly'],
    ['list(true)', (store) => store.users.list(true as never), 'options'],
    ['audit.list(5)', (store) => store.audit.list(5 as never), 'options'],
    ['audit.list({limit: Infinity})', (store) => store.audit.list({ limit: Number.POSITIVE_INFINITY }), 'limit'],
    ['find(undefined)', (store) => store.users.find(undefined as never), 'user'],
    ['create(5)', (store) => store.users.create(5 as never), 'username'],
    ['products.find(5)', (store) => store.products.find(5 as never), 'productId'],
    ['apiLogs.find({})', (store) => store.apiLogs.find({} as never), 'id'],
    ['timeline({}, …)', (store) => store.apiLogs.timeline({} as never, { bucketSeconds: 60 }), 'from'],
    [
      'timeline(…, {bucketSeconds: 0})',
      (store) => store.apiLogs.timeline({ from: new Date(0), to: new Date(1) }, { bucketSeconds: 0 }),
      'bucketSeconds',
    ],
    ['findStored(1, {maxLength: -1})', (store) => store.apiLogs.findStored(1, { maxLength: -1 }), 'maxLength'],
    ['findStored(1)', (store) => (store.apiLogs.findStored as (id: number) => unknown)(1), 'options'],
    ['apiLogs.find(2 ** 53)', (store) => store.apiLogs.find(2 ** 53), 'id'],
    ['deactivate({id: 1, username: 5})', (store) => store.users.deactivate({ id: 1, username: 5 as never }), 'user'],
    ['products.stats(24)', (store) => given(store.products.stats, 24), 'arguments'],
    ['newest({})', (store) => given(store.apiLogs.newest, {}), 'arguments'],
    ['version(1)', (store) => given(store.version, 1), 'arguments'],
    ['indexState(null)', (store) => given(store.indexState, null), 'arguments'],
    ["close('x')", (store) => given(store.close, 'x'), 'arguments'],
    ['compare(5)', (store) => store.compare(5 as never), 'window'],
  ])('%s', async (_, call, field) => {
    const path = old();
    const store = await openTestStore(path);
    await expect(call(store)).rejects.toMatchObject({ name: 'PresentsError', field, exitCode: 2 });
    expect(querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')).toEqual([{ count: 1 }]);
  });

  test('and names what a misspelt option may mean', async () => {
    const store = await openTestStore(old());
    const nextStep = 'Did you mean “days”?';
    await expect(store.apiLogs.cleanup({ day: 1 } as never)).rejects.toMatchObject({ nextStep });
  });

  test('but takes options that are not given', async () => {
    const store = await openTestStore(old());
    expect(await store.apiLogs.recentErrors({})).toEqual([]);
    expect(await store.apiLogs.cleanup({ days: 365, signal: undefined } as never)).toBe(0);
    expect(await store.apiLogs.cleanup({ days: undefined } as never)).toBe(1);
  });
});

test('Whoever opens a store, a logger or a classifier with wrong options is told so', async () => {
  const path = old();
  const store = await openTestStore(path);
  await expect(openServerStore(path, { busyTimeout: 5 } as never)).rejects.toMatchObject({ field: 'busyTimeout' });
  await expect(openServerStore(path, 5 as never)).rejects.toMatchObject({ field: 'options' });
  await expect(openServerStore(undefined as never)).rejects.toMatchObject({ field: 'path' });
  const refused = (field: string) => expect.objectContaining({ name: 'PresentsError', field });
  expect(() => httpLogger(store, { payloadByte: 5 } as never)).toThrow(refused('payloadByte'));
  expect(() => httpLogger(store, { blank: 'name' } as never)).toThrow(refused('blank'));
  const opening = aServerStore(path);
  expect(() => httpLogger(opening as never)).toThrow(refused('store'));
  await opening;
  expect(() => cachedClassifier(store, 5 as never)).toThrow(refused('classify'));
  expect(() => cachedClassifier(store, async () => ({}), { retryAfter: 5 } as never)).toThrow(refused('retryAfter'));
  expect(() => cachedClassifier(store, async () => ({}), { concurrency: 1.5 })).toThrow(refused('concurrency'));
});

test('What a function is given besides what it takes never comes into its way to another thread', async () => {
  const { users, apiLogs } = await aServerStore(old());
  const found: readonly unknown[] = await Promise.all(['shop'].map(users.find));
  expect(found).toMatchObject([{ username: 'shop' }]);
  await expect(Reflect.apply(users.reactivate, undefined, ['shop', {}, () => 5])).resolves.toMatchObject({
    changed: false,
  });
  expect(apiLogs).not.toHaveProperty('insert');
});

test('The hash of a description that is no text is refused at once', async () => {
  const { products } = await openTestStore(old());
  for (const description of [undefined, null, 5, {}])
    expect(() => products.hash(description as never)).toThrow(expect.objectContaining({ field: 'description' }));
});

test('What is stored is refused where it has a field that is unknown or of the wrong kind, with the name of the field', async () => {
  const path = old();
  const call = { userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 };
  const entry = { productId: 'B1', description: 'A bear' };
  for (const { apiLogs, products } of [await openTestStore(path), await aServerStore(path)]) {
    const attempts: readonly [() => Promise<unknown>, string][] = [
      [() => apiLogs.log({ ...call, statuscode: 500 } as never), 'statuscode'],
      [() => apiLogs.logMany([call, { ...call, route: '/' } as never]), 'route'],
      [() => apiLogs.log({ ...call, responsePayload: () => 5 }), 'responsePayload'],
      [() => apiLogs.log({ ...call, requestPayload: Symbol('x') }), 'requestPayload'],
      [() => products.put({ ...entry, classificationStatus: '' as never }), 'classificationStatus'],
      [() => products.putMany([{ ...entry, classificationStatus: 'ok' as never }]), 'classificationStatus'],
      [() => products.put({ ...entry, colour: 'red' } as never), 'colour'],
      [() => products.putMany([entry, { ...entry, price: 5 } as never]), 'price'],
    ];
    for (const [attempt, field] of attempts)
      await expect(attempt()).rejects.toMatchObject({ name: 'PresentsError', field });
  }
  expect(
    querySql(path, 'SELECT (SELECT COUNT(*) FROM user_api_call_log) + (SELECT COUNT(*) FROM product_attributes) AS n'),
  ).toEqual([{ n: 1 }]);
});

test('A check that is missing, or is not of the very type of its argument, does not compile', () => {
  const word: Check<'time' | 'status'> = oneOf('time', 'status');
  const day = { from: time, to: orNull(time) };
  const checks: readonly unknown[] = [
    // @ts-expect-error: list has no check.
    {} satisfies StoreChecks['audit'],
    // @ts-expect-error: the function takes text.
    { ...STORE_CHECKS.users, create: [['username', amount]] } satisfies StoreChecks['users'],
    // @ts-expect-error: the function takes something.
    { ...STORE_CHECKS.users, create: [] } satisfies StoreChecks['users'],
    // @ts-expect-error: the function takes nothing.
    { ...STORE_CHECKS.products, stats: [['hours', amount]] } satisfies StoreChecks['products'],
    // @ts-expect-error: a word too few.
    oneOf('time') satisfies typeof word,
    // @ts-expect-error: a word that is unknown.
    oneOf('time', 'status', 'colour') satisfies typeof word,
    // @ts-expect-error: a field too few.
    fields<Window>({ from: time }),
    // @ts-expect-error: a field of another type.
    fields<Window>({ from: time, to: amount }),
    // @ts-expect-error: a field that is unknown.
    fields<Window>({ ...day, until: time }),
    // @ts-expect-error: a shape too few.
    oneOfShapes<Period>('a period', {
      from: fields<Window>(day),
      to: fields<Window>(day),
      days: fields({ days: amount }),
    }),
    // @ts-expect-error: a field that must be there is not optional.
    fields<Window>({ from: optional(time), to: orNull(time) }),
  ];
  expect(checks).toHaveLength(11);
});
