import type { Random } from '../../src/demo/random.ts';
import type { BoundQuery } from '../../src/filter/bound-query.ts';
import type { NumberTest } from '../../src/filter/query.ts';

/** Values that conditions ask for. */
export interface QueryValues {
  readonly userIds: readonly number[];
  readonly routes: readonly string[];
  readonly statuses: readonly number[];
  readonly micros: readonly number[];
  /** The first and the last time, in milliseconds. */
  readonly times: readonly [from: number, to: number];
  /** Beginnings of the ids of groups. */
  readonly groups?: readonly string[];
}

/** A random query of what the statistics index holds of a call. */
export function randomBoundQuery(random: Random, values: QueryValues, depth = 3): BoundQuery {
  const shape = depth === 0 ? 'term' : random.pick(['and', 'or', 'not', 'term', 'term']);
  if (shape === 'term') return randomBoundTerm(random, values);
  if (shape === 'not') return { kind: 'not', part: randomBoundQuery(random, values, depth - 1) };
  const kind = shape === 'and' ? 'and' : 'or';
  return { kind, parts: Array.from({ length: random.below(4) }, () => randomBoundQuery(random, values, depth - 1)) };
}

function randomBoundTerm(random: Random, values: QueryValues): BoundQuery {
  const { userIds, routes, statuses, micros, times, groups = [] } = values;
  const [first, last] = times;
  const at = random.between(first, last);
  const length = random.between(0, last - first) / 2;
  const whole = random.chance(0.5) ? 1000 : 1;
  const from = Math.floor(at / whole) * whole;
  const to = Math.floor((at + length) / whole) * whole;
  const route = random.pick(routes);
  if (groups.length > 0 && random.chance(0.2)) return { kind: 'groups', prefixes: new Set([random.pick(groups)]) };
  return random.pick<BoundQuery>([
    { kind: 'users', ids: new Set(Array.from({ length: random.below(5) }, () => random.pick(userIds))) },
    { kind: 'route', test: { is: 'text', text: route } },
    { kind: 'route', test: { is: 'glob', parts: [route.slice(0, 2), ''] } },
    { kind: 'route', test: { is: 'contains', text: route.slice(-1).toUpperCase() } },
    { kind: 'route', test: { is: 'present' } },
    { kind: 'status', test: randomTest(random, statuses) },
    { kind: 'statusText', text: random.pick(['4', '42', '.', '50']) },
    { kind: 'micros', test: randomTest(random, micros) },
    { kind: 'error' },
    {
      kind: 'time',
      from: random.chance(0.3) ? Number.NEGATIVE_INFINITY : from,
      to: random.chance(0.3) ? Number.POSITIVE_INFINITY : to,
    },
  ]);
}

function randomTest(random: Random, numbers: readonly number[]): NumberTest {
  if (random.chance(0.2)) return { is: random.pick(['present', 'absent']) };
  const [from = 0, to = 0] = [random.pick(numbers), random.pick(numbers)].sort((one, other) => one - other);
  return {
    is: 'range',
    from: random.chance(0.3) ? Number.NEGATIVE_INFINITY : from,
    to: random.chance(0.3) ? Number.POSITIVE_INFINITY : to,
    isFromOpen: random.chance(0.5),
    isToOpen: random.chance(0.5),
  };
}
