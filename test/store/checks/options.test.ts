import { describe, expect, test } from 'vitest';
import { cachedClassifier } from '../../../src/integration/cached-classifier.ts';
import { httpLogger } from '../../../src/integration/http-logger.ts';
import { openServerStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { aCall, aUser, buildDatabase, openTestStore, querySql } from '../../helpers/store.ts';

const old = () => buildDatabase({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-06-01 00:00:00' })] });

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
    ['find(undefined)', (store) => store.users.find(undefined as never), 'username'],
    ['create(5)', (store) => store.users.create(5 as never), 'username'],
    ['products.find(5)', (store) => store.products.find(5 as never), 'productId'],
    ['apiLogs.find({})', (store) => store.apiLogs.find({} as never), 'id'],
    ['timeline({}, …)', (store) => store.apiLogs.timeline({} as never, { bucketSeconds: 60 }), 'from'],
    [
      'timeline(…, {bucketSeconds: 0})',
      (store) => store.apiLogs.timeline({ from: new Date(0), to: new Date(1) }, { bucketSeconds: 0 }),
      'bucketSeconds',
    ],
  ])('%s', async (_, call, field) => {
    const path = old();
    const store = await openTestStore(path);
    await expect(call(store)).rejects.toMatchObject({ name: 'UserError', field, exitCode: 2 });
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
  const refused = (field: string) => expect.objectContaining({ name: 'UserError', field });
  expect(() => httpLogger(store, { payloadByte: 5 } as never)).toThrow(refused('payloadByte'));
  expect(() => httpLogger(store, { blank: 'name' } as never)).toThrow(refused('blank'));
  expect(() => httpLogger(openServerStore(path) as never)).toThrow(refused('store'));
  expect(() => cachedClassifier(store, 5 as never)).toThrow(refused('classify'));
  expect(() => cachedClassifier(store, async () => ({}), { retryAfter: 5 } as never)).toThrow(refused('retryAfter'));
  expect(() => cachedClassifier(store, async () => ({}), { concurrency: 1.5 })).toThrow(refused('concurrency'));
});
