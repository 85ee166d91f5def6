import type { Random } from '../../src/demo/random.ts';
import { allOf, negated, oneOfAll } from '../../src/filter/combine.ts';
import { callStates, userWords } from '../../src/filter/fields.ts';
import type { FilteredCall } from '../../src/filter/fits.ts';
import type {
  JsonTest,
  NumberTest,
  PathStep,
  Query,
  Term,
  TextTest,
  TimePoint,
  TimeTest,
} from '../../src/filter/query.ts';
import { groupId } from '../../src/insight/fingerprint/fingerprint.ts';

const WORDS = [
  'acme',
  'acme-shop',
  'ACME',
  'é',
  'É',
  'ß',
  'İ',
  'K',
  '😀',
  'مرحبا',
  'a b',
  '100%',
  'a_b',
  "o'reilly",
  '"',
  '\\',
  '\\"',
  'OR',
  '-x',
  '#15',
  '(',
  ')',
  ',',
  '..',
  '*',
  '[a]',
  'x:y',
  '<3',
  '=',
  'null',
  '42',
  '1e3',
  '4xx',
  'ms>800',
  'status!=200',
  '&&',
  '1..2',
  'C:\\new',
  'ΟΔΟΣ',
  '\u0001',
  '\n',
] as const;
const STATUSES = [0, 200, 204, 301, 400, 404, 404.5, 422, 499, 500, 503, 599] as const;
const GROUPS: readonly string[] = [
  ...['acme', '42', '100%', ''].map((message) => groupId({ statusCode: 422, message, route: '/api/predict' })),
  groupId({ statusCode: 500, message: null, route: 'a b' }).slice(0, 4),
  groupId({ statusCode: 404.5, message: '\\"', route: '' }).slice(0, 5),
  '0000',
];
const MILLISECONDS = [0, 0.0004, 0.5, 1, 4.6, 12.345678, 200, 500, 1500] as const;
const NUMBERS = [-6, -0.5, 0, 1, 4.6, 42, 1000, 9007199254740992] as const;
const KEYS = ['a', 'b', 'a b', 'é', 'x.y', '"', '0', ''] as const;
const START = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;

/** A random query of bounded depth; every kind of condition, odd texts included. */
export function randomQuery(random: Random, depth = 3): Query {
  if (depth === 0 || random.chance(0.4)) return randomTerm(random);
  const parts = () => Array.from({ length: random.pick([1, 2, 2, 3]) }, () => randomQuery(random, depth - 1));
  return random.pick([() => allOf(parts()), () => oneOfAll(parts()), () => negated(randomQuery(random, depth - 1))])();
}

/** A random condition. */
export function randomTerm(random: Random): Term {
  const some = <Value>(value: () => Value): readonly Value[] => Array.from({ length: random.pick([1, 1, 2]) }, value);
  const text = () => randomText(random);
  return random.pick<() => Term>([
    () => ({
      kind: 'user',
      values: some(() => (random.chance(0.2) ? { is: 'id', id: random.pick([1, 2, 77]) } : text())),
    }),
    () => ({ kind: 'route', values: some(text) }),
    () => ({ kind: 'status', values: some(() => randomNumber(random, STATUSES)) }),
    () => ({ kind: 'ms', values: some(() => randomNumber(random, MILLISECONDS)) }),
    () => ({ kind: 'time', values: some(() => randomTime(random)) }),
    () => ({ kind: 'message', values: some(text) }),
    () => ({
      kind: 'group',
      values: some(() => (random.chance(0.2) ? { is: 'present' } : { is: 'group', prefix: random.pick(GROUPS) })),
    }),
    () => ({ kind: 'is', values: some(() => random.pick(callStates)) }),
    () => ({ kind: 'userIs', values: some(() => random.pick(userWords)) }),
    () => ({
      kind: 'payload',
      payload: random.pick(['req', 'res']),
      path: Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => randomStep(random)),
      values: some(() => randomJsonTest(random)),
    }),
    () => ({ kind: 'body', values: some(text) }),
    () => ({ kind: 'word', text: random.pick(WORDS) }),
  ])();
}

/** A random call, each column of which may hold anything. */
export function randomCall(random: Random): Omit<FilteredCall, 'userId'> {
  return {
    route: random.pick(['/api/predict', '/api/acme', '/ACME', '/é', 'a b', '100%', 'a_b', '[a]', '', null]),
    status: random.pick([...STATUSES, 'teapot', null, '404']),
    ms: random.pick([...MILLISECONDS, -1.5, null, 'slow', 1e300, 1e308]),
    timeMs: START + Math.floor(random.between(0, DAY_MS)) * 1,
    message: random.pick([...WORDS, null, '', 'ACME failed: É', 'Time out\nafter 5 s']),
    request: randomPayload(random),
    response: randomPayload(random),
  };
}

