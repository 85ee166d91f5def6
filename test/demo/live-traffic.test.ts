import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { generateDemo } from '../../src/demo/generate.ts';
import { runLiveTraffic } from '../../src/demo/live-traffic.ts';
import type { NewApiCall } from '../../src/model/call.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import type { NewClassification } from '../../src/model/product.ts';
import type { User } from '../../src/model/user.ts';
import { fileAt } from '../../src/store/location.ts';
import { openBulkWriter, openStore } from '../../src/store/open.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const SIZE = { userCount: 20, productCount: 10, callCount: 100 };

/** A clock that goes on by being waited for, and ends the traffic after a time. */
const timeThatEndsAfter = (milliseconds: number) => {
  const stop = new AbortController();
  let passedMs = 0;
  return {
    signal: stop.signal,
    now: () => new Date(NOW.getTime() + passedMs),
    wait: async (waitMs: number) => {
      passedMs += waitMs;
      if (passedMs >= milliseconds) stop.abort();
    },
  };
};

const fakeStore = (options: { log?: (call: NewApiCall) => Promise<number>; refused?: string } = {}) => {
  const calls: NewApiCall[] = [];
  const products: NewClassification[] = [];
  const keys = new Set<string>();
  const log = async (call: NewApiCall) => calls.push(call);
  const authenticate = async (apiKey: string): Promise<User | undefined> => {
    keys.add(apiKey);
    const user = { id: keys.size, username: '', isActive: true, createdAt: null, updatedAt: null };
    return apiKey === options.refused ? undefined : user;
  };
  const put = async (entry: NewClassification) => {
    products.push(entry);
  };
  const store = { users: { authenticate }, apiLogs: { log: options.log ?? log }, products: { put } };
  // The traffic needs no more of the store than this.
  return { calls, products, keys, store: store as unknown as Parameters<typeof runLiveTraffic>[0]['store'] };
};

