import { describe, expect, test } from 'vitest';
import { type WhyOptions, why, whySteps } from '../../../src/insight/why/why.ts';
import type { ComparedCall, WhyAnswer } from '../../../src/model/why.ts';
import { COMPARED_AT, type ComparedParts, comparedCall, comparedCalls } from '../../helpers/compared-call.ts';
import { factText } from '../../helpers/fact-text.ts';
import { holds } from '../../helpers/why-cases/holds.ts';

const BY_STATUS: WhyOptions = { chosenBy: ['status'] };

type Make = (index: number) => ComparedParts;

/** Asks why of 100 calls against 400, and holds the numbers of every line against the calls. */
function ask(here: Make, elsewhere: Make, options = BY_STATUS): readonly string[] {
  return linesOf(comparedCalls(100, here), comparedCalls(400, elsewhere), options);
}

function linesOf(here: readonly ComparedCall[], elsewhere: readonly ComparedCall[], options = BY_STATUS) {
  const answer = why(here, elsewhere, options);
  for (const { facts, ...line } of answer.lines) {
    const count = (calls: readonly ComparedCall[]) =>
      calls.filter((call) => facts.every((fact) => holds(fact, call))).length;
    expect([line.here.count, line.elsewhere.count], facts.map(factText).join()).toEqual([
      count(here),
      count(elsewhere),
    ]);
  }
  return texts(answer);
}

function texts({ lines }: WhyAnswer): readonly string[] {
  return lines.map(({ facts, isEffect }) => `${isEffect ? 'also ' : ''}${facts.map(factText).join(' & ')}`);
}

