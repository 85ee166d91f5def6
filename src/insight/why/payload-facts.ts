import type { NumberSpan, PayloadTest, WhyFact } from '../../model/why.ts';
import type { CallNumbers } from './call-values.ts';
import { type CountedFact, countedFact, FEWEST_CALLS, type Field } from './fact.ts';
import { intervalFact } from './interval-fact.ts';
import type { Magnitude, PayloadPath } from './payload-paths.ts';
import type { Counts } from './score.ts';

/** The facts of a path and of all below it, a path at a time. */
export function* payloadFacts(path: PayloadPath, of: Counts): Generator<readonly CountedFact[], void> {
  if (path.isLeftOut || path.calls.length < FEWEST_CALLS) return;
  yield factsOf(path, of);
  for (const below of path.keys.values()) yield* payloadFacts(below, of);
  if (path.element) yield* payloadFacts(path.element, of);
}

function factsOf(path: PayloadPath, of: Counts): readonly CountedFact[] {
  const { steps } = path;
  const fact = (test: PayloadTest): WhyFact => ({ kind: 'payload', path: steps, test });
  const field: Field = { kind: 'payload', depth: steps.length + 1 };
  // A beginning that many long texts share says less than their size.
  const beginnings: Field = { kind: 'payload', depth: steps.length + 10 };
  const lengths: Field = { kind: 'length', depth: steps.length + 1 };
  const list: CountedFact[] = [];
  const add = (of: Field, test: PayloadTest, calls: readonly number[]) => {
    if (calls.length >= FEWEST_CALLS) list.push(countedFact(of, fact(test), calls, { hereCount }));
  };
  const hereCount = of.here;
  for (const [text, calls] of path.texts.calls) add(field, { is: 'text', text, isCut: false }, calls);
  for (const [text, calls] of path.beginnings.calls) add(beginnings, { is: 'text', text, isCut: true }, calls);
  for (const [literal, calls] of path.literals.calls) add(field, { is: 'literal', literal }, calls);
  for (const magnitude of path.magnitudes.values()) add(field, { is: 'range', ...spanOf(magnitude) }, magnitude.calls);
  for (const magnitude of path.lengthMagnitudes.values())
    add(lengths, { is: 'length', ...spanOf(magnitude) }, magnitude.calls);
  const addInterval = (field: Field, is: 'range' | 'length', numbers: CallNumbers) => {
    const found = intervalFact(field, numbers, of, (span) => fact({ is, ...span }));
    if (found) list.push(found);
  };
  addInterval(field, 'range', path.numbers);
  addInterval(lengths, 'length', path.lengths);
  for (const [is, calls] of presence(path)) add(field, { is }, calls);
  return list;
}

// A missing field has no value to be found by (-5.5 points without).
function presence({
  step,
  parent,
  calls,
}: PayloadPath): readonly (readonly ['missing' | 'present', readonly number[]])[] {
  if (parent === null || step === null || 'any' in step || parent.calls.length - calls.length < FEWEST_CALLS) return [];
  const having = new Set(calls);
  return [
    ['missing', parent.calls.filter((call) => !having.has(call))],
    ['present', calls],
  ];
}

function spanOf({ lowest, highest }: Magnitude): NumberSpan {
  return { from: lowest, to: highest, isToOpen: false };
}
