import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type RetentionOptions,
  type RetentionReport,
  retention,
} from '../../../src/integration/retention/retention.ts';
import { fileAt } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = new Date('2026-06-01T00:00:00Z');

// The pauses between the transactions of a cleanup are not faked: where something is deleted, the report is waited for.
beforeEach(() => vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => vi.useRealTimers());

const timestamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** A database with calls of so many days ago, and processes that look after it. */
function database(...daysAgo: readonly number[]) {
  const calls = daysAgo.map((days) => aCall({ dateTime: timestamp(START.getTime() - days * DAY_MS) }));
  const path = buildDatabase({ users: [aUser('shop')], calls });
  const reports: [string, RetentionReport][] = [];
  const errors: unknown[] = [];
  const firstReport = Promise.withResolvers<void>();
  const openProcess = async (name: string, options: RetentionOptions) => {
    const store = await openStore(fileAt(path), { keepWriter: true, now: () => new Date() });
    const upkeep = retention(store, {
      every: '1d',
      onReport: (report) => {
        reports.push([name, report]);
        firstReport.resolve();
      },
      onError: (error) => errors.push(error),
      ...options,
    });
    onTestFinished(async () => {
      await upkeep.close();
      await store.close();
    });
    return { store, upkeep };
  };
  return { reports, errors, openProcess, firstReport: firstReport.promise };
}

const count = async ({ store }: { readonly store: Awaited<ReturnType<typeof openStore>> }) =>
  (await store.apiLogs.countOlderThan(0)).total;

describe('Retention', () => {
  test('deletes what is older than its days soon after the start, tells it, and records it', async () => {
    const { openProcess, reports, errors, firstReport } = database(100, 91, 89, 1);
    const one = await openProcess('one', { callsDays: 90, productsDays: 30 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(reports).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await firstReport;
    expect(reports).toMatchObject([['one', { deletedCalls: 2, deletedProducts: 0 }]]);
    expect(await one.store.audit.list()).toMatchObject([{ action: 'cleanup logs', detail: { days: 90, deleted: 2 } }]);
    expect(errors).toEqual([]);
  });

  test('of what has no days deletes nothing', async () => {
    const { openProcess, reports } = database(100);
    await openProcess('one', { productsDays: 30 });
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(reports).toMatchObject([['one', { deletedCalls: null, deletedProducts: 0 }]]);
  });

  test('is done by one of many processes, once in its time; when that one ends, another goes on', async () => {
    const { openProcess, reports, errors } = database();
    const processes = await Promise.all(['one', 'two', 'three'].map((name) => openProcess(name, { callsDays: 90 })));
    await vi.advanceTimersByTimeAsync(20 * HOUR_MS);
    expect(reports).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3 * DAY_MS);
    const first = reports[0]?.[0];
    expect(reports.map(([name]) => name)).toEqual([first, first, first, first]);
    await processes[['one', 'two', 'three'].indexOf(first ?? '')]?.upkeep.close();
    await vi.advanceTimersByTimeAsync(2 * DAY_MS);
    expect(new Set(reports.slice(4).map(([name]) => name)).has(first ?? '')).toBe(false);
    expect(reports.length).toBeGreaterThanOrEqual(5);
    expect(errors).toEqual([]);
  });

  test('tells a fault and tries again long before the next round', async () => {
    const { openProcess, reports, errors } = database();
    const one = await openProcess('one', { callsDays: 90 });
    const cleanup = vi.spyOn(one.store.apiLogs, 'cleanup').mockRejectedValueOnce(new Error('locked'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([errors.map(String), reports]).toEqual([['Error: locked'], []]);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect([cleanup.mock.calls.length, reports.length]).toEqual([2, 1]);
  });

  test('that ends in the middle of a round is gone on with by another process within the hour', async () => {
    const { openProcess, reports } = database();
    const one = await openProcess('one', { callsDays: 90 });
    const begun = Promise.withResolvers<void>();
    vi.spyOn(one.store.apiLogs, 'cleanup').mockImplementationOnce(async ({ signal } = {}) => {
      begun.resolve();
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      return 7;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await begun.promise;
    await openProcess('two', { callsDays: 90 });
    await one.upkeep.close();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(reports).toMatchObject([
      ['one', { deletedCalls: 7 }],
      ['two', { deletedCalls: 0 }],
    ]);
  });

  test('whose process is killed in the middle of a round is gone on with by another one within the hour', async () => {
    const { openProcess, reports } = database();
    const one = await openProcess('one', { callsDays: 90 });
    const begun = Promise.withResolvers<void>();
    const killed = Promise.withResolvers<number>();
    vi.spyOn(one.store.apiLogs, 'cleanup').mockImplementationOnce(() => {
      begun.resolve();
      return killed.promise;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await begun.promise;
    await openProcess('two', { callsDays: 90 });
    await vi.advanceTimersByTimeAsync(HOUR_MS + 60_000);
    expect(reports).toMatchObject([['two', { deletedCalls: 0 }]]);
    killed.resolve(0);
  });

  test('is put off by no clock that was ahead', async () => {
    const { openProcess, reports } = database();
    await openProcess('one', { callsDays: 9_000 });
    vi.setSystemTime(START.getTime() + 365 * DAY_MS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reports).toHaveLength(1);
    vi.setSystemTime(START);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(reports).toHaveLength(2);
  });

  test('ends when it is closed, and starts no round any more', async () => {
    const { openProcess, reports } = database(100);
    const one = await openProcess('one', { callsDays: 90 });
    await one.upkeep.close();
    await vi.advanceTimersByTimeAsync(3 * DAY_MS);
    expect([reports, vi.getTimerCount(), await count(one)]).toEqual([[], 0, 1]);
  });

  test('ends with the store, if it is not closed before', async () => {
    const { openProcess, reports, errors } = database();
    const one = await openProcess('one', { callsDays: 90 });
    await one.store.close();
    await vi.advanceTimersByTimeAsync(3 * DAY_MS);
    expect([reports, errors, vi.getTimerCount()]).toEqual([[], [], 0]);
  });

  test('refuses options that are not as they must be, each by its name', async () => {
    const { openProcess } = database();
    const wrong: readonly [object, string][] = [
      [{ every: '10s' }, 'retention: every must be a time from 1m to 30d, such as 30m, 6h or 1d, not “10s”.'],
      [{ every: 86_400_000 }, 'retention: every must be a time from 1m to 30d, such as 30m, 6h or 1d, not 86400000.'],
      [{ every: '31d' }, 'retention: every must be a time from 1m to 30d, such as 30m, 6h or 1d, not “31d”.'],
      [{}, 'retention has nothing to delete: it is given neither callsDays nor productsDays.'],
      [{ callsDays: -1 }, 'retention: callsDays must be a number of days, more than 0, not -1.'],
      [{ callsDays: Number('') }, 'retention: callsDays must be a number of days, more than 0, not 0.'],
      [{ productsDays: 0 }, 'retention: productsDays must be a number of days, more than 0, not 0.'],
      [{ callDays: 90 }, 'retention has no option “callDays”.'],
    ];
    for (const [options, message] of wrong)
      await expect(openProcess('one', options)).rejects.toMatchObject({ code: 'invalid', message });
  });
});
