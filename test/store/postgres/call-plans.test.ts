import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { type Asker, Server } from '../../../src/store/postgres/server/server.ts';
import type { Store } from '../../../src/store/store.ts';
import { withClient } from '../../helpers/postgres/server-place.ts';
import { askDatabase, createDatabase, hasPostgres, runServer } from '../../helpers/postgres.ts';
import { openTestStore } from '../../helpers/store.ts';

const DAY = { from: new Date('2026-11-19T12:00:00Z'), to: new Date('2026-11-20T12:00:00Z') };
const PAGE = { filter: '', descending: true, offset: 0, limit: 20, anchorId: null, window: DAY } as const;
const BUCKETS = { bucketSeconds: 3600 };

/** A log of 30 days in partitions of 5 days: a call each minute, of which each 200th failed. */
const LOG = `
  INSERT INTO "user" (username, api_key) SELECT 'user' || n, 'key' || n FROM generate_series(1, 50) n;
  ${[0, 5, 10, 15, 20, 25].map(partition).join(';')};
  INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms, error_message, request_payload)
  SELECT 1 + n % 50, timestamptz '2026-10-24 00:00Z' + n * interval '1 minute', '/route' || n % 7,
    CASE WHEN n % 200 = 0 THEN 500 ELSE 200 END, n % 100, CASE WHEN n % 200 = 0 THEN 'Timeout' END, '{"a":' || n % 10 || '}'
  FROM generate_series(0, 43199) n;
  ANALYZE`;

function partition(day: number): string {
  const date = (days: number) => new Date(Date.UTC(2026, 9, 24 + days)).toISOString();
  return `CREATE TABLE log_${day} PARTITION OF user_api_call_log FOR VALUES FROM ('${date(day)}') TO ('${date(day + 5)}')`;
}

type Statement = readonly [sql: string, values: readonly unknown[]];

/** Statements that a question sent to the server, and how often it waited for an answer before it sent the next. */
interface Sent {
  readonly statements: readonly Statement[];
  readonly tripCount: number;
}

async function watch(question: () => Promise<unknown>): Promise<Sent> {
  const statements: Statement[] = [];
  let tripCount = 0;
  const { read } = Server.prototype;
  vi.spyOn(Server.prototype, 'read').mockImplementation(function (this: Server, work, options) {
    let hasAnswer = true;
    const noted =
      (ask: (...statement: Statement) => Promise<unknown>) =>
      async (sql: string, values: readonly unknown[] = []) => {
        if (hasAnswer) tripCount += 1;
        hasAnswer = false;
        statements.push([sql, values]);
        const rows = await ask(sql, values);
        hasAnswer = true;
        return rows;
      };
    const watched = (ask: Asker) => ({ ...ask, rows: noted(ask.rows), tuples: noted(ask.tuples) }) as Asker;
    return read.call(this, (ask) => work(watched(ask)), options);
  });
  await question();
  return { statements, tripCount };
}

// Where the log begins and ends is looked up in all partitions.
function isOfWindow(sql: string): boolean {
  return sql.includes('FROM user_api_call_log') && !/(min|max)\(l\.(id|date_time)\)/.test(sql);
}

/** The plans of the statements that read the log, as they would be if it were long. */
async function plansOf(database: string, { statements }: Sent): Promise<readonly string[]> {
  return withClient(runServer(), { database }, async (client) => {
    await client.query('SET enable_seqscan = off');
    const plans: string[] = [];
    for (const [sql, values] of statements.filter(([text]) => isOfWindow(text))) {
      const { rows } = await client.query({
        text: `EXPLAIN (COSTS OFF) ${sql}`,
        values: [...values],
        rowMode: 'array',
      });
      plans.push(rows.flat().join('\n'));
    }
    return plans;
  });
}

