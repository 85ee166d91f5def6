import { describe, expect, test } from 'vitest';
import { missingNode } from '../../src/text/node-version.ts';

describe('The Node that is needed', () => {
  test.each([
    ['20.20.2', '22.12'],
    ['22.11.0', '22.12'],
    ['22.12.0', undefined],
    ['26.10.0', undefined],
  ])('is named to one that is too old, such as %s', (running, needed) => {
    expect(missingNode('>=22.12', running)).toBe(needed);
  });
});