describe('live traffic', () => {
  test('comes at the rate asked for, at random, now and then a failure and a new product', async () => {
    const { calls, products, store } = fakeStore();
    await runLiveTraffic({ store, seed: 1, ...SIZE, generatedAt: NOW, rate: 20, ...timeThatEndsAfter(100_000) });
    expect(calls.length).toBeGreaterThan(1800);
    expect(calls.length).toBeLessThan(2200);
    const failures = calls.filter(({ statusCode }) => Number(statusCode) >= 400);
    expect(failures.length).toBeGreaterThan(20);
    expect(failures.length).toBeLessThan(300);
    expect(products.length).toBeGreaterThan(5);
    expect(new Set(calls.map(({ apiRoute }) => apiRoute)).size).toBe(6);
  });

  test('leaves out a call that is refused and goes on when the database is locked', async () => {
    const first = fakeStore();
    const run = (store: typeof first.store) =>
      runLiveTraffic({ store, seed: 1, ...SIZE, generatedAt: NOW, rate: 20, ...timeThatEndsAfter(10_000) });
    await run(first.store);
    const [refused = ''] = first.keys;
    const second = fakeStore({ refused });
    await run(second.store);
    expect(second.calls.length).toBeLessThan(first.calls.length);

    let attempts = 0;
    const log = async () => {
      attempts += 1;
      throw new PresentsError('database is locked', { code: 'busy' });
    };
    await run(fakeStore({ log }).store);
    expect(attempts).toBeGreaterThan(100);
  });

  test('adds nothing at rate 0 and does not make up for a long pause', async () => {
    const idle = fakeStore();
    await runLiveTraffic({ ...idle, seed: 1, ...SIZE, generatedAt: NOW, rate: 0, ...timeThatEndsAfter(10_000_000) });
    expect(idle.calls).toEqual([]);

    const { calls, store } = fakeStore();
    const time = timeThatEndsAfter(3_600_000);
    const wait = (waitMs: number) => time.wait(Math.max(waitMs, 3_599_000));
    await runLiveTraffic({ store, seed: 1, ...SIZE, generatedAt: NOW, rate: 20, ...time, wait });
    expect(calls.length).toBeLessThan(60);
  });

  test('goes on with the users of the generated database, through the store', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presents-live-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'demo.db');
    const writer = await openBulkWriter(fileAt(path));
    await generateDemo(writer, { seed: 3, now: NOW, ...SIZE });
    await writer.close();

    const time = timeThatEndsAfter(5000);
    const store = await openStore(fileAt(path), { keepWriter: true, now: time.now });
    onTestFinished(() => store.close());
    await runLiveTraffic({ store, seed: 3, ...SIZE, generatedAt: NOW, rate: 20, ...time });
    const { totalCalls, activeUsers } = await store.apiLogs.totals({ from: NOW, to: null });
    expect(totalCalls).toBeGreaterThan(60);
    expect(activeUsers).toBeGreaterThan(3);
    const newest = await store.apiLogs.newest();
    expect(newest.id).toBe(100 + totalCalls);
  });

  test('goes on as the history did: as much at each hour of the day, by the same users, with as many failures', async () => {
    const size = { userCount: 60, productCount: 10, callCount: 200_000 };
    const history = new Map<number, number>();
    const callers = new Map<number, number>();
    const hourOf = (time: Date) => time.getUTCHours();
    const count = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
    let failures = 0;
    let inHistory = 0;
    const folder = mkdtempSync(join(tmpdir(), 'presents-live-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'demo.db');
    const writer = await openBulkWriter(fileAt(path));
    await generateDemo(writer, { seed: 7, now: NOW, ...size });
    await writer.close();
    const database = new Database(path, { readonly: true });
    // The same days of the week before, without the incident of the last night.
    const rows = database
      .prepare(
        `SELECT user_id AS userId, date_time AS at, response_status_code AS status FROM user_api_call_log
         WHERE date_time >= '2026-11-13 12:00:00' AND date_time < '2026-11-15 12:00:00'`,
      )
      .all() as { userId: number; at: string; status: number }[];
    database.close();
    for (const { userId, at, status } of rows) {
      count(history, hourOf(new Date(`${at}Z`)));
      count(callers, userId);
      inHistory += 1;
      if (status >= 400) failures += 1;
    }

    const live = new Map<number, number>();
    const time = timeThatEndsAfter(48 * 3_600_000);
    const calls: NewApiCall[] = [];
    const log = async (call: NewApiCall) => {
      count(live, hourOf(time.now()));
      return calls.push(call);
    };
    const { keys, store } = fakeStore({ log });
    await runLiveTraffic({ store, seed: 7, ...size, generatedAt: NOW, ...time });

    expect(calls.length / inHistory).toBeGreaterThan(0.9);
    expect(calls.length / inHistory).toBeLessThan(1.1);
    for (let hour = 0; hour < 24; hour++) {
      const [before = 0, after = 0] = [history.get(hour), live.get(hour)];
      // Five times the deviation of two such counts, and what each minute of the history varies by itself.
      const bound = 5 * Math.sqrt(before + after) + 0.1 * before;
      expect([hour, Math.abs(before - after) <= bound, before, after]).toEqual([hour, true, before, after]);
    }
    const failed = calls.filter(({ statusCode }) => Number(statusCode) >= 400).length;
    expect(failed / calls.length / (failures / inHistory)).toBeGreaterThan(0.8);
    expect(failed / calls.length / (failures / inHistory)).toBeLessThan(1.25);
    expect(keys.size).toBeGreaterThan(callers.size - 8);
    expect(keys.size).toBeLessThan(callers.size + 8);
  });

  test('has an incident as often as the history had, and the rate that is asked for has the hours of none', async () => {
    const month = 30 * 86_400_000;
    const during = async (afterMs: number, rate?: number) => {
      const { calls, store } = fakeStore();
      const begin = NOW.getTime() + afterMs;
      const stop = new AbortController();
      let passedMs = 0;
      const now = () => new Date(begin + passedMs);
      const wait = async (waitMs: number) => {
        passedMs += waitMs;
        if (passedMs >= 1_500_000) stop.abort();
      };
      const size = { userCount: 60, productCount: 10, callCount: 1_000_000 };
      await runLiveTraffic({ store, seed: 7, ...size, generatedAt: NOW, rate, signal: stop.signal, now, wait });
      return calls.length;
    };
    const nightBefore = month - 38 * 3_600_000;
    const incident = month - 14 * 3_600_000;
    expect(await during(incident)).toBeGreaterThan(3 * (await during(nightBefore)));
    const asked = await during(nightBefore, 2);
    expect(asked).toBeGreaterThan(2600);
    expect(asked).toBeLessThan(3400);
  });

  test.each([50_000, 500_000])(
    'classifies as many new products to a call as a history of %i calls did',
    async (callCount) => {
      const { calls, products, store } = fakeStore();
      const size = { userCount: 20, productCount: 20_000, callCount };
      await runLiveTraffic({ store, seed: 1, ...size, generatedAt: NOW, rate: 20, ...timeThatEndsAfter(1_000_000) });
      const share = 20_000 / 60 / (callCount / 30);
      expect(products.length / calls.length / share).toBeGreaterThan(0.8);
      expect(products.length / calls.length / share).toBeLessThan(1.2);
    },
  );
});
