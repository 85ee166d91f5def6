import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { bindQuery } from '../../../src/filter/bind.ts';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import { type FilteredCall, fits } from '../../../src/filter/fits.ts';
import { requireQuery } from '../../../src/filter/parse.ts';
import type { Query } from '../../../src/filter/query.ts';
import { foldAll } from '../../../src/filter/text-match.ts';
import { groupId } from '../../../src/insight/fingerprint/fingerprint.ts';
import type { Id } from '../../../src/model/id.ts';
import { variantsOf } from '../../../src/store/postgres/calls/case-variants.ts';
import { conditionOf } from '../../../src/store/postgres/calls/query-sql.ts';
import { Server } from '../../../src/store/postgres/server/server.ts';
import { storable } from '../../../src/store/postgres/values.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { randomCall, randomQuery } from '../../helpers/random-filter.ts';

const SEED = Number(process.env.SEED ?? 1);
const NOW = new Date('2026-11-22T18:00:00Z');
const GROUPS_IN_A_STATE = ['', 'é', '*'].map((message) => groupId({ statusCode: 503, message, route: '' }));
const TIMES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.0005, -0.0005, 1.0015, -1.0005];

type StoredCall = FilteredCall & { readonly id: number };

/** A call as the columns of PostgreSQL can hold it. */
function storedCall(random: Random, id: number): StoredCall {
  const { status, ms, timeMs, ...call } = randomCall(random);
  const text = (value: unknown) => (typeof value === 'string' ? storable(value) : null);
  return {
    id,
    userId: random.pick([1, 2, 3, 77, 2 ** 60]),
    route: text(call.route) ?? '',
    status: typeof status === 'number' ? Math.floor(status) : null,
    ms: random.chance(0.2) ? random.pick(TIMES) : typeof ms === 'number' ? ms : null,
    timeMs: random.chance(0.05) ? undefined : Math.floor((timeMs ?? 0) / 1000) * 1000,
    message: text(
      random.chance(0.2) ? random.pick(['straße İstanbul', 'ΟΔΟΣ οδος', 'K Ångström', 'éi̇']) : call.message,
    ),
    request: text(call.request),
    response: text(call.response),
  };
}

async function logOf(calls: readonly StoredCall[]): Promise<Server> {
  const server = new Server(await createDatabase(), { timeoutMs: 10_000 });
  clearLater(() => server.close());
  await server.write((ask) =>
    ask.run(
      `INSERT INTO user_api_call_log (id, user_id, api_route, response_status_code, response_time_ms, date_time, error_message,
         request_payload, response_payload)
       SELECT (c->>'id')::bigint, (c->>'userId')::bigint, c->>'route', (c->>'status')::int, (c->>'ms')::float8,
         coalesce(to_timestamp((c->>'timeMs')::float8 / 1000), 'infinity'), c->>'message', c->>'request', c->>'response'
       FROM unnest($1::json[]) c`,
      [calls.map((call) => JSON.stringify(call, (_, value) => (typeof value === 'number' ? String(value) : value)))],
    ),
  );
  return server;
}

/** For each condition, the ids of the calls that it holds for. */
async function idsBySql(server: Server, queries: readonly BoundQuery[]): Promise<readonly (readonly number[])[]> {
  const values: unknown[] = [];
  const conditions = queries.map((query) => conditionOf(query, (value) => `$${values.push(value)}`).sql);
  const rows = await server.read((ask) =>
    ask.tuples<readonly [number, ...(boolean | null)[]]>(
      `SELECT id, ${conditions.join(', ')} FROM user_api_call_log l ORDER BY id`,
      values,
    ),
  );
  expect(rows.flat().filter((value) => value === null)).toEqual([]);
  return queries.map((_, place) => rows.filter((row) => row[place + 1] === true).map(([id]) => id));
}

