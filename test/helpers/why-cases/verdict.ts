import { why } from '../../../src/insight/why/why.ts';
import type { WhyAnswer, WhyFact } from '../../../src/model/why.ts';
import { holds } from './holds.ts';
import { type CaseParameters, makeCase, type WhyCase } from './make-case.ts';

/** An answer held against what was planted. */
export interface Verdict {
  readonly parameters: CaseParameters;
  /** The planted causes, in words. */
  readonly truths: readonly string[];
  readonly answer: WhyAnswer;
  /** The first line is the cause, or one of two; without a cause, there is no line. */
  readonly isFirstRight: boolean;
  /** Every cause is among the first three lines. */
  readonly areAllFound: boolean;
  readonly tookMs: number;
}

// A line is right if it is about nearly the same calls, in whatever words.
const LEAST_ALIKE = 0.9;

/** Makes a case and asks why. */
export function judge(parameters: CaseParameters): Verdict {
  const made = makeCase(parameters);
  const startedAt = performance.now();
  const answer = why(made.here, made.elsewhere, made.options);
  const tookMs = performance.now() - startedAt;
  const { lines } = answer;
  const said = made.truths.length === 0 ? [] : lines.slice(0, 3).map(({ facts }) => callsOf(made, facts));
  const isAbout = (calls: readonly boolean[] | undefined, truth: WhyCase['truths'][number]) =>
    calls !== undefined && alike(calls, truth.holds) >= LEAST_ALIKE;
  return {
    parameters,
    truths: made.truths.map(({ words }) => words),
    answer,
    tookMs,
    isFirstRight: made.truths.length === 0 ? lines.length === 0 : made.truths.some((truth) => isAbout(said[0], truth)),
    areAllFound: made.truths.every((truth) => said.some((calls) => isAbout(calls, truth))),
  };
}

function callsOf({ here, elsewhere }: WhyCase, facts: readonly WhyFact[]): readonly boolean[] {
  return [...here, ...elsewhere].map((call) => facts.every((fact) => holds(fact, call)));
}

/** Share of the calls that are in one of two sets which are in both. */
function alike(one: readonly boolean[], other: readonly boolean[]): number {
  const both = one.filter((isIn, index) => isIn && other[index]).length;
  const either = one.filter((isIn, index) => isIn || other[index]).length;
  return both / either;
}
