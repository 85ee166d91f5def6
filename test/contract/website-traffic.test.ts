import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { temporaryFolder } from '../helpers/store.ts';
import { WEBSITE_END, websiteTraffic } from '../helpers/website-traffic.ts';
import { engines } from './engines.ts';

const COPIES = 2;
const now = () => WEBSITE_END;
const window = { from: new Date('2015-05-01T00:00:00Z'), to: null };

/** Counts that GoAccess gives of the same log. */
const goAccess = {
  classes: { '2xx': 9171, '3xx': 609, '4xx': 217, '5xx': 3 },
  days: [1632, 2893, 2896, 2579],
  hosts: [
    ['host-f5c3ef61', 482],
    ['host-4258fdd6', 364],
    ['host-a16ff8c5', 357],
    ['host-152d68df', 273],
    ['host-ca2b1d1c', 113],
    ['host-7b698f0f', 102],
  ],
  requests: { '/favicon.ico': 807, '/blog/tags/puppet?flav=rss20': 488, '/?flav=rss20': 217 },
};

const sources = engines.flatMap((engine) => ['log', 'index'].map((source) => ({ ...engine, source })));

describe.each(sources)('Of real traffic on a website, from the $source ($name),', ({ build, source }) => {
  const open = async (copies: number) => {
    const database = await build(websiteTraffic({ copies }));
    const index = source === 'index' && { statisticsIndex: { folder: temporaryFolder(), builds: true } };
    const store = await database.open({ now, ...index });
    if (index) await waitForIndex(store);
    return store;
  };
  let store: Store;
  beforeAll(async () => {
    store = await open(1);
  });

  test('the counts by status, user, route and day are those of GoAccess', async () => {
    const stats = await store.apiLogs.systemStats(window);
    expect(stats).toMatchObject({ totalCalls: 10_000, activeUsers: 1753, errorCount: 220, serverErrorCount: 3 });
    const classes = Map.groupBy(stats.statusCodes, ({ statusCode }) => `${String(statusCode).charAt(0)}xx`);
    const counts = [...classes].map(([name, codes]) => [name, codes.reduce((sum, code) => sum + code.callCount, 0)]);
    expect(Object.fromEntries(counts)).toEqual(goAccess.classes);
    expect(stats.topUsers.slice(0, 6).map(({ username, callCount }) => [username, callCount])).toEqual(goAccess.hosts);
    const routes = stats.topRoutes.map(({ apiRoute, callCount }) => [apiRoute, callCount]);
    expect(Object.fromEntries(routes)).toMatchObject(goAccess.requests);
    const days = await store.apiLogs.timeline(
      { from: new Date('2015-05-17T00:00:00Z'), to: null },
      { bucketSeconds: 86_400 },
    );
    expect(days.map(({ callCount }) => callCount)).toEqual(goAccess.days);
  });

  test('a host of one request has its own figures among 1,753', async () => {
    const page = { filter: '', sort: 'calls', descending: false, offset: 0, limit: 5, anchorId: null } as const;
    const { rows, total } = await store.users.overview({ ...page, window, bucketCount: 4 });
    expect([total, rows.map(({ callCount }) => callCount)]).toEqual([1753, [1, 1, 1, 1, 1]]);
    const stats = await store.apiLogs.userStats(rows[0]?.username ?? '', window);
    expect(stats).toMatchObject({ totalCalls: 1, uniqueEndpoints: 1 });
  });

  test('the failed requests of the most missed file are found by its whole route', async () => {
    const route = '/files/logstash/logstash-1.3.2-monolithic.jar';
    expect(await store.apiLogs.totals(window, { route })).toMatchObject({ totalCalls: 61, errorCount: 61 });
    expect(await store.apiLogs.recentErrors({ route })).toHaveLength(61);
  });

  test(`repeated ${COPIES} times, every count is ${COPIES} times as high`, async () => {
    const whole = await store.apiLogs.systemStats(window);
    const repeated = await (await open(COPIES)).apiLogs.systemStats(window);
    expect(repeated).toMatchObject({
      totalCalls: COPIES * whole.totalCalls,
      errorCount: COPIES * whole.errorCount,
      activeUsers: whole.activeUsers,
      topUsers: whole.topUsers.map(({ username, callCount }) => ({ username, callCount: COPIES * callCount })),
      topRoutes: whole.topRoutes.map(({ apiRoute, callCount }) => ({ apiRoute, callCount: COPIES * callCount })),
      statusCodes: whole.statusCodes.map(({ statusCode, callCount }) => ({
        statusCode,
        callCount: COPIES * callCount,
      })),
    });
  });
});
