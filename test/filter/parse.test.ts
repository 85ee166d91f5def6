import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { parseFilter, requireQuery } from '../../src/filter/parse.ts';
import { printFilter } from '../../src/filter/print.ts';
import type { Query } from '../../src/filter/query.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import { randomQuery } from '../helpers/random-filter.ts';

const word = (text: string): Query => ({ kind: 'word', text });
const [a, b, c] = [word('a'), word('b'), word('c')];

function faultOf(text: string) {
  const parsed = parseFilter(text);
  return 'fault' in parsed ? parsed.fault : undefined;
}

describe('a filter', () => {
  test.each<[string, Query]>([
    ['', { kind: 'and', parts: [] }],
    ['*', { kind: 'and', parts: [] }],
    ['a OR b c', { kind: 'or', parts: [a, { kind: 'and', parts: [b, c] }] }],
    ['a AND b', { kind: 'and', parts: [a, b] }],
    ['(a OR b) c', { kind: 'and', parts: [{ kind: 'or', parts: [a, b] }, c] }],
    ['-(a OR b)', { kind: 'not', part: { kind: 'or', parts: [a, b] } }],
    ['NOT a', { kind: 'not', part: a }],
    ['--a', a],
    ['((a))', a],
    ['or', word('or')],
    ['"OR"', word('OR')],
    ['user:"o\'reilly-presents"', { kind: 'user', values: [{ is: 'text', text: "o'reilly-presents" }] }],
    [
      'u:acme-*,#15',
      {
        kind: 'user',
        values: [
          { is: 'glob', parts: ['acme-', ''] },
          { is: 'id', id: 15 },
        ],
      },
    ],
    ['m:"a \\"b\\""', { kind: 'message', values: [{ is: 'text', text: 'a "b"' }] }],
    ['m:"100%*"', { kind: 'message', values: [{ is: 'text', text: '100%*' }] }],
    ['m:*"(x)"*', { kind: 'message', values: [{ is: 'glob', parts: ['', '(x)', ''] }] }],
    ['route:*', { kind: 'route', values: [{ is: 'present' }] }],
    ['is:error', { kind: 'is', values: ['error'] }],
    ['is:NEW,ignored', { kind: 'is', values: ['new', 'ignored'] }],
    ['is:"new"', { kind: 'is', values: ['new'] }],
    [
      'group:3F2A,=9c01d2e3',
      {
        kind: 'group',
        values: [
          { is: 'group', prefix: '3f2a' },
          { is: 'group', prefix: '9c01d2e3' },
        ],
      },
    ],
    ['group:*', { kind: 'group', values: [{ is: 'present' }] }],
    [
      'req."a b".c[2][]:x',
      {
        kind: 'payload',
        payload: 'req',
        path: [{ key: 'a b' }, { key: 'c' }, { index: 2 }, { any: true }],
        values: [{ is: 'text', text: 'x' }],
      },
    ],
    [
      'res.n:12,"12",true,null',
      {
        kind: 'payload',
        payload: 'res',
        path: [{ key: 'n' }],
        values: [
          { is: 'number', number: 12, text: '12' },
          { is: 'text', text: '12' },
          { is: 'literal', literal: true },
          { is: 'literal', literal: null },
        ],
      },
    ],
  ])('%j is understood', (text, query) => {
    expect(parseFilter(text)).toMatchObject({ query });
  });

  test.each<[string, readonly [number, number, boolean, boolean][]]>([
    [
      'status:4xx,503',
      [
        [400, 499, false, false],
        [503, 503, false, false],
      ],
    ],
    ['status:400..499', [[400, 499, false, false]]],
    ['s:>=500', [[500, Infinity, false, false]]],
    ['s:<400', [[-Infinity, 400, false, true]]],
    ['ms:200..500', [[200, 500, false, false]]],
    ['ms:>1.5s', [[1500, Infinity, true, false]]],
    ['ms:2m', [[120_000, 120_000, false, false]]],
  ])('%s compares numbers', (text, ranges) => {
    const values = ranges.map(([from, to, isFromOpen, isToOpen]) => ({ is: 'range', from, to, isFromOpen, isToOpen }));
    expect(parseFilter(text)).toMatchObject({ query: { values } });
  });

  test.each([
    ['statsu:422', 'No field “statsu”. Did you mean “status”?', 0, 6],
    ['a status:>', 'status:> needs a number, e.g. status:>499.', 9, 1],
    ['(a OR b', 'The ( at 1 is never closed.', 0, 1],
    ['a) b', 'The ) at 2 was never opened.', 1, 1],
    ['a ()', 'The ( at 3 holds nothing.', 2, 2],
    ['ms:fast', 'ms wants a time: 800, 1.5s, 200..500, not “fast”.', 3, 4],
    ['a OR', 'OR needs something after it.', 2, 2],
    ['AND a', 'AND needs something before it.', 0, 3],
    ['a "b', 'The quote at 3 is never closed.', 2, 2],
    ['user:', 'user: needs a value, e.g. user:acme-*.', 4, 1],
    ['user:a,,b', 'user: needs a value before and after each comma.', 6, 1],
    ['user:>a', 'user: has no order, so “>” cannot compare it.', 5, 1],
    ['is:bad', 'is: knows error, new, rising, regressed, ignored, resolved, idle and never, not “bad”.', 3, 3],
    [
      'group:3f2',
      'group wants the id of a group, or its first 4 digits (0-9, a-f) or more, e.g. group:3f2a1b0c, not “3f2”.',
      6,
      3,
    ],
    ['status:500..400', 'status:500..400 ends before it begins.', 7, 8],
    [
      'time:25:00',
      'time wants a time: 90m, yesterday, 2026-11-24, 17:00..18:00, 2026-11-24T17..18, now/d, not “25:00”.',
      5,
      5,
    ],
    [
      'time:2026-11-24T17:00+99:99',
      'time wants a time: 90m, yesterday, 2026-11-24, 17:00..18:00, 2026-11-24T17..18, now/d, not “2026-11-24T17:00+99:99”.',
      5,
      22,
    ],
    ['req.:5', 'req is followed by a path, e.g. req.recipient.age or req.items[0].', 3, 1],
    ['http://x', 'No field “http”. To look for the text itself, put it in quotes.', 0, 8],
    ['time:18:00..17:00', 'time:18:00..17:00 ends before it begins.', 5, 12],
    ['time:30m..90m', 'time:30m..90m ends before it begins.', 5, 8],
    ['time:2026-11-24 17:00..18:00', 'No field “17”. A time follows its date with a T: time:2026-11-24T17:00.', 16, 2],
    [
      'time:2026-11-24 17..18',
      'A range needs a field, e.g. ms:200..500 or time:2026-11-24T17..18. To look for the text itself, put it in quotes.',
      16,
      6,
    ],
    ['a ms>800', 'A field is followed by a colon: ms:>800. To look for the text itself, put it in quotes.', 2, 6],
    ['a && b', 'Write AND for “&&”. To look for the text itself, put it in quotes.', 2, 2],
    ['m:*timeout(30s)*', 'A ( in a value needs quotes, and several values take commas: m:"a (b)" or m:a,b.', 10, 1],
    ['user:(a OR b)', 'A ( in a value needs quotes, and several values take commas: user:"a (b)" or user:a,b.', 5, 1],
    ['status:>1e999', 'status wants a status: 422, 5xx, 400..499, none, not “>1e999”.', 7, 6],
    ['\u202eabc:5', 'No field “‹202E›abc”. To look for the text itself, put it in quotes.', 0, 6],
    [`req${'[]'.repeat(11)}:1`, 'req can be followed by at most 10 times []; here are 11.', 3, 1],
    [`req${'.a'.repeat(101)}:1`, 'req can be followed by at most 100 steps; here are 101.', 3, 1],
    ['a*b', 'A * within a word needs a field, e.g. message:*time*out*.', 0, 3],
  ])('%s is refused at its place', (text, message, at, length) => {
    expect(faultOf(text)).toMatchObject({ message, at, length });
  });

  test.each([
    ['http://x', 'http://x', '"http://x"'],
    ['failed:', 'failed:', '"failed:"'],
    ['!user:a', '!user', '-user'],
    ['statsu:4', 'statsu', 'status'],
    ['status!=200', 'status!=200', '-status:200'],
    ['ms>=800', 'ms>=800', 'ms:>=800'],
    ['user=acme', 'user=acme', 'user:acme'],
    ['||', '||', 'OR'],
    ['is:rsing', 'rsing', 'rising'],
    ['is:5', '5', 'error'],
  ])('%s: what is meant comes in place of %s', (text, wrong, right) => {
    const fault = faultOf(text);
    expect(text.substring(fault?.at ?? 0, (fault?.at ?? 0) + (fault?.length ?? 0))).toBe(wrong);
    expect(fault?.suggestion).toBe(right);
  });

  test('that is refused is never quoted at length', () => {
    expect(faultOf(`${'x'.repeat(9000)}:5`)?.message.length).toBeLessThan(500);
  });

  test('keeps a backslash in quotes that stands before no quote', () => {
    expect(parseFilter('"C:\\new \\"x\\" \\\\"')).toMatchObject({ query: word('C:\\new "x" \\') });
  });

  test.each([
    'status:"422"',
    'ms:"1.5s"',
    'time:9:00..10:00',
    'time:17:00..24:00',
    'time:90m..',
    'time:..30m',
    'user:#-5',
  ])('%s is understood', (text) => expect(faultOf(text)).toBeUndefined());

  test('of an id below zero means the user of that id', () => {
    expect(parseFilter('user:#-5')).toMatchObject({ query: { values: [{ is: 'id', id: -5 }] } });
  });

  test.each([
    'ms:<0.0000001',
    'ms:99999999999999999999999',
    'status:-0..0',
    'req.a:1..1',
    'time:9999-12-31T23:59:59-14:00',
    'time:0000-01-01T00:00+10:00',
    '"ms>800" "1..2" "&&"',
    '"C:\\new"',
  ])('%s is the same when it is printed and parsed again', (text) => {
    const query = requireQuery(text);
    expect(requireQuery(printFilter(query))).toEqual(query);
  });

  test('names the places of the parts that must all fit', () => {
    const text = 'user:acme -(a b)  (status:5xx OR ms:>=800)';
    const parsed = parseFilter(text);
    const parts = 'fault' in parsed ? [] : parsed.parts.map(({ at, length }) => text.slice(at, at + length));
    expect(parts).toEqual(['user:acme', '-(a b)', '(status:5xx OR ms:>=800)']);
  });

  test('is a usage error of the store where it is wrong', () => {
    expect(() => requireQuery('a statsu:5')).toThrow(
      expect.objectContaining({ exitCode: 2, field: 'filter', nextStep: 'It is at character 3 of the filter.' }),
    );
    expect(() => requireQuery('a statsu:5')).toThrow(PresentsError);
  });

  test('is answered or refused, however large or deep it is', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `user:u${index}`);
    expect(faultOf(many.join(' OR '))).toBeUndefined();
    expect(faultOf(`${'('.repeat(1000)}a${')'.repeat(1000)}`)).toBeUndefined();
    expect(faultOf(`${'-'.repeat(1001)}a`)).toBeUndefined();
    expect(faultOf('x'.repeat(10_000))).toBeUndefined();
    expect(faultOf(`${'('.repeat(5000)}a`)?.message).toBe('Parentheses can be nested at most 1,000 deep.');
    expect(faultOf(`${'-(a '.repeat(300)}b${')'.repeat(300)}`)?.message).toMatch(
      /^A filter can be nested at most 100 deep;/,
    );
    expect(faultOf(Array.from({ length: 3000 }, () => 'a').join(' '))?.message).toMatch(
      /^A filter can hold at most 1,000 conditions; this one has 3,000/,
    );
    expect(faultOf('x'.repeat(10_001))?.message).toMatch(/^A value can have at most 10,000 characters;/);
    expect(faultOf('x'.repeat(200_000))?.message).toMatch(/^A filter can have at most 100,000 characters;/);
  });

  test('is never a reason to throw', () => {
    const random = new Random(7, 'filters');
    const pieces = [
      'user',
      ':',
      '"',
      '\\',
      '(',
      ')',
      ' ',
      '-',
      'OR',
      ',',
      '..',
      '*',
      '>',
      '=',
      'req',
      '.',
      '[',
      ']',
      '#',
      '1',
      'time',
      '/',
      'T',
      '😀',
      '\u202e',
      '\ud800',
      '\0',
      'ms',
      'now',
    ];
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: Math.floor(random.between(0, 20)) }, () => random.pick(pieces)).join('');
      const parsed = parseFilter(text);
      if (!('fault' in parsed)) continue;
      expect(parsed.fault.at, text).toBeGreaterThanOrEqual(0);
      expect(parsed.fault.at + parsed.fault.length, text).toBeLessThanOrEqual(Math.max(1, text.length + 1));
      expect(parsed.fault.message, text).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
    }
  });

  test('is the same query when it is printed and parsed again', () => {
    const random = new Random(42, 'filters');
    for (let round = 0; round < 3000; round += 1) {
      const query = randomQuery(random);
      const text = printFilter(query);
      expect({ text, query: requireQuery(text) }).toEqual({ text, query });
    }
  });
});
