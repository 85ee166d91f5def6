import { describe, expect, test } from 'vitest';
import { normalizeMessage } from '../../../src/insight/fingerprint/normalize.ts';
import { toStep } from '../../../src/insight/fingerprint/rule.ts';
import { RULES } from '../../../src/insight/fingerprint/rules.ts';

const runWithout = (left: string, message: string) =>
  RULES.filter(({ name }) => name !== left)
    .map(toStep)
    .reduce((text, step) => step(text), message);

describe.each(RULES)('the rule $name', ({ name, example: [message, normalized] }) => {
  test(`makes of ${message}: ${normalized}`, () => {
    expect(normalizeMessage(message)).toBe(normalized);
  });

  test('is needed for its example', () => {
    expect(runWithout(name, message)).not.toBe(normalized);
  });

  test('has nothing to do with what came of its example', () => {
    expect(normalizeMessage(normalized)).toBe(normalized);
  });
});
