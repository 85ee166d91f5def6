import type { NumberSpan, WhyFact } from '../../model/why.ts';
import type { CallNumbers } from './call-values.ts';
import { type CountedFact, countedFact, FEWEST_CALLS, type Field } from './fact.ts';
import { bestInterval } from './intervals.ts';
import { readableSpan, readableTimes } from './number-span.ts';
import type { Counts } from './score.ts';

/** The fact that a field's number is in its best interval; undefined if none is better than another. */
export function intervalFact(
  field: Field,
  numbers: CallNumbers,
  of: Counts,
  factOf: (span: NumberSpan) => WhyFact,
): CountedFact | undefined {
  if (numbers.calls.length < FEWEST_CALLS) return undefined;
  const best = bestInterval(numbers, of);
  if (best === undefined) return undefined;
  const isWithin = (value = Number.NaN) => value >= best.from && value < best.to;
  const calls = numbers.calls.filter((_, at) => isWithin(numbers.values[at]));
  const span = field.kind === 'time' ? readableTimes(best) : readableSpan(best);
  return countedFact(field, factOf(span), calls, { hereCount: of.here, trials: best.trials });
}
