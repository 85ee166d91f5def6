import { describe, expect, test } from 'vitest';
import { chipsOf, inZone, withoutField, withoutLastChip, withTerm } from '../../src/filter/edit.ts';
import { parseFilter } from '../../src/filter/parse.ts';
import type { Term } from '../../src/filter/query.ts';

const user = (text: string): Term => ({ kind: 'user', values: [{ is: 'text', text }] });

describe('chips', () => {
  test('are the parts that must all fit, as they were typed', () => {
    expect(chipsOf('u:acme-*  status:4xx,503')).toEqual(['u:acme-*', 'status:4xx,503']);
    expect(chipsOf('a OR b')).toEqual(['a OR b']);
    expect(chipsOf('')).toEqual([]);
    expect(chipsOf('statsu:4')).toEqual(['statsu:4']);
  });

  test('are taken away from the end', () => {
    expect(withoutLastChip('u:acme-*  status:4xx')).toBe('u:acme-*');
    expect(withoutLastChip('u:acme-*')).toBe('');
  });

  test('are taken away by field', () => {
    expect(withoutField('time:90m status:4xx since:2026-01-01', 'time')).toBe('status:4xx');
  });
});

describe('narrowing', () => {
  test('puts the condition in place of those on the same field', () => {
    expect(withTerm('user:acme status:4xx', user('globex'), 'only')).toBe('status:4xx user:globex');
  });

  test('narrows all alternatives, not the last of them', () => {
    expect(withTerm('status:5xx OR ms:>800', user('acme'), 'only')).toBe('(status:5xx OR ms:>800) user:acme');
    expect(withTerm('(a) OR (b)', user('acme'), 'not')).toBe('((a) OR (b)) -user:acme');
    expect(withTerm('(a OR b)', user('acme'), 'only')).toBe('(a OR b) user:acme');
  });

  test('replaces what excludes values of the field, and alternatives of it, too', () => {
    expect(withTerm('-user:acme status:4xx', user('acme'), 'only')).toBe('status:4xx user:acme');
    expect(withTerm('user:a OR user:b', user('b'), 'only')).toBe('user:b');
    expect(withTerm('*', user('b'), 'only')).toBe('user:b');
  });

  test('excludes beside what is there, once', () => {
    const once = withTerm('status:4xx', user('a b'), 'not');
    expect(once).toBe('status:4xx -user:"a b"');
    expect(withTerm(once, user('a b'), 'not')).toBe('status:4xx -user:"a b"');
  });

  test('to not this takes only this away', () => {
    expect(withTerm('u:acme status:4xx', user('acme'), 'not')).toBe('status:4xx -user:acme');
  });

  test('begins anew where the filter had a fault', () => {
    expect(withTerm('statsu:', user('acme'), 'only')).toBe('user:acme');
  });

  test('keeps the states of groups, in several of which a call may be', () => {
    const failed: Term = { kind: 'is', values: ['error'] };
    expect(withTerm('is:rising -is:ignored', failed, 'only')).toBe('is:rising -is:ignored is:error');
    expect(withTerm('-is:error a', failed, 'only')).toBe('a is:error');
  });

  test('keeps other paths of a payload', () => {
    const age: Term = {
      kind: 'payload',
      payload: 'req',
      path: [{ key: 'age' }],
      values: [{ is: 'number', number: 5, text: '5' }],
    };
    expect(withTerm('req.name:x req.age:4', age, 'only')).toBe('req.name:x req.age:5');
  });
});

describe('a zone', () => {
  const reader = { now: new Date('2026-11-25T09:30:00Z'), isUtc: true };

  test('makes instants of civil times, and leaves the rest as it was typed', () => {
    expect(inZone('time:17:00..18:00 u:a', reader)).toBe('time:2026-11-25T17:00:00Z..2026-11-25T18:00:00Z user:a');
    for (const filter of ['until:9999-12-31', 'since:0000-01-01', 'ms:<0.0000001 time:now/d']) {
      expect(parseFilter(inZone(filter, { ...reader, isUtc: false }))).not.toHaveProperty('fault');
    }
    expect(inZone('time:90m  u:a', reader)).toBe('time:90m  u:a');
  });
});
