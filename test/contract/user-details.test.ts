import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { defaultThresholds } from '../../src/model/settings.ts';
import type { UserSort } from '../../src/model/user.ts';
import type { Store, UserOverviewRequest } from '../../src/store/store.ts';
import { pairUsers, randomCalls, randomWindow } from '../helpers/statistics-index.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines, enginesWithTimes } from './engines.ts';

const SEED = Number(process.env.SEED ?? 7);
const DAY = { from: new Date('2026-11-19T12:00:00Z'), to: null };

async function ask(store: Store, change: Partial<UserOverviewRequest> = {}) {
  const page = { filter: '', sort: 'username', descending: false, offset: 0, limit: 100, anchorId: null } as const;
  const { rows } = await store.users.overview({ ...page, window: DAY, bucketCount: 4, details: true, ...change });
  return rows;
}

describe.each(enginesWithTimes)('The details of users ($name, $times)', ({ openBuilt, hasOtherTimes }) => {
  const at = (time: string) => (hasOtherTimes ? `${time.replace(' ', 'T')}Z` : time);

  test('are of the window, of the calls that fit, but for the last 7 days and the key', async () => {
    const users = [aUser('busy'), aUser('quiet')];
    const calls = [
      aCall({ dateTime: at('2026-11-20 10:00:00'), statusCode: 503, responseTimeMs: 30, apiRoute: '/b' }),
      aCall({ dateTime: at('2026-11-20 10:00:00'), statusCode: 422, responseTimeMs: 10, apiRoute: '/a' }),
      aCall({ dateTime: at('2026-11-20 09:00:00'), statusCode: 500, responseTimeMs: null, apiRoute: '/b' }),
      aCall({ dateTime: at('2026-11-20 08:00:00'), responseTimeMs: 20, apiRoute: '/a' }),
      aCall({ dateTime: at('2026-11-13 12:00:00'), statusCode: 500, responseTimeMs: 9_000, apiRoute: '/old' }),
      aCall({ dateTime: at('2026-11-13 11:59:59') }),
      aCall({ dateTime: at('2026-11-21 12:00:00'), statusCode: null, apiRoute: '/future' }),
    ];
    const store = await openBuilt({ users, calls });
    const [busy, quiet] = await ask(store, { window: { ...DAY, to: new Date('2026-11-20T12:00:00Z') } });
    expect(busy).toMatchObject({
      p95ResponseMs: 29,
      serverErrorCount: 2,
      lastErrorAt: new Date('2026-11-20T10:00:00Z'),
      lastErrorStatus: 422,
      topRoute: '/a',
      callsLast7Days: 5,
      keyState: 'ok',
    });
    expect(quiet).toMatchObject({
      p95ResponseMs: null,
      serverErrorCount: 0,
      lastErrorAt: null,
      lastErrorStatus: null,
      topRoute: null,
      callsLast7Days: 0,
      keyState: 'never',
    });
    const [filtered] = await ask(store, { filter: 'route:/b' });
    expect(filtered).toMatchObject({ callCount: 2, p95ResponseMs: 30, topRoute: '/b', callsLast7Days: 6 });
  });

  test('say whether a key is never used, idle, hot, failing or inactive, by the limits that were set', async () => {
    const many = (userId: number, count: number, call: object = {}) =>
      Array.from({ length: count }, () => aCall({ userId, dateTime: at('2026-11-20 10:00:00'), ...call }));
    const users = ['fine', 'failing', 'hot', 'idle', 'lately', 'never', 'off', 'soon'].map((name) =>
      aUser(name, { isActive: name !== 'off' }),
    );
    const calls = [
      ...many(1, 60),
      ...many(1, 7, { dateTime: at('2026-11-18 10:00:00') }),
      ...many(2, 57),
      ...many(2, 3, { statusCode: 404 }),
      ...many(3, 60),
      ...many(3, 6, { dateTime: at('2026-11-18 10:00:00') }),
      ...many(3, 2, { dateTime: at('2026-11-12 00:00:00') }),
      ...many(3, 900, { dateTime: at('2026-11-11 23:59:59') }),
      ...many(3, 30, { dateTime: at('2026-11-13 10:00:00') }),
      aCall({ userId: 4, dateTime: at('2026-08-22 11:59:59') }),
      aCall({ userId: 5, dateTime: at('2026-08-22 12:00:00') }),
      ...many(7, 60, { statusCode: 500 }),
      aCall({ userId: 8, dateTime: at('2026-11-20 13:00:00') }),
    ];
    const database = { users, calls };
    const statesOf = async (store: Store, change: Partial<UserOverviewRequest> = {}) =>
      Object.fromEntries((await ask(store, change)).map(({ username, keyState }) => [username, keyState]));
    const states = {
      failing: 'errors',
      fine: 'ok',
      hot: 'hot',
      idle: 'idle',
      lately: 'ok',
      never: 'never',
      off: 'inactive',
      soon: 'ok',
    };
    const store = await openBuilt(database);
    expect(await statesOf(store)).toEqual(states);
    expect(await statesOf(store, { filter: 'user:fa* status:4xx' })).toEqual({ failing: 'errors' });
    const order = ['failing', 'hot', 'never', 'idle', 'soon', 'lately', 'fine', 'off'];
    const sorted = await ask(store, { sort: 'keyState', descending: true });
    expect(sorted.map(({ username }) => username)).toEqual(order);
    const { attention, errorShare } = defaultThresholds;
    const thresholds = {
      errorShare: { ...errorShare, bad: 0.06 },
      attention: { ...attention, idleDays: 91, userHotFactor: 11 },
    };
    const lenient = await openBuilt(database, { thresholds });
    expect(await statesOf(lenient)).toEqual({ ...states, failing: 'ok', hot: 'ok', idle: 'ok' });
  });
});

