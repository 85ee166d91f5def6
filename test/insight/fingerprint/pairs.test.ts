import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalizeMessage } from '../../../src/insight/fingerprint/normalize.ts';

interface Pair {
  readonly a: string;
  readonly b: string;
}

interface Pairs {
  readonly same: readonly Pair[];
  readonly different: readonly Pair[];
}

const readPairs = (name: string): Pairs => JSON.parse(readFileSync(`test/fixtures/${name}.json`, 'utf8')) as Pairs;

describe.each(['fingerprint-pairs', 'fingerprint-more-pairs'])('%s', (name) => {
  const { same, different } = readPairs(name);

  test.each(same)('one problem: $a', ({ a, b }) => {
    expect(normalizeMessage(a)).toBe(normalizeMessage(b));
  });

  test.each(different)('two problems: $a / $b', ({ a, b }) => {
    expect(normalizeMessage(a)).not.toBe(normalizeMessage(b));
  });
});
