import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { generateDemo } from '../../src/demo/generate.ts';
import { runLiveTraffic } from '../../src/demo/live-traffic.ts';
import type { NewApiCall, NewClassification, User } from '../../src/model.ts';
import { openStore } from '../../src/store/open.ts';
import { openBulkWriter } from '../../src/store/sqlite/bulk-writer.ts';
import { UserError } from '../../src/user-error.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const SIZE = { userCount: 20, productCount: 10 };

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
      throw new UserError('database is locked', { exitCode: 3 });
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
    const writer = openBulkWriter(path);
    await generateDemo(writer, { seed: 3, callCount: 100, now: NOW, ...SIZE });
    writer.close();

    const time = timeThatEndsAfter(5000);
    const store = await openStore(path, { keepWriter: true, now: time.now });
    onTestFinished(() => store.close());
    await runLiveTraffic({ store, seed: 3, ...SIZE, generatedAt: NOW, rate: 20, ...time });
    const { totalCalls, activeUsers } = await store.apiLogs.totals({ from: NOW, to: null });
    expect(totalCalls).toBeGreaterThan(60);
    expect(activeUsers).toBeGreaterThan(3);
    const newest = await store.apiLogs.newest();
    expect(newest.id).toBe(100 + totalCalls);
  });
});
