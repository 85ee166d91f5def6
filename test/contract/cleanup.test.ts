import { describe, expect, test } from 'vitest';
import { aCall } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const remaining = async (database: TestDatabase) =>
  (await database.query('SELECT COUNT(*) AS count FROM user_api_call_log'))[0]?.count;

describe.each(engines)('A cleanup ($name)', ({ build, openReference, reference, unreadableTime }) => {
  test('is announced with the number of rows it will delete', async () => {
    const store = await openReference();
    expect(await store.apiLogs.countOlderThan(30)).toEqual({ matching: 1073, total: 6000 });
    expect(await store.products.countOlderThan(30)).toEqual({ matching: 265, total: 500 });
  });

  test('deletes in several transactions and records itself once, with what went', async () => {
    const database = await reference();
    const store = await database.open();
    const progress: number[] = [];
    const deleted = await store.apiLogs.cleanup({ days: 30, onProgress: (count) => progress.push(count) });
    expect(deleted).toBe(1073);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1073);
    expect(await remaining(database)).toBe(6000 - 1073);
    expect(await store.audit.list()).toMatchObject([
      {
        action: 'cleanup logs',
        target: 'user_api_call_log',
        detail: { days: 30, before: '2026-10-21 12:00:00', deleted: 1073 },
      },
    ]);
  });

  test('that finds nothing records nothing', async () => {
    const database = await reference();
    const store = await database.open();
    expect(await store.apiLogs.cleanup()).toBe(0);
    expect(await store.audit.list()).toEqual([]);
  });

  test('stops when told to, and what is deleted stays deleted and recorded', async () => {
    const database = await reference();
    const store = await database.open();
    const stop = new AbortController();
    const deleted = await store.apiLogs.cleanup({ days: 0, signal: stop.signal, onProgress: () => stop.abort() });
    expect(deleted).toBeGreaterThan(0);
    expect(deleted).toBeLessThan(6000);
    expect(await remaining(database)).toBe(6000 - deleted);
    expect(await store.audit.list()).toMatchObject([{ detail: { deleted } }]);
    expect(await store.apiLogs.cleanup({ days: 0, signal: stop.signal })).toBe(0);
  });

  test('refuses a number of days that is none', async () => {
    const store = await openReference();
    await expect(store.apiLogs.cleanup({ days: Number.NaN })).rejects.toMatchObject({
      name: 'PresentsError',
      exitCode: 2,
    });
    await expect(store.products.countOlderThan(-1)).rejects.toMatchObject({ name: 'PresentsError', exitCode: 2 });
  });

  test('leaves calls alone whose time cannot be read', async () => {
    const database = await build({
      calls: [aCall({ dateTime: unreadableTime }), aCall({ dateTime: '2026-01-01 00:00:00' })],
    });
    const store = await database.open();
    expect(await store.apiLogs.countOlderThan(0)).toEqual({ matching: 1, total: 2 });
    expect(await store.apiLogs.cleanup({ days: 0 })).toBe(1);
    expect(await database.query('SELECT id FROM user_api_call_log')).toEqual([{ id: 1 }]);
  });
});
