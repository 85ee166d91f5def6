import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import type { Id } from '../../../src/model/id.ts';
import type { Window } from '../../../src/model/window.ts';
import type { CallSums } from '../../../src/store/answers/call-sums.ts';
import type { CallValues } from '../../../src/store/checks/call-values.ts';
import { CallScans } from '../../../src/store/postgres/calls/call-scans.ts';
import { createLogSums } from '../../../src/store/postgres/calls/log-sums.ts';
import { Server } from '../../../src/store/postgres/server/server.ts';
import { CallScans as SqliteScans } from '../../../src/store/sqlite/calls/call-scans.ts';
import { createLogSums as createSqliteSums } from '../../../src/store/sqlite/calls/log-sums.ts';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { postgresEngine } from '../../contract/postgres-engine.ts';
import { sqliteEngine } from '../../contract/sqlite-engine.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { randomBoundQuery } from '../../helpers/random-bound-query.ts';
import { randomCalls } from '../../helpers/statistics-index.ts';
import { aUser, fixedNow, REFERENCE_NOW } from '../../helpers/store.ts';

const SEED = Number(process.env.SEED ?? 1);
const HOUR_MS = 3_600_000;
const USERS = [1, 2, 3, 4];
const ROUTES = ['/a', '/b', '/ü', '/Z', '/none'];
const ODD_TIMES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e301, -3];

const ROWS = {
  users: ['ada', 'Bob', 'bob', 'ünal'].map((name) => aUser(name)),
  calls: randomCallsOfBoth(new Random(SEED, 'sums of two engines')),
};

/** Calls as both engines can hold them. */
function randomCallsOfBoth(random: Random): readonly CallValues[] {
  return randomCalls(random, { count: 3_000, days: 6, hostileShare: 0 }).map((call) => {
    const isFailed = (call.statusCode ?? 0) >= 400;
    const errorMessage = isFailed
      ? random.pick([null, '', 'Timeout after 5 s', `No gift ${random.below(3)}`, 'É'])
      : null;
    const responseTimeMs = random.chance(0.03) ? random.pick(ODD_TIMES) : call.responseTimeMs;
    const requestPayload = random.pick([null, '{"a":1}', '{"a":"\\u00e9"}', '{']);
    return { ...call, responseTimeMs, errorMessage, requestPayload };
  });
}

async function sumsOnPostgres(): Promise<CallSums> {
  const { location } = await postgresEngine.build(ROWS);
  if (location.kind !== 'server') throw new Error('This is no server.');
  const server = new Server(location, { timeoutMs: 10_000 });
  clearLater(() => server.close());
  return createLogSums({ server, scans: new CallScans(server, fixedNow), now: fixedNow });
}

async function sumsOnSqlite(): Promise<CallSums> {
  const { location } = await sqliteEngine.build(ROWS);
  if (location.kind !== 'file') throw new Error('This is no file.');
  const file = new DatabaseFile(location.path, { keepWriter: false, busyTimeoutMs: 1000 });
  clearLater(() => file.close());
  return createSqliteSums({ file, scans: new SqliteScans(file, fixedNow), now: fixedNow });
}

interface Asked {
  readonly window: Window;
  readonly userId: Id | undefined;
  readonly query: BoundQuery | undefined;
}

/** Every answer about some calls, in one order. */
async function answersOf(sums: CallSums, { window, ...calls }: Asked): Promise<unknown> {
  const plan = { start: Math.floor(window.from.getTime() / 1000), length: 86_400, count: 7, unit: 'hour' } as const;
  const buckets = { seconds: 900, last: Math.floor(REFERENCE_NOW.getTime() / 900_000) };
  const trend = { bucketCount: 5, from: window.from, to: window.to ?? REFERENCE_NOW };
  const [values, groups] = [await sums.valueCounts(window, USERS, calls), await sums.groups(window, trend, calls)];
  return rounded({
    totals: await sums.totals(window, calls),
    system: await sums.system(window, 10, calls),
    user: await sums.ofUser(window, 1, { query: calls.query }),
    timeline: inOrder(await sums.timeline(window, buckets, calls)),
    latencies: await sums.latencies(window, calls),
    heat: inOrder(await sums.latencyHeat(window, buckets, calls)),
    routeTimes: inOrder(await sums.routeTimes(window, { ...buckets, routes: ROUTES }, calls)),
    traffic: inOrder(await sums.traffic(window, USERS, calls)),
    byBucket: await sums.callsByBucket(window, USERS, plan, calls),
    values: { ...values, users: inOrder(values.users.map(({ userId, callCount }) => [userId, callCount])) },
    groups: { ...groups, groups: inOrder(groups.groups) },
  });
}

/** Numbers to 9 digits: the last ones go by the order in which they were added up. */
function rounded(answers: unknown): unknown {
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? inOrder([...value]) : typeof value === 'number' ? Number(value.toPrecision(9)) : value;
  return JSON.parse(JSON.stringify(answers, plain));
}

function inOrder(rows: readonly unknown[]): readonly unknown[] {
  const text = (row: unknown) => JSON.stringify(row, (_, value) => (value instanceof Map ? [...value].sort() : value));
  return [...rows].sort((one, other) => (text(one) < text(other) ? -1 : 1));
}

describe.runIf(hasPostgres)('The sums of a log on PostgreSQL', () => {
  test('are those of the same log in a file, of random windows and filters', async () => {
    const random = new Random(SEED, 'questions to two engines');
    const [postgres, sqlite] = await Promise.all([sumsOnPostgres(), sumsOnSqlite()]);
    const groups = [...(await sqlite.groupHistory(REFERENCE_NOW)).groups.keys()];
    const times = [REFERENCE_NOW.getTime() - 7 * 24 * HOUR_MS, REFERENCE_NOW.getTime() + HOUR_MS] as const;
    const values = {
      userIds: [1, 2, 3, 77],
      routes: ROUTES,
      statuses: [0, 200, 404, 500],
      micros: [-3000, 0, 1500, 20_000],
    };
    for (let round = 0; round < inLongRun(10, 30); round += 1) {
      const from = new Date(REFERENCE_NOW.getTime() - random.between(1, 150) * HOUR_MS);
      const to = random.chance(0.5) ? new Date(from.getTime() + random.between(1, 100) * HOUR_MS) : null;
      const query = random.pick<BoundQuery | undefined>([
        undefined,
        randomBoundQuery(random, { ...values, times, groups }),
        { kind: 'payload', payload: 'req', path: [{ key: 'a' }], test: { is: 'text', text: 'é' } },
      ]);
      const asked = { window: { from, to }, userId: random.pick([undefined, undefined, 2, 77]), query };
      expect([SEED, round, await answersOf(postgres, asked)]).toEqual([SEED, round, await answersOf(sqlite, asked)]);
    }
    expect(rounded(await postgres.groupHistory(REFERENCE_NOW))).toEqual(
      rounded(await sqlite.groupHistory(REFERENCE_NOW)),
    );
  });
});