function randomPayload(random: Random): string | null {
  const json = randomJson(random, 3);
  return random.pick([
    json,
    json,
    json,
    () => ` ${json()} `,
    () => json().slice(0, -1),
    () => `{"a":1,"a":"acme","b":[1,[2],{"a":null}]}`,
    () => `{"a":${'['.repeat(1100)}${']'.repeat(1100)}}`,
    () => '{"\\u0061":"\\u00e9 ACME","b":12345678901234567890,"é":1.0}',
    () => "{'a':1}",
    () => '',
    () => null,
  ])();
}

function randomJson(random: Random, depth: number): () => string {
  return () => {
    const inner = () => randomJson(random, depth - 1)();
    const scalar = () =>
      random.pick([
        ...WORDS.map((word) => JSON.stringify(word)),
        ...NUMBERS.map(String),
        '-0',
        '1e400',
        '1.0',
        '"42"',
        'true',
        'false',
        'null',
        '"\\u00c9"',
        '"\\ud800"',
      ]);
    if (depth === 0 || random.chance(0.3)) return scalar();
    const count = random.pick([0, 1, 2, 3]);
    if (random.chance(0.5)) return `[${Array.from({ length: count }, inner).join(', ')}]`;
    return `{${Array.from({ length: count }, () => `${JSON.stringify(random.pick(KEYS))}: ${inner()}`).join(',')}}`;
  };
}

function randomText(random: Random): TextTest {
  const parts = () =>
    Array.from({ length: random.pick([2, 2, 3]) }, () => random.pick(['', 'a', 'ac', 'É', '%', '_', '*']));
  const pattern = parts();
  const inner = pattern.slice(1, -1).filter((part) => part !== '');
  const [first = '', last = ''] = [pattern[0], pattern.at(-1)];
  const glob = [first, ...inner, last];
  return random.pick<TextTest>([
    { is: 'text', text: random.pick(WORDS) },
    { is: 'text', text: random.pick(['/api/predict', 'acme', '']) },
    glob.every((part) => part === '') ? { is: 'present' } : { is: 'glob', parts: glob },
    { is: 'present' },
  ]);
}

function randomNumber(random: Random, values: readonly number[]): NumberTest {
  const [one, other] = [random.pick(values), random.pick(values)];
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  const range = { is: 'range', from, to, isFromOpen: false, isToOpen: false } as const;
  return random.pick<NumberTest>([
    range,
    { ...range, to: from },
    { ...range, to: Number.POSITIVE_INFINITY, isFromOpen: random.chance(0.5) },
    { ...range, from: Number.NEGATIVE_INFINITY, isToOpen: random.chance(0.5) },
    { is: 'present' },
    { is: 'absent' },
  ]);
}

function randomJsonTest(random: Random): JsonTest {
  const number = random.pick(NUMBERS);
  const range = randomNumber(random, NUMBERS);
  return random.pick<JsonTest>([
    randomText(random),
    { is: 'number', number, text: String(number) },
    { is: 'literal', literal: random.pick([true, false, null]) },
    range.is === 'range' ? range : { is: 'present' },
  ]);
}

function randomStep(random: Random): PathStep {
  return random.pick<PathStep>([
    { key: random.pick(KEYS) },
    { key: 'a' },
    { index: random.pick([0, 1]) },
    { any: true },
  ]);
}

function randomTime(random: Random): TimeTest {
  const instantMs = () => START + Math.floor(random.between(0, 24)) * 3_600_000;
  const instant = (): TimePoint => ({ at: 'instant', ms: instantMs() });
  return random.pick<() => TimeTest>([
    () => ({ is: 'between', from: { at: 'ago', ms: random.pick([90, 1440]) * 60_000 }, to: null }),
    () => ({ is: 'between', from: instant(), to: null }),
    () => {
      const [one, other] = [instantMs(), instantMs()];
      return {
        is: 'between',
        from: { at: 'instant', ms: Math.min(one, other) },
        to: { at: 'instant', ms: Math.max(one, other) },
      };
    },
    () => ({ is: 'between', from: { at: 'start', of: 'day' }, to: null }),
    () => ({
      is: 'between',
      from: { at: 'start', of: 'yesterday' },
      to: random.pick([null, { at: 'start', of: 'day' }]),
    }),
    () => ({
      is: 'between',
      from: { at: 'civil', date: '2026-11-22', clock: random.pick([null, '17', '17:05']), isEnd: false },
      to: { at: 'civil', date: '2026-11-23', clock: null, isEnd: true },
    }),
  ])();
}
