import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import type { BoundQuery } from '../../src/filter/bound-query.ts';
import { fits } from '../../src/filter/fits.ts';
import { GroupIds } from '../../src/insight/fingerprint/group-ids.ts';
import type { Window } from '../../src/model/window.ts';
import type { CallSums, TrendPlan } from '../../src/store/answers/call-sums.ts';
import { fromTimestamp } from '../../src/store/answers/timestamps.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { randomBoundQuery } from '../helpers/random-bound-query.ts';
import { indexedSums, openEnginePair, randomCalls, randomWindow, waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, REFERENCE_NOW } from '../helpers/store.ts';
import { engines, roundsOf } from './engines.ts';
import type { TestDatabase, TestEngine } from './test-database.ts';

const seed = Number(process.env.SEED ?? 20_261);
const DAYS = 2;
const messagesOf = ({ isUntyped }: TestEngine) => [
  ...[null, '', 'Timeout after 31 ms', 'Timeout after 7 ms', 'ü'.repeat(3000)],
  isUntyped ? 'refused\u0000here' : 'refused here',
];

interface Row {
  readonly id: number;
  readonly userId: number;
  readonly second: number;
  readonly route: string;
  readonly status: number;
  readonly ms: number | null;
  readonly message: string | null;
  readonly group: string;
}

function someCalls(engine: TestEngine, random: Random, count: number): readonly CallValues[] {
  return randomCalls(random, { count, days: DAYS, hostileShare: 0 }).map((call) => ({
    ...call,
    errorMessage: random.pick(messagesOf(engine)),
  }));
}

/** The failed calls of the log. */
async function failedCalls(database: TestDatabase): Promise<readonly Row[]> {
  const found = await database.query(`SELECT id, user_id, date_time, api_route AS route, response_status_code AS status,
    response_time_ms AS ms, error_message AS message
    FROM user_api_call_log WHERE response_status_code >= 400 ORDER BY date_time, id`);
  const ids = new GroupIds();
  return found.map(({ user_id, date_time, ...rest }) => {
    const row = rest as unknown as Row;
    const second = Number(fromTimestamp(date_time)) / 1000;
    return { ...row, userId: Number(user_id), second, group: ids.idOf({ ...row, statusCode: row.status }) };
  });
}

const groupOf = ({ group }: Row) => group;

const planOf = ({ from, to }: Window, bucketCount: number): TrendPlan => ({
  from,
  to: to ?? REFERENCE_NOW,
  bucketCount,
});

/** The same as `CallSums.groups` answers, counted one by one. */
function countGroups(rows: readonly Row[], all: readonly Row[], window: Window, bucketCount: number) {
  const { from, to } = planOf(window, bucketCount);
  const start = Math.floor(from.getTime() / 1000);
  const length = Math.max(1, Math.ceil(to.getTime() / 1000) - start);
  const hour = (to.getTime() - from.getTime()) / bucketCount >= 3_600_000 ? 3600 : 1;
  return Object.values(Object.groupBy(rows, groupOf)).map((ofGroup = []) => {
    const [first] = ofGroup;
    const id = first === undefined ? '' : groupOf(first);
    const count = (keyOf: (row: Row) => string | number) => {
      const counts = Object.entries(Object.groupBy(ofGroup, keyOf)).map(
        ([key, some = []]) => [key, some.length] as const,
      );
      return Object.fromEntries(counts);
    };
    const trend = Array.from({ length: bucketCount }, () => 0);
    for (const { second } of ofGroup) {
      const bucket = Math.floor(((second - (second % hour) - start) * bucketCount) / length);
      const place = Math.max(0, Math.min(bucket, bucketCount - 1));
      trend[place] = (trend[place] ?? 0) + 1;
    }
    const newest = all.filter((row) => groupOf(row) === id).at(-1)?.message ?? null;
    return {
      id,
      statusCode: first?.status,
      message: newest?.slice(0, 1000) || null,
      callCount: ofGroup.length,
      users: count(({ userId }) => userId),
      routes: count(({ route }) => route),
      trend,
      lastSecond: ofGroup.at(-1)?.second,
    };
  });
}

async function askGroups(sums: CallSums, window: Window, bucketCount: number, query: BoundQuery | undefined) {
  const plan = planOf(window, bucketCount);
  const { groups, ungroupedCount } = await sums.groups(window, plan, { query });
  expect(ungroupedCount).toBe(0);
  return groups.map(({ group: { id, statusCode, message }, users, routes, ...sum }) => ({
    id,
    statusCode,
    message: message?.slice(0, 1000) ?? null,
    ...sum,
    users: Object.fromEntries(users),
    routes: Object.fromEntries(routes),
  }));
}