describe.runIf(hasPostgres)('A question about a day of a log in partitions', () => {
  let location: ServerLocation;
  let store: Store;

  beforeAll(async () => {
    location = await createDatabase();
    await askDatabase(location, LOG);
    store = await openTestStore(location);
  });
  afterEach(() => vi.restoreAllMocks());

  const BY_TIME = 'log_25_date_time_idx';
  const BY_USER = 'log_25_user_id_date_time_idx';
  const OF_ERRORS = 'log_25_date_time_id_idx';
  const calls = (request: object) => () => store.apiLogs.calls({ ...PAGE, sort: 'time', ...request });
  test.each<readonly [string, () => Promise<unknown>, index: string, trips: number]>([
    ['totals', () => store.apiLogs.totals(DAY), BY_TIME, 1],
    ['a system', () => store.apiLogs.systemStats(DAY), BY_TIME, 1],
    ['its timeline', () => store.apiLogs.timeline(DAY, BUCKETS), BY_TIME, 1],
    ['its latencies', () => store.apiLogs.latencies(DAY), BY_TIME, 1],
    ['its heat', () => store.apiLogs.latencyHeat(DAY, BUCKETS), BY_TIME, 1],
    ['routes', () => store.apiLogs.routeTimes(DAY, { ...BUCKETS, routes: ['/route1'] }), BY_TIME, 1],
    ['calls that fit', () => store.apiLogs.totals(DAY, { filter: 'ms:>50 route:/route*' }), BY_TIME, 1],
    ['messages', () => store.apiLogs.totals(DAY, { filter: 'm:*time*' }), OF_ERRORS, 1],
    ['a user', () => store.apiLogs.totals(DAY, { filter: 'user:#7' }), BY_USER, 1],
    ['the first page', calls({}), BY_TIME, 1],
    ['the page around a call', calls({ anchorId: 39_000 }), BY_TIME, 1],
    ['the slowest calls', calls({ sort: 'ms' }), BY_TIME, 1],
    ['calls by their routes', calls({ sort: 'route' }), BY_TIME, 2],
    ['failed calls', () => store.apiLogs.errors({ ...PAGE, sort: 'time' }), OF_ERRORS, 1],
    ['failed calls that fit', () => store.apiLogs.errors({ ...PAGE, sort: 'time', filter: 'm:t*' }), OF_ERRORS, 1],
    ['the newest failed calls', () => store.apiLogs.recentErrors({ window: DAY }), OF_ERRORS, 1],
    ['values', () => store.apiLogs.valueCounts(DAY), BY_TIME, 2],
  ])(
    'about %s goes through the index that is meant for it and reads no other partition',
    async (_, ask, index, trips) => {
      const sent = await watch(ask);
      for (const plan of await plansOf(location.database, sent)) {
        expect(plan).not.toMatch(/log_(0|5|10|15|20)\b/);
        if (!plan.includes('pkey')) expect(plan).toContain(index);
      }
      expect(sent.tripCount).toBe(trips);
    },
  );

  test('about users asks for all details of a page at once, of the days before it too', async () => {
    const { read } = Server.prototype;
    let running = 0;
    let most = 0;
    vi.spyOn(Server.prototype, 'read').mockImplementation(async function (this: Server, work, options) {
      running += 1;
      most = Math.max(most, running);
      return read.call(this, work, options).finally(() => {
        running -= 1;
      });
    });
    const page = { ...PAGE, sort: 'calls', bucketCount: 4, details: true } as const;
    await store.users.overview(page);
    // The last calls, the sparklines, the facts, the last 7 days, and the days before the window.
    expect(most).toBe(5);
    vi.restoreAllMocks();
    for (const plan of await plansOf(location.database, await watch(() => store.users.overview(page)))) {
      expect(plan).not.toMatch(/log_(0|5|10)\b/);
      expect(plan).not.toContain('Seq Scan on log_');
    }
  });

  test('about payloads looks at no other partition either, and reads what it found by ids', async () => {
    const plans = await plansOf(location.database, await watch(calls({ filter: 'req.a:1' })));
    expect(plans.length).toBeGreaterThan(2);
    for (const plan of plans) expect(plan).toMatch(/log_25_(date_time_idx|pkey|xid_idx)/);
    expect(plans.join()).not.toMatch(/log_(0|5|10|15|20)\b/);
  });
});