describe('why', () => {
  test('names each of several users, routes and statuses that are more common here', () => {
    const users = ask(
      (index) => ({ username: ['x', 'y', 'z', `u${index % 9}`][index % 4] ?? '' }),
      (index) => ({ username: `u${index % 9}` }),
    );
    expect(users.toSorted()).toEqual(['user=x', 'user=y', 'user=z']);
    const status = (index: number) => (index % 2 ? { statusCode: 503, message: 'Upstream down' } : {});
    expect(ask(status, () => ({}), { chosenBy: ['time'] })).toEqual(['also status=503']);
  });

  test.each<readonly [string, readonly string[], Make, Make]>([
    [
      'a number below zero',
      ['req.age <0'],
      (i) => ({ request: { age: -1 - (i % 9) } }),
      (i) => ({ request: { age: i % 80 } }),
    ],
    [
      'the largest numbers that there are',
      ['req.n >=1.7976931348623157e+308'],
      () => ({ request: { n: Number.MAX_VALUE } }),
      (i) => ({ request: { n: i } }),
    ],
    ['true', ['req.gift true'], () => ({ request: { gift: true } }), (i) => ({ request: { gift: i % 9 === 0 } })],
    [
      'null, and not that it is missing',
      ['req.for null'],
      () => ({ request: { for: null, n: 1 } }),
      (i) => ({ request: i % 2 ? { n: 1 } : { for: 'x', n: 1 } }),
    ],
    [
      'a key that is missing',
      ['req.to.name missing'],
      () => ({ request: { to: { zip: 1 } } }),
      () => ({ request: { to: { name: 'x', zip: 1 } } }),
    ],
    [
      'text of digits',
      ['req.zip "01234"'],
      () => ({ request: { zip: '01234' } }),
      (i) => ({ request: { zip: `0${i % 50}` } }),
    ],
    [
      'a long list',
      ['req.tags length >=7'],
      (i) => ({ request: { tags: Array(7 + (i % 3)).fill('a') } }),
      (i) => ({ request: { tags: Array(i % 7).fill('a') } }),
    ],
    [
      'a value in any element of a list of objects',
      ['req.items[].id "bad"'],
      (i) => ({ request: { items: [{ id: `a${i % 5}` }, { id: 'bad' }] } }),
      (i) => ({ request: { items: [{ id: `a${i % 5}` }, { id: `b${i % 40}` }] } }),
    ],
    [
      'the length of a list in a list, once for each call',
      ['req[].tags length 4..7'],
      (i) => ({ request: Array(3).fill({ tags: Array(4 + (i % 4)).fill('a') }) }),
      (i) => ({ request: Array(3).fill({ tags: Array(i % 2).fill('a') }) }),
    ],
    [
      'one id that repeats among thousands that do not',
      ['req.key "again"'],
      (i) => ({ request: { key: i % 3 ? `h${i}` : 'again' } }),
      (i) => ({ request: { key: `e${i}` } }),
    ],
    [
      'a number deep in lists, and not the size that follows from it',
      ['req.a[][].q -5..-5'],
      () => ({ request: { a: [[{ q: 1 }, { q: -5 }]] } }),
      () => ({ request: { a: [[{ q: 1 }, { q: 5 }]] } }),
    ],
    [
      'text of any language',
      ['req.q "雪だるま"'],
      () => ({ request: { q: '雪だるま' } }),
      (i) => ({ request: { q: `é${i % 20}` } }),
    ],
    [
      'the beginning of long text, without half a character',
      [`req.q begins "${'x'.repeat(78)}"`],
      (i) => ({ request: { q: `${'x'.repeat(78)}🎁${i}` } }),
      (i) => ({ request: { q: `${'y'.repeat(78)}🎁${i}` } }),
    ],
    ['that there is no request', ['request none'], () => ({}), (i) => ({ request: { a: i % 90 } })],
    ['JSON that is broken', ['request not JSON'], () => ({ requestText: '{"a":' }), () => ({ requestText: '{"a":1}' })],
    [
      'a key named as a prototype',
      ['req.__proto__ "x"'],
      () => ({ requestText: '{"__proto__":"x"}' }),
      () => ({ request: {} }),
    ],
    [
      'the hour',
      ['time 12:30:00..<12:45:00'],
      (i) => ({ at: COMPARED_AT + 1_800_000 + i * 8900 }),
      (i) => ({ at: COMPARED_AT + i * 4500 + (i >= 399 ? 1_800_000 : 0) + (i >= 400 ? 900_000 : 0) }),
    ],
  ])('finds %s', (_, expected, here, elsewhere) => {
    expect(ask(here, elsewhere).slice(0, 1)).toEqual(expected);
  });

  test('finds nothing where calls are alike, at one moment, or have no response time', () => {
    const alike = why(comparedCalls(100), comparedCalls(400), BY_STATUS);
    expect([alike.verdict, alike.lines]).toEqual(['nothing', []]);
    const make: Make = (index) => ({ ms: null, username: `u${index % 7}`, at: Number.NaN, request: index % 3 });
    expect(ask(make, make)).toEqual([]);
  });

  test('says that there are too few calls to compare', () => {
    for (const [here, elsewhere] of [
      [19, 400],
      [100, 0],
      [0, 0],
    ] as const) {
      const answer = why(
        comparedCalls(here, () => ({ username: 'x' })),
        comparedCalls(elsewhere),
        BY_STATUS,
      );
      expect(answer).toEqual({ lines: [], hereCount: here, elsewhereCount: elsewhere, verdict: 'too few' });
    }
  });

  test('says nothing about what the calls were chosen by, nor about paths below it', () => {
    const here: Make = () => ({ username: 'x', statusCode: 422, message: 'no', request: { to: { age: -1 }, n: 2 } });
    const elsewhere: Make = (index) => ({
      username: `u${index % 5}`,
      request: { to: { age: index % 80 }, n: index % 9 },
    });
    const options = { chosenBy: ['user', 'status'], chosenPaths: [[{ key: 'to' }]] } as const;
    expect(ask(here, elsewhere, options)).toEqual(['req.n 2..2']);
    expect(ask(here, elsewhere, { chosenBy: ['user', 'status', 'payload'] })).toEqual([]);
  });

  test('puts what another fact explains under it, and effects below causes', () => {
    const here = comparedCalls(100, () => ({ username: 'x', statusCode: 422, request: { client: 'old' } }));
    const elsewhere = comparedCalls(400, (index) => ({
      username: `u${index % 5}`,
      request: { client: `c-${index % 3}` },
    }));
    const { lines } = why(here, elsewhere, { chosenBy: ['time'] });
    expect(texts({ lines } as WhyAnswer)).toEqual(['user=x']);
    expect(lines[0]?.also.map(factText)).toEqual(['req.client "old"', 'status=422']);
  });
});