const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);

function isWithin({ from, to }: Window, { second }: Row): boolean {
  return second >= Math.floor(from.getTime() / 1000) && (to === null || second < Math.floor(to.getTime() / 1000));
}

describe.each(engines)('Groups in the index ($name)', (engine) => {
  test.each(roundsOf(engine, inLongRun(1, 2)))(
    `are counted as a look at each failed call does, round %d of seed ${seed}`,
    async (round) => {
      const random = new Random(seed + round, 'groups');
      const pair = await openEnginePair(engine, someCalls(engine, random, 2500));
      await waitForIndex(pair.indexed);
      const sums = await indexedSums(pair);
      const values = {
        userIds: [1, 2, 3, 77],
        routes: ['/a', '/b', '/Z'],
        statuses: [404, 500],
        micros: [0, 20_000],
        times: [REFERENCE_NOW.getTime() - DAYS * 864e5, REFERENCE_NOW.getTime()],
      } as const;
      const groups = (await failedCalls(pair.database))
        .slice(0, 20)
        .map(({ group }) => group.slice(0, random.pick([4, 8])));
      let found = 0;
      for (let n = 0; n < inLongRun(15, 25); n += 1) {
        if (n % 8 === 7) await pair.insert(someCalls(engine, random, 40));
        const all = await failedCalls(pair.database);
        const window = randomWindow(random, DAYS);
        const query = random.chance(0.3) ? undefined : randomBoundQuery(random, { ...values, groups });
        const bucketCount = random.pick([1, 7, 24]);
        const isFitting = query === undefined ? () => true : fits(query);
        const rows = all
          .filter((row) => isWithin(window, row))
          .filter((row) => isFitting({ ...row, timeMs: row.second * 1000, request: null, response: null }));
        found += rows.length;
        const asked = await askGroups(sums, window, bucketCount, query);
        const totals = await sums.totals(window, {
          query: { kind: 'and', parts: [{ kind: 'error' }, ...(query ? [query] : [])] },
        });
        expect(totals.totalCalls).toBe(rows.length);
        expect(asked.toSorted(byId)).toEqual(countGroups(rows, all, window, bucketCount).toSorted(byId));
      }
      expect(found).toBeGreaterThan(0);
    },
  );

  test('have every hour, and the first and the last call of each', async () => {
    const random = new Random(seed, 'group history');
    const pair = await openEnginePair(engine, someCalls(engine, random, 1500));
    await waitForIndex(pair.indexed);
    const sums = await indexedSums(pair);
    for (let n = 0; n < 3; n += 1) {
      const all = await failedCalls(pair.database);
      const { groups, share } = await sums.groupHistory(REFERENCE_NOW);
      expect(share).toBe(1);
      const counted = Object.entries(Object.groupBy(all, groupOf)).map(([id, rows = []]) => {
        const hours = Map.groupBy(rows, ({ second }) => second - (second % 3600));
        const counts = [...hours].map(([hour, some]) => [hour, some.length] as const);
        const ends = { firstSecond: rows[0]?.second, lastSecond: rows.at(-1)?.second };
        return { id, ...ends, hours: counts };
      });
      expect([...groups].map(([id, times]) => ({ id, ...times })).toSorted(byId)).toEqual(counted.toSorted(byId));
      await pair.insert(someCalls(engine, random, 60));
    }
  });

  test('are named by the newest call that is left where the newest was deleted', async () => {
    const says = (dateTime: string, errorMessage: string) => aCall({ dateTime, errorMessage, statusCode: 422 });
    const calls = [says('2026-11-10 09:00:00', 'Job 17 failed'), says('2026-11-20 09:00:00', 'Job 18 failed'), aCall()];
    const pair = await openEnginePair(engine, calls);
    await waitForIndex(pair.indexed);
    await pair.database.run(`DELETE FROM user_api_call_log WHERE error_message = 'Job 18 failed'`);
    await pair.settle();
    const page = { filter: '', offset: 0, limit: 9, anchorId: null, bucketCount: 1, descending: true } as const;
    const { rows } = await pair.indexed.errorGroups.list({
      ...page,
      sort: 'count',
      window: { from: new Date(0), to: null },
    });
    expect(rows).toMatchObject([
      { message: 'Job 17 failed', callCount: 1, lastSeenAt: new Date('2026-11-10T09:00:00Z') },
    ]);
  });
});
