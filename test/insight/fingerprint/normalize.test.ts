import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalizeMessage } from '../../../src/insight/fingerprint/normalize.ts';

const readMessages = (name: string): readonly string[] => {
  const pairs = JSON.parse(readFileSync(`test/fixtures/${name}.json`, 'utf8')) as {
    readonly same: readonly { readonly a: string; readonly b: string }[];
    readonly different: readonly { readonly a: string; readonly b: string }[];
  };
  return [...pairs.same, ...pairs.different].flatMap(({ a, b }) => [a, b]);
};

describe('a normalized message', () => {
  test('stays as it is when it is normalized again', () => {
    const once = ['fingerprint-pairs', 'fingerprint-more-pairs'].flatMap(readMessages).map(normalizeMessage);
    expect(once.map(normalizeMessage)).toEqual(once);
  });

  test.each(['', ' ', '\n\t'])('of %j is empty', (message) => {
    expect(normalizeMessage(message)).toBe('');
  });

  test('is the same in both forms of an accent, and with the digits of any script', () => {
    expect(normalizeMessage('caf\u00e9 ١٢ ferm\u00e9')).toBe(normalizeMessage('cafe\u0301 7 ferme\u0301'));
  });

  test('of a long message depends on its first 1,000 characters', () => {
    const start = 'column "age" is wrong: '.padEnd(1000, 'so wrong ');
    expect(normalizeMessage(`${start} one ${'x'.repeat(5000)}`)).toBe(normalizeMessage(`${start} two`));
    expect(normalizeMessage(`${start} one`)).not.toBe(normalizeMessage(start.replace('age', 'name')));
  });

  test('is the same where a longer id pushes the end of a long message out of what is read', () => {
    const end = 'and so it goes on, from one line to the next, '.repeat(60);
    expect(normalizeMessage(`job 7 failed ${end}`)).toBe(normalizeMessage(`job cus_4cZVRZAFBY0NUj failed ${end}`));
  });

  test('has no quote that was open where a long message was cut', () => {
    expect(normalizeMessage(`bad value "${'word '.repeat(400)}`)).toBe('bad value #');
    expect(normalizeMessage(`bad value '${'word '.repeat(400)}`)).toBe('bad value #');
    expect(normalizeMessage(`bad value „${'word '.repeat(400)}`)).toBe('bad value #');
    expect(normalizeMessage(`{"error":"bad value ${'word '.repeat(400)}`)).not.toContain('"error":#');
  });

  test.each([
    '"',
    "'",
    '«',
    '1',
    'a-',
    '(',
    '#',
    'a=',
    '<ip>',
    '\\',
    '\ud800',
    '\udc00',
    '\0',
    '\n',
    'é',
    '“a',
    '"loc":[',
  ])('of 100,000 characters of %j is short', (piece) => {
    expect(normalizeMessage(piece.repeat(100_000 / piece.length)).length).toBeLessThanOrEqual(2000);
  });
});
