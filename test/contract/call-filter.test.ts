import { describe, expect, test } from 'vitest';
import type { CallsWithin } from '../../src/model/call-filter.ts';
import { initDatabase } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { temporaryFolder } from '../helpers/store.ts';
import { enginesWithTimes } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };

/** A filter, and the SQL of the calls that do not fit it. */
const CASES: readonly (readonly [CallsWithin, string])[] = [
  [{ route: '/predict' }, `api_route <> '/predict'`],
  [{ route: '/PREDICT' }, 'true'],
  [{ route: '' }, `api_route <> ''`],
  [{ status: { from: 500, to: 599 } }, 'response_status_code NOT BETWEEN 500 AND 599 OR response_status_code IS NULL'],
  [{ status: { from: 404, to: 404 } }, 'response_status_code <> 404 OR response_status_code IS NULL'],
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

async function openIndexed(database: TestDatabase): Promise<Store> {
  // An index is only made of a log that has ours.
  await initDatabase(database.location);
  const statisticsIndex = { folder: temporaryFolder(), builds: true, exactCalls: Number.MAX_SAFE_INTEGER };
  const store = await database.open({ statisticsIndex });
  await waitForIndex(store);
  return store;
}

describe.each(enginesWithTimes)(
  'The sums of calls that fit a filter ($name, $times)',
  async ({ reference, hasOtherTimes }) => {
    const changed = async () => {
      const database = await reference();
      if (hasOtherTimes) await database.run(ODD_TIMES);
      return database;
    };
    const plain = await (await changed()).open();
    const indexed = await openIndexed(await changed());

    test.each(CASES)('are those of a log without the others, with an index and without: %j', async (calls, others) => {
      const fitting = await changed();
      await fitting.run(`DELETE FROM user_api_call_log WHERE ${others}`);
      const alone = await fitting.open();
      const { username: _username, ...ofUser } = calls;
      for (const store of [plain, indexed]) {
        expect(await sumsOf(store, calls)).toEqual(await sumsOf(alone, {}));
        expect(await overviewOf(store, calls)).toEqual(await overviewOf(alone, {}));
        expect(await userSumsOf(store, ofUser)).toEqual(await userSumsOf(alone, {}));
      }
    });
  },
);
