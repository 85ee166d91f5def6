import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../src/model/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { openPairOver, waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines, enginesWithTimes } from './engines.ts';

const ALL_TIME = { from: new Date(0), to: null };
const DAY = { from: new Date('2026-11-19T12:00:00Z'), to: null };
const USERS = ['busy', 'idle', 'idle off', 'just in', 'just out', 'never', 'never off', 'soon'].map((name) =>
  aUser(name, { isActive: !name.endsWith('off') }),
);
const times = (at: (time: string) => string) => [
  aCall({ userId: 1, dateTime: at('2026-11-20 11:00:00') }),
  aCall({ userId: 1, dateTime: at('2026-05-01 11:00:00') }),
  aCall({ userId: 2, dateTime: at('2026-01-01 00:00:00') }),
  aCall({ userId: 2, dateTime: at('2026-01-02 00:00:00'), statusCode: 500 }),
  aCall({ userId: 3, dateTime: at('2026-01-01 00:00:00') }),
  aCall({ userId: 4, dateTime: at('2026-08-22 12:00:00') }),
  aCall({ userId: 5, dateTime: at('2026-08-22 11:59:59') }),
  aCall({ userId: 8, dateTime: at('2027-01-01 00:00:00') }),
  aCall({ userId: 99, dateTime: at('2025-01-01 00:00:00') }),
];

async function usersOf(store: Store, filter: string, window = DAY): Promise<readonly string[]> {
  const page = { sort: 'username', descending: false, offset: 0, limit: 100, anchorId: null, bucketCount: 2 } as const;
  const { rows, total } = await store.users.overview({ ...page, filter, window });
  expect(total).toBe(rows.length);
  return rows.map(({ username }) => username);
}

describe.each(enginesWithTimes)('is:idle and is:never ($name, $times)', ({ openBuilt, hasOtherTimes }) => {
  const at = (time: string) => (hasOtherTimes ? `${time.replace(' ', 'T')}Z` : time);
  const calls = times(at);

  test('choose active users who have not called for 90 days, or never, whatever the window', async () => {
    const store = await openBuilt({ users: USERS, calls });
    const others = ['busy', 'idle off', 'just in', 'never off', 'soon'];
    for (const window of [DAY, ALL_TIME]) {
      expect(await usersOf(store, 'is:idle', window)).toEqual(['idle', 'just out']);
      expect(await usersOf(store, 'is:never', window)).toEqual(['never']);
      expect(await usersOf(store, 'is:never,idle', window)).toEqual(['idle', 'just out', 'never']);
      expect(await usersOf(store, '-is:idle -is:never', window)).toEqual(others);
      expect(await usersOf(store, 'is:idle -user:idle OR user:busy', window)).toEqual(['busy', 'just out']);
    }
    expect(await usersOf(store, 'is:idle status:5xx', ALL_TIME)).toEqual(['idle']);
    expect(await usersOf(store, 'is:idle status:5xx', DAY)).toEqual([]);
    expect(await usersOf(store, '-is:idle status:200', DAY)).toEqual(['busy', 'soon']);
  });

  test('keep to the days that were set', async () => {
    const { attention, ...limits } = defaultThresholds;
    const thresholds = { ...limits, attention: { ...attention, idleDays: 91 } };
    const store = await openBuilt({ users: USERS, calls }, { thresholds });
    expect(await usersOf(store, 'is:idle')).toEqual(['idle']);
  });

  test('judge each of many users by the instant of the last call', async () => {
    const many = Array.from({ length: 150 }, (_, index) => aUser(`user ${String(index).padStart(3, '0')}`));
    const times = many.map((_, index) => {
      const second = Date.parse('2026-08-22T12:00:00Z') / 1000 + (index - 75) * 3600;
      const [day = '', clock = ''] = new Date(second * 1000).toISOString().slice(0, 19).split('T');
      return aCall({ userId: index + 1, dateTime: at(`${day} ${clock}`) });
    });
    const store = await openBuilt({ users: many, calls: times });
    expect(await usersOf(store, 'is:idle')).toHaveLength(75);
    expect((await usersOf(store, '-is:idle'))[0]).toBe('user 075');
  });
});

describe.each(engines)('is:idle and is:never ($name)', ({ build }) => {
  test('are calls of these users where calls are asked for, with the index and without', async () => {
    const pair = await openPairOver(await build({ users: USERS, calls: times((time) => time) }));
    await waitForIndex(pair.indexed);
    for (const { apiLogs } of [pair.indexed, pair.plain]) {
      const countOf = async (filter: string) => (await apiLogs.totals(ALL_TIME, { filter })).totalCalls;
      expect([await countOf('is:idle'), await countOf('-is:idle'), await countOf('is:idle is:error')]).toEqual([
        3, 6, 1,
      ]);
      expect([await countOf('is:never'), await countOf('-is:never')]).toEqual([0, 9]);
      expect(await apiLogs.systemStats(ALL_TIME, { filter: 'is:idle,never' })).toMatchObject({
        totalCalls: 3,
        activeUsers: 2,
        topUsers: [{ username: 'idle' }, { username: 'just out' }],
      });
      const page = { sort: 'time', descending: true, offset: 0, limit: 9, anchorId: null, window: ALL_TIME } as const;
      const { rows } = await apiLogs.calls({ ...page, filter: 'is:idle' });
      expect(rows.map(({ username }) => username)).toEqual(['just out', 'idle', 'idle']);
      expect((await apiLogs.recentErrors({ filter: 'is:idle' })).map(({ username }) => username)).toEqual(['idle']);
    }
  });
});