describe.each(engines)('The details of users ($name)', ({ openBuilt, isUntyped }) => {
  test('sort the list, with what is not known last in both directions', async () => {
    const calls = [
      aCall({ userId: 1, responseTimeMs: 5, apiRoute: '/b' }),
      aCall({ userId: 2, responseTimeMs: 50, statusCode: 500, apiRoute: '/a' }),
      aCall({ userId: 3, responseTimeMs: null, statusCode: 404, apiRoute: '/c', dateTime: '2026-11-20 11:58:00' }),
      aCall({ userId: 4, dateTime: '2026-11-15 00:00:00' }),
      aCall({ userId: 4, dateTime: '2026-11-15 00:00:01' }),
    ];
    const store = await openBuilt({ users: pairUsers, calls });
    const order = async (sort: UserSort, descending: boolean) =>
      (await ask(store, { sort, descending, details: false })).map(({ id }) => id);
    const orders: readonly (readonly [UserSort, up: readonly number[], down: readonly number[]])[] = [
      ['p95', [1, 2, 3, 4], [2, 1, 4, 3]],
      ['serverErrors', [1, 3, 4, 2], [2, 4, 3, 1]],
      ['lastError', [3, 2, 1, 4], [2, 3, 4, 1]],
      ['topRoute', [2, 1, 3, 4], [3, 1, 2, 4]],
      ['last7Days', [1, 2, 3, 4], [4, 3, 2, 1]],
    ];
    for (const [sort, up, down] of orders) {
      expect([sort, await order(sort, false), await order(sort, true)]).toEqual([sort, up, down]);
    }
    expect(await ask(store, { details: false })).not.toContainEqual(expect.objectContaining({ topRoute: null }));
  });

  test('agree with the statistics of each user alone, whatever the log holds', async () => {
    const random = new Random(SEED, 'details of users');
    const calls = randomCalls(random, { count: 700, days: 9, hostileShare: isUntyped ? 0.1 : 0 });
    const store = await openBuilt({ users: [...pairUsers, aUser('silent')], calls });
    for (const filter of ['', 'status:>=404 -route:/a']) {
      const window = randomWindow(random, 9);
      const week = { from: new Date((window.to ?? new Date('2026-11-20T12:00:00Z')).getTime() - 7 * 864e5) };
      for (const row of await ask(store, { window, filter })) {
        const who = { id: row.id };
        const stats = await store.apiLogs.userStats(who, window, { filter });
        const seven = await store.apiLogs.totals({ ...week, to: window.to }, { username: who });
        const [error] = await store.apiLogs.recentErrors({ username: who, window, filter, limit: 1 });
        expect([SEED, filter, window, row.username, row]).toEqual([
          SEED,
          filter,
          window,
          row.username,
          expect.objectContaining({
            callCount: stats.totalCalls,
            p95ResponseMs: stats.p95ResponseMs === null ? null : expect.closeTo(stats.p95ResponseMs, 9),
            serverErrorCount: stats.serverErrorCount,
            topRoute: stats.endpoints[0]?.apiRoute ?? null,
            lastErrorAt: error?.dateTime ? new Date(Math.floor(error.dateTime.getTime() / 1000) * 1000) : null,
            callsLast7Days: seven.totalCalls,
          }),
        ]);
      }
    }
  });
});
