import { describe, expect, test } from 'vitest';
import { factText } from '../../helpers/fact-text.ts';
import type { CaseParameters } from '../../helpers/why-cases/make-case.ts';
import { judge } from '../../helpers/why-cases/verdict.ts';

const demo = { profile: 'demo', burst: 0 } as const;
const tail = { profile: 'tail', burst: 0 } as const;

/** Cases with the lines that a reader should get; `npm run why` asks about hundreds. */
const CASES: readonly (readonly [CaseParameters, readonly string[]])[] = [
  [{ seed: 95500, kind: 'user', sel: 'span', ...demo }, ['user=user-26']],
  [{ seed: 95501, kind: 'user×route', sel: 'error', ...demo, fast: 1 }, ['user=user-10 & route=/api/predict', 'ms']],
  [{ seed: 95502, kind: 'number', sel: 'error', ...demo, fast: 1 }, ['req.budget 25..55', 'ms']],
  [{ seed: 95503, kind: 'missing', sel: 'slow', ...tail }, ['req.recipient.interests missing']],
  [{ seed: 95504, kind: 'array', sel: 'status', ...demo }, ['req.recipient.interests length >=6']],
  [{ seed: 95505, kind: 'version', sel: 'span', ...demo }, ['req.client.version "4.1.1"']],
  [{ seed: 95506, kind: 'route×size', sel: 'slow', ...demo }, ['size 3180..12168 & route=/api/predict']],
  [{ seed: 95507, kind: 'conf-user', sel: 'error', ...tail, fast: 1 }, ['user=lone-wolf', 'ms']],
  [{ seed: 95508, kind: 'two', sel: 'status', ...demo }, ['user=user-2']],
  [{ seed: 95509, kind: 'time', sel: 'error', ...demo }, ['time 18:59:00..<19:23:00']],
  [{ seed: 95510, kind: 'time-all', sel: 'span', ...demo }, []],
  [{ seed: 95511, kind: 'null', sel: 'error', ...demo }, []],
];

describe('why, asked about made-up traffic', () => {
  test.each(CASES)('finds what was planted in $seed: $kind, chosen by $sel', (parameters, expected) => {
    const { answer, isFirstRight } = judge(parameters);
    expect(isFirstRight).toBe(true);
    // The ends of the response times follow from the cause, and nobody planted them.
    const lines = answer.lines.map(({ facts }) =>
      facts.map((fact) => (fact.kind === 'ms' ? 'ms' : factText(fact))).join(' & '),
    );
    expect(lines).toEqual(expected);
  });
});
