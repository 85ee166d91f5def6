import { describe, expect, test } from 'vitest';
import { completionsAt, isHalfTyped, type Known, withoutWordAt } from '../../src/filter/complete.ts';

const known: Known = {
  users: [
    { value: 'acme-shop', callCount: 1868 },
    { value: 'o "x" b', callCount: 20 },
    { value: 'my-acme', callCount: 7 },
  ],
  routes: [{ value: '/api/predict', callCount: 900 }],
  statuses: [
    { value: '200', callCount: 1000 },
    { value: '422', callCount: 10 },
  ],
  groups: [
    { value: '3f2a1b0c', callCount: 1382, note: 'Validation failed: recipient.age' },
    { value: '9c01d2e3', callCount: 12, note: 'Invalid API key' },
  ],
  requestPaths: [
    { value: '.recipient.age', callCount: 200 },
    { value: '.interests[]', callCount: 100 },
  ],
  responsePaths: [],
  recent: ['status:5xx', 'user:a', 'b', 'c'],
};

const at = (text: string, cursor = text.length) => completionsAt(text, cursor, known);
const labels = (text: string, cursor?: number) => at(text, cursor).map(({ label }) => label);
const taken = (text: string, cursor?: number) => at(text, cursor)[0];

describe('completion', () => {
  test('begins with recent filters and all fields', () => {
    expect(labels('').slice(0, 5)).toEqual(['status:5xx', 'user:a', 'b', 'user:', 'route:']);
  });

  test('offers the fields that begin with what was typed, behind what is there', () => {
    expect(taken('is:error st')).toMatchObject({ label: 'status:', text: 'is:error status:', cursor: 16 });
    expect(taken('is:error -u')).toMatchObject({ text: 'is:error -user:' });
    expect(taken('(re')).toMatchObject({ text: '(req.' });
    expect(labels('x ').length).toBeGreaterThan(5);
  });

  test('offers the values of the window with their counts, those that begin so first', () => {
    expect(at('user:ac').map(({ label, callCount }) => [label, callCount])).toEqual([
      ['acme-shop', 1868],
      ['my-acme', 7],
    ]);
    expect(taken('u:acme-shop,o')?.text).toBe('u:acme-shop,"o \\"x\\" b"');
    expect(taken('user:"o ')?.text).toBe('user:"o \\"x\\" b"');
    expect(labels('status:4')).toEqual(['422']);
    expect(labels('body:x')).toEqual([]);
  });

  test('offers groups by their ids or their messages, and the states of groups', () => {
    expect(at('group:')).toMatchObject([
      { label: '3f2a1b0c  Validation failed: recipient.age', text: 'group:3f2a1b0c', callCount: 1382 },
      { label: '9c01d2e3  Invalid API key' },
    ]);
    expect(taken('-group:api')?.text).toBe('-group:9c01d2e3');
    expect(labels('is:r')).toEqual(['rising', 'regressed', 'resolved', 'error', 'ignored', 'never']);
    expect(labels('-is:i')).toEqual(['ignored', 'idle', 'rising']);
  });

  test('replaces the value under the cursor and leaves the rest', () => {
    expect(taken('user:acxx status:422', 7)).toMatchObject({ text: 'user:acme-shop status:422', cursor: 14 });
  });

  test('offers the paths of payloads', () => {
    expect(at('req.re')).toMatchObject([{ label: 'req.recipient.age', text: 'req.recipient.age:', callCount: 200 }]);
    expect(labels('req.')).toEqual(['req.recipient.age', 'req.interests[]']);
  });

  test('offers nothing within quotes', () => {
    for (const text of ['"ab', '"ab st', 'm:"x user:ac', '"a (req.re']) expect(labels(text), text).toEqual([]);
    expect(labels('"ab" st')).toEqual(['status:']);
  });

  test('goes on behind quotes that hold what looks like a condition', () => {
    expect(taken('m:"x user:" status:4')?.text).toBe('m:"x user:" status:422');
    expect(taken('m:"x req.a" us')?.text).toBe('m:"x req.a" user:');
  });

  test('replaces a value in quotes as a whole', () => {
    expect(taken('user:"ac x" y', 8)?.text).toBe('user:acme-shop y');
  });
});

describe('A filter that is being typed', () => {
  test.each([
    ['a statsu:', 9, 'a '],
    ['a statsu:4 b', 5, 'a  b'],
    ['(a OR us', 8, '(a OR '],
    ['a user:"b c', 11, 'a '],
    ['m:"x y" us', 10, 'm:"x y" '],
    ['m:"x (\\" y" us', 14, 'm:"x (\\" y" '],
    ['', 0, ''],
  ])('%j is told apart from the word at its cursor', (text, cursor, rest) => {
    expect(withoutWordAt(text, cursor)).toBe(rest);
  });
});

test.each([
  ['us', true],
  ['user:', false],
  ['user:acme', true],
  ['user:acme-shop', false],
  ['user:acme*', false],
  ['user:x', false],
  ['status:4', true],
  ['req.re', true],
  ['gift', false],
])('%j is half typed: %s', (text, isHalf) => {
  expect(isHalfTyped(text, text.length, known)).toBe(isHalf);
});
