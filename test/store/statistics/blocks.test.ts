import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { fits } from '../../../src/filter/fits.ts';
import { BlockScan } from '../../../src/store/statistics/block-scan.ts';
import { CallBlock } from '../../../src/store/statistics/call-block.ts';
import { type Call, CallRows, NOT_TIMED } from '../../../src/store/statistics/call-rows.ts';
import { NO_GROUP } from '../../../src/store/statistics/group-names.ts';
import { LatencyScale } from '../../../src/store/statistics/latency-scale.ts';
import { Names } from '../../../src/store/statistics/names.ts';
import { packBlock } from '../../../src/store/statistics/pack-block.ts';
import { Summary } from '../../../src/store/statistics/summary.ts';
import { cutByTime } from '../../../src/store/statistics/timed-queries.ts';
import { TimelineSums } from '../../../src/store/statistics/timeline-sums.ts';
import { Verdicts } from '../../../src/store/statistics/verdicts.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { type QueryValues, randomBoundQuery } from '../../helpers/random-bound-query.ts';

const seed = Number(process.env.SEED ?? 20_261);
const start = Date.UTC(2026, 10, 20, 11) / 1000;
const until = start + 3600;
const scale = new LatencyScale();
const routes = ['/a', '/b', '/b/c', '/ü', '/A'];
const statuses = [200, 200, 200, 201, 404, 422, 500, 503, 404.5, null];

function callsOf(block: CallBlock): readonly Call[] {
  const rows = new CallRows();
  block.addTo(rows);
  return listOf(rows);
}

function listOf(rows: CallRows): readonly Call[] {
  return Array.from({ length: rows.length }, (_, at) => ({
    second: rows.second[at] ?? 0,
    user: rows.user[at] ?? 0,
    kind: rows.kind[at] ?? 0,
    micros: rows.micros[at] ?? 0,
    id: rows.id[at] ?? 0,
  }));
}

function rowsOf(calls: readonly Call[]): CallRows {
  const rows = new CallRows();
  for (const call of calls) rows.push(call);
  return rows;
}

function blockOf(calls: readonly Call[]): CallBlock {
  const block = new CallBlock(packBlock(rowsOf(calls), start).bytes, { start, until });
  block.check();
  return block;
}

const queryValues: QueryValues = {
  userIds: Array.from({ length: 40 }, (_, user) => user * 3 + 1),
  routes,
  statuses: [200, 404, 404.5, 500],
  micros: [0, 1, 20, 1000, 1000.5, 50_000],
  times: [(start - 600) * 1000, (until + 600) * 1000],
};

interface LogOptions {
  readonly count: number;
  readonly users: number;
  readonly randomMicros: (random: Random) => number;
  readonly firstId?: number;
}

/** Names with users of odd ids, and calls of an hour in no order. */
function randomLog(random: Random, { count, users, randomMicros, firstId = 1 }: LogOptions) {
  const names = new Names();
  for (let n = 0; n < users; n += 1) names.caller(n * 3 + 1);
  for (const route of routes) for (const status of statuses) names.kind(route, status, NO_GROUP);
  const calls = Array.from({ length: count }, (_, index) => ({
    second: start + Math.floor(random.between(0, 3600)),
    // Some call often, most hardly.
    user: Math.floor(users * random.next() ** 3),
    kind: names.kind(random.pick(routes), random.pick(statuses), NO_GROUP),
    micros: random.chance(0.1) ? NOT_TIMED : randomMicros(random),
    id: firstId + index * 2,
  }));
  return { names, calls };
}

const wholeMicros = (random: Random) => Math.floor(Math.exp(random.between(0, 14)));
const anyMicros = (random: Random) => random.pick([wholeMicros(random), Math.exp(random.between(-5, 14)), 3e9, 0, 0.5]);

const byId = (one: Call, other: Call) => one.id - other.id;

describe('A block', () => {
  test.each<[string, Partial<LogOptions>]>([
    ['usual calls', {}],
    ['no calls', { count: 0 }],
    ['one call', { count: 1 }],
    ['more users than 16 bits count', { users: 70_000 }],
    ['users of whom none called eight times', { count: 50, users: 500 }],
    ['times that are no whole microseconds, and longer than half an hour', { randomMicros: anyMicros }],
    ['ids up to 2^53', { firstId: Number.MAX_SAFE_INTEGER - 10_000 }],
  ])('gives back the calls that went into it: %s', (_, options) => {
    const random = new Random(seed, 'block');
    const { calls } = randomLog(random, { count: 2000, users: 40, randomMicros: wholeMicros, ...options });
    expect([...callsOf(blockOf(calls))].sort(byId)).toEqual([...calls].sort(byId));
  });

  test('gives back ids that lie far apart', () => {
    const calls = [-5, 0, 70_000, 5_000_000_000].map((id) => ({ second: start, user: 0, kind: 0, micros: 1, id }));
    for (let count = 2; count <= calls.length; count += 1) {
      expect(callsOf(blockOf(calls.slice(0, count)))).toEqual(calls.slice(0, count));
    }
  });

  test('is found to be damaged where any byte of it is another', () => {
    const { calls } = randomLog(new Random(seed, 'damage'), { count: 60, users: 3, randomMicros: wholeMicros });
    const { bytes } = packBlock(rowsOf(calls), start);
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x41;
      expect(() => new CallBlock(damaged, { start, until }).check(), `byte ${at}`).toThrow('damaged');
    }
    expect(() => new CallBlock(bytes.slice(0, -8), { start, until }).check()).toThrow('damaged');
  });
});

