import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { bindQuery } from '../../../src/filter/bind.ts';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import { fits } from '../../../src/filter/fits.ts';
import { requireQuery } from '../../../src/filter/parse.ts';
import { printFilter } from '../../../src/filter/print.ts';
import type { Query } from '../../../src/filter/query.ts';
import { groupId } from '../../../src/insight/fingerprint/fingerprint.ts';
import type { Id } from '../../../src/model/id.ts';
import { toId } from '../../../src/store/answers/ids.ts';
import { fromTimestamp, toTimestamp } from '../../../src/store/answers/timestamps.ts';
import { conditionOf } from '../../../src/store/sqlite/calls/query-sql.ts';
import { defineFunctions } from '../../../src/store/sqlite/file/functions.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { randomCall, randomQuery } from '../../helpers/random-filter.ts';
import { buildDatabase } from '../../helpers/store.ts';

const SEED = Number(process.env.SEED ?? 1);
const NOW = new Date('2026-11-22T18:00:00Z');
const ODD = ['a\0b', '\0', 'A\0É', '{"a":1}\0x', 'ΟΔΟΣΑ', Buffer.from('acme'), 7, 2n ** 60n, -0.0, 9e300] as const;

const GROUPS_IN_A_STATE = ['', 'é', '*'].map((message) => groupId({ statusCode: 503, message, route: '' }));

/** A log of calls whose columns hold anything, of canonical times or of others. */
function oddLog(random: Random, isCanonical: boolean): Database.Database {
  const database = new Database(buildDatabase({}));
  clearLater(() => database.close());
  defineFunctions(database);
  database.pragma('foreign_keys = OFF');
  const insert = database.prepare(
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms, error_message,
      request_payload, response_payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const mostly = (value: unknown) => (random.chance(0.05) ? random.pick(ODD) : value);
  for (let index = 0; index < 400; index += 1) {
    const { route, status, ms, timeMs, message, request, response } = randomCall(random);
    const time = new Date(timeMs ?? 0);
    const written = isCanonical
      ? toTimestamp(time)
      : random.pick([time.toISOString(), toTimestamp(time), 'soon', `${time.toISOString().slice(0, 16)}+02:00`]);
    insert.run(
      BigInt(random.pick([1, 2, 3, 77])),
      written,
      mostly(route ?? ''),
      mostly(status),
      mostly(ms),
      mostly(message),
      mostly(request),
      mostly(response),
    );
  }
  return database;
}

function idsThatFit(database: Database.Database, bound: BoundQuery): readonly unknown[] {
  const test = fits(bound);
  const rows = database.prepare('SELECT * FROM user_api_call_log ORDER BY id').safeIntegers().all();
  return (rows as Record<string, unknown>[])
    .filter((row) =>
      test({
        userId: toId(row.user_id),
        route: row.api_route,
        status: row.response_status_code,
        ms: row.response_time_ms,
        timeMs: fromTimestamp(row.date_time)?.getTime(),
        message: row.error_message,
        request: row.request_payload,
        response: row.response_payload,
      }),
    )
    .map(({ id }) => Number(id));
}

function idsBySql(database: Database.Database, bound: BoundQuery, isByInstant: boolean): readonly unknown[] {
  const { sql, parameters } = conditionOf(bound, { isByInstant });
  const values = database.prepare(`SELECT id, (${sql}) AS fits FROM user_api_call_log ORDER BY id`).all(parameters) as {
    readonly id: number;
    readonly fits: unknown;
  }[];
  expect(values.every((row) => row.fits === 0 || row.fits === 1)).toBe(true);
  return values.filter((row) => row.fits === 1).map(({ id }) => id);
}

const bind = (query: Query): BoundQuery =>
  bindQuery(query, {
    now: NOW,
    isUtc: true,
    idsOf: (of) => new Set<Id>(of.is === 'id' ? [of.id] : of.is === 'text' ? [] : [1, 3]),
    groupsThat: (state) => new Set(state === 'new' ? [] : GROUPS_IN_A_STATE),
    usersThat: (state) => new Set(state === 'idle' ? [2] : []),
  });

describe.each([true, false])('SQL and the evaluator agree on every call, with canonical times: %s', (isCanonical) => {
  const random = new Random(SEED, `query sql ${isCanonical}`);
  const database = oddLog(random, isCanonical);

  test.each(Array.from({ length: inLongRun(10, 40) }, (_, round) => round))('in round %i of random queries', () => {
    for (let index = 0; index < 25; index += 1) {
      const query = randomQuery(random);
      const bound = bind(query);
      const ids = idsThatFit(database, bound);
      expect([SEED, printFilter(query), idsBySql(database, bound, !isCanonical)]).toEqual([
        SEED,
        printFilter(query),
        ids,
      ]);
    }
  });

  test.each([
    [
      'a thousand routes',
      Array.from({ length: 998 }, (_, i) => `/x${i}`).reduce((list, one) => `${list},${one}`, 'route:/api/predict,/é'),
    ],
    ['a thousand conditions', Array.from({ length: 990 }, (_, i) => `-route:/x${i}`).join(' ')],
    [
      'a thousand alternatives',
      Array.from({ length: 480 }, (_, i) => `ms:${i} OR m:*${i}*`)
        .join(' OR ')
        .slice(0, 9_000)
        .replace(/ OR [^ ]*$/, ''),
    ],
    ['deep nesting', `${'(status:200 OR (-ms:>1 '.repeat(48)}route:/é${'))'.repeat(48)}`],
    ['deep negation', `${`-(status:5xx ${'ms:1 '.repeat(18)}`.repeat(49)}route:/é${')'.repeat(49)}`],
  ])('in a filter of %s', (_, filter) => {
    const bound = bind(requireQuery(filter));
    expect(idsBySql(database, bound, !isCanonical)).toEqual(idsThatFit(database, bound));
  });
});

test('Filters of one shape share one statement, whatever their values', () => {
  const sqlOf = (filter: string) => conditionOf(bind(requireQuery(filter)), { isByInstant: false }).sql;
  expect(sqlOf('route:/a status:5xx m:*timeout* req.age:<0 gift')).toBe(
    sqlOf('route:/b status:4xx m:*%_* req.name:<9 x'),
  );
});