describe('a pair of facts', () => {
  test('is found on a route that does not fail more than others', () => {
    const small = { n: 1 };
    const large = { n: 'x'.repeat(900) };
    const here: Make = (i) => ({ route: i % 2 ? '/a' : '/b', request: i % 2 ? { ...large, n: large.n + i } : small });
    const elsewhere: Make = (i) => {
      const isA = i % 20 < 9;
      return { route: isA ? '/a' : '/b', request: !isA && i % 2 ? { ...large, n: large.n + i } : small };
    };
    expect(ask(here, elsewhere)).toEqual(['size 909..910 & route=/a']);
  });
});

describe('the steps of why', () => {
  function run(here: readonly ComparedCall[], elsewhere: readonly ComparedCall[], seen: () => void = () => undefined) {
    const steps = whySteps(here, elsewhere, BY_STATUS);
    const early: WhyAnswer[] = [];
    for (;;) {
      const { done, value } = steps.next();
      seen();
      if (done) return { early, last: value };
      if (value && 'lines' in value) early.push(value);
    }
  }

  test('give lines before any payload is asked for, and read no payload before or twice', () => {
    const reads: number[] = [];
    const lazy = (index: number, parts: ComparedParts): ComparedCall => ({
      ...comparedCall(parts),
      requestBytes: 12,
      get requestPayload() {
        reads.push(index);
        return index % 2 && index < 100 ? '{"gift":true}' : '{"gift":null}';
      },
    });
    const here = Array.from({ length: 100 }, (_, index) => lazy(index, { username: index % 3 ? 'x' : 'anna' }));
    const elsewhere = Array.from({ length: 400 }, (_, index) => lazy(100 + index, {}));
    const seen: unknown[] = [];
    const steps = whySteps(here, elsewhere, BY_STATUS);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      if (step.value !== undefined) seen.push('lines' in step.value ? texts(step.value) : step.value, reads.length);
    }
    const all = Array.from({ length: 500 }, (_, index) => index);
    expect(seen).toEqual([['user=x'], 0, { payloadsOf: all }, 0]);
    expect(reads).toEqual(all);
    expect(texts(step.value)).toEqual(['user=x', 'req.gift true']);
  });

  test('read a bounded amount of text each, and no large payload', () => {
    let bytes = 0;
    const sized = (size: number): ComparedCall => ({
      ...comparedCall(),
      requestBytes: size,
      get requestPayload() {
        bytes += size;
        return `"${'x'.repeat(size - 2)}"`;
      },
    });
    const calls = (size: number) => Array.from({ length: 60 }, () => sized(size));
    let longest = 0;
    run(calls(60_000), calls(70_000), () => {
      longest = Math.max(longest, bytes);
      bytes = 0;
    });
    expect(longest).toBeGreaterThan(60_000);
    expect(longest).toBeLessThan(300_000);
  });

  test('bear payloads of any kind', () => {
    const texts = [
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      `{${Array.from({ length: 3000 }, (_, index) => `"key ${index}":${index}`).join()}}`,
      '{"a":1,"a":2,"__proto__":{"toString":1},"constructor":null}',
      '[1e999,-1e999,-0,1e-300,5e-324,123456789012345678901234567890]',
      '"text"',
      'NaN',
      '',
      '\0',
    ];
    const make: Make = (index) => ({ requestText: texts[index % texts.length] ?? '' });
    const { last } = run(comparedCalls(80, make), comparedCalls(160, make));
    expect(last.lines).toEqual([]);
  });
});
