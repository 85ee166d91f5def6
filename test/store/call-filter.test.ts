import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { CallsWithin } from '../../src/model/call-filter.ts';
import { initDatabase } from '../../src/store/library.ts';
import type { Store } from '../../src/store/store.ts';
import { copyReference, openTestStore, runSql, temporaryFolder } from '../helpers/store.ts';

const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };

/** A filter, and the SQL of the calls that do not fit it. */
const CASES: readonly (readonly [CallsWithin, string])[] = [
  [{ route: '/predict' }, `api_route <> '/predict'`],
  [{ route: '/PREDICT' }, 'true'],
  [{ route: '' }, `api_route <> ''`],
  [{ status: { from: 500, to: 599 } }, 'response_status_code NOT BETWEEN 500 AND 599 OR response_status_code IS NULL'],
  [{ status: { from: 404, to: 404 } }, 'response_status_code IS NOT 404'],
  [{ status: { from: 500, to: 400 } }, 'true'],
  [
    { username: 'client1', status: { from: 200, to: 299 } },
    `user_id <> (SELECT id FROM "user" WHERE username = 'client1') OR
    response_status_code NOT BETWEEN 200 AND 299 OR response_status_code IS NULL`,
  ],
  [{ username: 'client1' }, `user_id <> (SELECT id FROM "user" WHERE username = 'client1')`],
];

const ODD_TIMES = `UPDATE user_api_call_log SET date_time = replace(date_time, ' ', 'T') || 'Z' WHERE id % 3 = 0`;

// The last digits of a mean go by the order in which it was added up.
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value);

const sumsOf = async ({ apiLogs }: Store, calls: CallsWithin): Promise<unknown> => {
  const sums = [
    await apiLogs.totals(window, calls),
    await apiLogs.timeline(window, { bucketSeconds: 900, ...calls }),
    await apiLogs.latencies(window, calls),
    await apiLogs.latencyHeat(window, { bucketSeconds: 900, ...calls }),
    await apiLogs.routeTimes(window, { bucketSeconds: 900, routes: ['/api/predict'], ...calls }),
    await apiLogs.systemStats(window, calls),
  ];
  return JSON.parse(JSON.stringify(sums, rounded));
};

const overviewOf = async ({ users }: Store, calls: CallsWithin): Promise<unknown> => {
  const page = { filter: '', sort: 'username', descending: false, offset: 0, limit: 50, anchorId: null } as const;
  const { rows } = await users.overview({ ...page, window, bucketCount: 5, ...calls });
  const fitting = rows.filter(({ callCount }) => callCount > 0);
  return JSON.parse(JSON.stringify(fitting, (key, value) => (key === 'lastCallAt' ? null : rounded(key, value))));
};

/** One user's sums, without what is of all their calls. */
async function userSumsOf({ apiLogs }: Store, calls: Omit<CallsWithin, 'username'>): Promise<unknown> {
  const { firstCallAt: _first, lastCallAt: _last, ...sums } = await apiLogs.userStats('client1', window, calls);
  return JSON.parse(JSON.stringify(sums, rounded));
}

async function openIndexed(path: string): Promise<Store> {
  // An index is only made of a log that has ours.
  await initDatabase(path);
  const statisticsIndex = { folder: temporaryFolder(), builds: true, exactCalls: Number.MAX_SAFE_INTEGER };
  const store = await openTestStore(path, { statisticsIndex });
  await store.version();
  while ((await store.indexState()).state !== 'ready') await nextTurn();
  return store;
}

describe.each([
  ['canonical times', ''],
  ['times in other forms', ODD_TIMES],
])('The sums of calls that fit a filter, with %s', async (_, change) => {
  const [path, indexedPath] = [copyReference(), copyReference()];
  for (const each of [path, indexedPath]) runSql(each, change);
  const indexed = await openIndexed(indexedPath);

  test.each(CASES)('are those of a log without the others, with an index and without: %j', async (calls, others) => {
    const fittingPath = copyReference();
    runSql(fittingPath, `${change}; DELETE FROM user_api_call_log WHERE ${others}`);
    const expected = await sumsOf(await openTestStore(fittingPath), {});
    expect(await sumsOf(await openTestStore(path), calls)).toEqual(expected);
    expect(await sumsOf(indexed, calls)).toEqual(expected);
    const expectedUsers = await overviewOf(await openTestStore(fittingPath), {});
    expect(await overviewOf(await openTestStore(path), calls)).toEqual(expectedUsers);
    expect(await overviewOf(indexed, calls)).toEqual(expectedUsers);
    const { username: _username, ...ofUser } = calls;
    const expectedOfUser = await userSumsOf(await openTestStore(fittingPath), {});
    expect(await userSumsOf(await openTestStore(path), ofUser)).toEqual(expectedOfUser);
    expect(await userSumsOf(indexed, ofUser)).toEqual(expectedOfUser);
  });
});
