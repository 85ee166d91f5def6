import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import type { CallSort, ErrorSort } from '../../src/model/call.ts';
import type { GroupSort } from '../../src/model/error-group.ts';
import type { Id } from '../../src/model/id.ts';
import type { UserSort } from '../../src/model/user.ts';
import type { Window } from '../../src/model/window.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import type { Store } from '../../src/store/store.ts';
import { hasPostgres } from '../helpers/postgres.ts';
import { askEverything, randomCalls } from '../helpers/statistics-index.ts';
import { aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { postgresEngine } from './postgres-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';

const SEED = Number(process.env.SEED ?? 1);
const HOUR_MS = 3_600_000;
const CALL_SORTS: readonly CallSort[] = ['time', 'user', 'status', 'route', 'ms', 'message'];
const ERROR_SORTS: readonly ErrorSort[] = ['time', 'status', 'route', 'user'];
const USER_SORTS: readonly UserSort[] = [
  'username',
  'status',
  'lastCall',
  'calls',
  'errors',
  'avg',
  'created',
  'p95',
  'serverErrors',
  'lastError',
  'topRoute',
  'last7Days',
  'keyState',
];
const GROUP_SORTS: readonly GroupSort[] = ['state', 'count', 'users', 'last', 'first', 'status', 'message'];
const MESSAGES = [
  null,
  '',
  'Timeout',
  'timeout',
  'ΟΔΟΣ',
  'ödes',
  'Zebra',
  'İstanbul',
  `long ${'ü'.repeat(1200)}`,
  '100% _ \\',
];
const FILTERS = [
  '',
  'ms:>=10',
  '-user:ada status:4xx,5xx',
  'm:*ö* OR m:t*',
  'm:*ΟΔΟσ*',
  'route:/* -route:/b',
  '"ü"',
  'req.a:1',
  'req.b:é OR status:503',
  'body:gift -m:timeout',
  'is:error -req.a:*',
];

const random = new Random(SEED, 'two engines');
const ROWS = {
  users: ['ada', 'Bob', 'bob', 'cleo', 'dan', 'ünal'].map((name, index) => aUser(name, { isActive: index % 3 !== 2 })),
  calls: randomCalls(random, { count: 600, days: 9, hostileShare: 0 }).map(
    (call): CallValues => ({
      ...call,
      apiRoute: random.pick(['/a', '/A', '/b', '/Ä', '/z', '']),
      errorMessage: random.chance(0.6) ? random.pick(MESSAGES) : null,
      requestPayload: random.pick([null, '{"a":1}', '{"a":2,"b":"\\u00e9"}', '{"gift":[1]}', '{']),
      responsePayload: random.pick([null, '{"gift":"G\\u0049FT"}', '[]']),
    }),
  ),
};

interface Asked {
  readonly window: Window;
  readonly filter: string;
  readonly descending: boolean;
  readonly anchorId: Id | null;
  readonly offset: number;
  readonly sorts: {
    readonly calls: readonly CallSort[];
    readonly errors: ErrorSort;
    readonly ofUsers: UserSort;
    readonly groups: GroupSort;
  };
}

/** Lists, and what stands beside them. */
async function listsOf(store: Store, { sorts, ...asked }: Asked): Promise<unknown> {
  const { apiLogs, users, errorGroups } = store;
  const { window, filter } = asked;
  const page = { ...asked, limit: 9 };
  const { calls, errors, ofUsers, groups } = sorts;
  return {
    calls: await Promise.all(calls.map((sort) => apiLogs.calls({ ...page, sort }))),
    errors: await apiLogs.errors({ ...page, sort: errors }),
    users: await users.overview({ ...page, anchorId: 2, sort: ofUsers, bucketCount: 5, details: true }),
    groups: await errorGroups.list({ ...page, anchorId: null, sort: groups, bucketCount: 5 }),
    totals: await apiLogs.totals(window, { filter }),
    values: await apiLogs.valueCounts(window, { filter }),
    recent: await apiLogs.recentErrors({ filter, limit: 30 }),
    ofWindow: await apiLogs.recentErrors({ window, filter, limit: 30, payloads: 'text' }),
  };
}

/** The answers with numbers to 9 digits: the last ones go by the order in which they were added up. */
function rounded(answers: unknown): unknown {
  const toDigits = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
  return JSON.parse(JSON.stringify(answers, toDigits));
}

describe.runIf(hasPostgres)('A file and a server with the same rows', () => {
  test('give the same answers', async () => {
    const [file, server] = await Promise.all([sqliteEngine.openBuilt(ROWS), postgresEngine.openBuilt(ROWS)]);
    expect(await server.apiLogs.payloadPaths()).toEqual(await file.apiLogs.payloadPaths());
    for (const [round, filter] of FILTERS.entries()) {
      const from = new Date(REFERENCE_NOW.getTime() - random.between(20, 200) * HOUR_MS);
      const to = random.chance(0.5) ? new Date(from.getTime() + random.between(20, 150) * HOUR_MS) : null;
      const window = { from, to };
      const place = { descending: random.chance(0.5), offset: random.pick([0, 5, 5_000]) };
      const anchorId = random.chance(0.7) ? random.below(600) : null;
      const sorts = {
        calls: random.sample(CALL_SORTS, 3),
        errors: random.pick(ERROR_SORTS),
        ofUsers: random.pick(USER_SORTS),
        groups: random.pick(GROUP_SORTS),
      };
      const asked = { window, filter, anchorId, sorts, ...place };
      expect([SEED, round, asked, rounded(await listsOf(server, asked))]).toEqual([
        SEED,
        round,
        asked,
        rounded(await listsOf(file, asked)),
      ]);
      if (round > 0) continue;
      expect(rounded(await askEverything(server, window, 3600))).toEqual(
        rounded(await askEverything(file, window, 3600)),
      );
    }
  });
});