describe('The sums of calls that fit a query', () => {
  const rounds = Array.from({ length: inLongRun(50, 150) }, (_, round) => round);
  test.each(rounds)(`are those of a plain look at each call, round %d of seed ${seed}`, (round) => {
    const random = new Random(seed + round, 'sums');
    const users = random.pick([3, 40, 2000]);
    const options = { count: random.pick([0, 30, 1500]), users, randomMicros: random.pick([wholeMicros, anyMicros]) };
    const { names, calls } = randomLog(random, options);
    const block = blockOf(calls);
    const query = randomBoundQuery(random, queryValues);
    const from = start + random.pick([-100, 0, random.below(3000)]);
    const span = { from, until: from + random.pick([60, 1800, 3600, 4000]) };
    const parts = { routes: random.chance(0.5), callers: random.chance(0.5), exactCalls: 0 };
    const summary = new Summary(scale, names, parts);
    const seconds = random.pick([60, 300, 3600]);
    const timeline = new TimelineSums({ scale, names }, span.from, { seconds, last: Infinity });
    for (const piece of cutByTime(query, span)?.pieces ?? []) {
      const verdicts = piece.query && new Verdicts(piece.query, names);
      new BlockScan({ span: piece.span, verdicts }, [summary, timeline]).visit(block);
    }
    const isFitting = fits(query);
    const found = calls.filter(
      ({ second, user, kind, micros }) =>
        second >= span.from &&
        second < span.until &&
        isFitting({
          userId: names.userIds[user] ?? 0,
          route: names.routes[names.routeOf[kind] ?? 0],
          status: names.statusOf[kind],
          ms: micros === NOT_TIMED ? null : micros / 1000,
          timeMs: second * 1000,
          message: null,
          request: null,
          response: null,
        }),
    );
    expect(factsOf(summary, names)).toEqual(factsWanted(found, names, parts));
    expect(timeline.rows().map(({ bucket, callCount }) => [bucket, callCount])).toEqual(
      countBy(found, ({ second }) => Math.floor(second / seconds)),
    );
  });
});

function factsOf(summary: Summary, { routeOf }: Names) {
  const { calls, errors, serverErrors, latency } = summary.overall;
  const { timed, minMs, maxMs, averageMs } = latency;
  return {
    all: [calls, errors, serverErrors, timed, minMs, maxMs, averageMs?.toPrecision(10)],
    bins: latency.bins.reduce((sum, count) => sum + count, 0),
    routes: [...summary.routes]
      .map(([route, { timed: count }]) => [route, count])
      .filter(([, count]) => count !== 0)
      .sort(byFirst),
    kinds: [...summary.callsOfKind.entries()].filter(([, count]) => count > 0 && routeOf.length > 0),
    callers: summary.callers.seen
      .toSorted((one, other) => one - other)
      .map((user) => {
        const own = summary.callers.of(user);
        return [user, own.calls, own.errors, own.averageMs?.toPrecision(10)];
      }),
  };
}

function factsWanted(
  calls: readonly Call[],
  names: Names,
  parts: { readonly routes: boolean; readonly callers: boolean },
) {
  const timed = calls.filter(isTimed);
  const micros = timed.map((call) => call.micros);
  const none = timed.length === 0;
  const count = (some: readonly Call[], is: readonly number[]) => some.filter(({ kind }) => is[kind] === 1).length;
  return {
    all: [
      calls.length,
      count(calls, names.isError),
      count(calls, names.isServerError),
      timed.length,
      none ? null : Math.min(...micros) / 1000,
      none ? null : Math.max(...micros) / 1000,
      meanOf(timed),
    ],
    bins: timed.length,
    routes: parts.routes ? countBy(timed, ({ kind }) => names.routeOf[kind] ?? 0) : [],
    kinds: countBy(calls, ({ kind }) => kind),
    callers: parts.callers
      ? countBy(calls, ({ user }) => user).map(([user, callCount]) => {
          const own = calls.filter((call) => call.user === user);
          return [user, callCount, count(own, names.isError), meanOf(own.filter(isTimed))];
        })
      : [],
  };
}

function isTimed({ micros }: Call): boolean {
  return micros !== NOT_TIMED;
}

function meanOf(timed: readonly Call[]): string | undefined {
  const total = timed.reduce((sum, { micros }) => sum + micros, 0);
  return timed.length === 0 ? undefined : (total / 1000 / timed.length).toPrecision(10);
}

function countBy(calls: readonly Call[], keyOf: (call: Call) => number): (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const call of calls) counts.set(keyOf(call), (counts.get(keyOf(call)) ?? 0) + 1);
  return [...counts].sort(byFirst);
}

function byFirst([one = 0]: readonly number[], [other = 0]: readonly number[]): number {
  return one - other;
}