const bind = (query: Query): BoundQuery =>
  bindQuery(query, {
    now: NOW,
    isUtc: true,
    idsOf: (of) => new Set<Id>(of.is === 'id' ? [of.id] : of.is === 'text' ? [] : [1, 3]),
    groupsThat: (state) => new Set(state === 'new' ? [] : GROUPS_IN_A_STATE),
    usersThat: (state) => new Set(state === 'idle' ? [2] : []),
  });

describe.runIf(hasPostgres)('A filter in SQL', async () => {
  const random = new Random(SEED, 'postgres query sql');
  const calls = Array.from({ length: 300 }, (_, index) => storedCall(random, index + 1));
  const server = hasPostgres ? await logOf(calls) : undefined;

  /** Expects of SQL what the evaluator says, or where it leaves that to the evaluator, nothing less. */
  async function expectSameCalls(queries: readonly Query[]): Promise<void> {
    if (server === undefined) return;
    // What SQL leaves to the evaluator must hold for its opposite, too.
    const asked = queries.flatMap((query) => [bind(query), bind({ kind: 'not', part: query })]);
    const found = await idsBySql(server, asked);
    for (const [place, bound] of asked.entries()) {
      const test = fits(bound);
      const wanted = calls.filter(test).map(({ id }) => id);
      const ids = found[place] ?? [];
      const { isExact } = conditionOf(bound, () => '$1');
      const compared = isExact ? ids : ids.filter((id) => wanted.includes(id));
      expect([SEED, JSON.stringify(bound), compared]).toEqual([SEED, JSON.stringify(bound), wanted]);
    }
  }

  test('holds for the calls that the evaluator takes, of random queries', async () => {
    for (let round = 0; round < inLongRun(6, 16); round += 1) {
      await expectSameCalls(Array.from({ length: 25 }, () => randomQuery(random)));
    }
  });

  test.each([
    'm:*STRASSE*',
    'm:*straße*',
    'm:*STRAẞE*',
    'm:*οδοσ*',
    'm:οδος*',
    'm:*å*',
    'm:*éi*',
    'm:éi̇',
    'm:*İ*',
    'm:*k*å*',
    'İstanbul',
    'm:"K ångström"',
    'm:*\\*',
    'body:É',
    'route:/é',
    'ms:0.001',
    'ms:>0',
    'ms:<=0.0005',
    'ms:<0.001',
    'ms:none',
    '-ms:>0.0005',
    'status:none',
  ])('holds for the calls that the evaluator takes, of %s', async (filter) => {
    await expectSameCalls([requireQuery(filter)]);
  });

  test.each([
    [
      'a thousand routes',
      Array.from({ length: 998 }, (_, i) => `/x${i}`).reduce((list, one) => `${list},${one}`, 'route:/api/predict,/é'),
    ],
    ['a thousand conditions', Array.from({ length: 990 }, (_, i) => `-route:/x${i}`).join(' ')],
    ['deep nesting', `${'(status:200 OR (-ms:>1 '.repeat(48)}route:/é${'))'.repeat(48)}`],
    ['deep negation', `${`-(status:5xx ${'ms:1 '.repeat(18)}`.repeat(49)}route:/é${')'.repeat(49)}`],
  ])('takes %s', async (_, filter) => {
    await expectSameCalls([requireQuery(filter)]);
  });
});

test('SQL knows every letter that JavaScript makes another of in lower case', () => {
  const missed: string[] = [];
  for (let code = 0x80; code <= 0x10ffff; code += 1) {
    const letter = String.fromCodePoint(code);
    const folded = foldAll(letter);
    if (folded === letter) continue;
    const { from, hasDottedI } = variantsOf(folded);
    const isKnown = letter === 'İ' ? hasDottedI : from.includes(letter) && [...folded].length === 1;
    if (!isKnown) missed.push(letter);
  }
  expect(missed).toEqual([]);
});

test('Filters of one shape share one statement, whatever their values', () => {
  const sqlOf = (filter: string) => conditionOf(bind(requireQuery(filter)), () => '?').sql;
  expect(sqlOf('route:/a status:5xx m:*timeout* req.age:<0 gift')).toBe(
    sqlOf('route:/b status:4xx m:*%_* req.name:<9 x'),
  );
});
