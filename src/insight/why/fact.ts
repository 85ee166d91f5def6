import type { WhyFact } from '../../model/why.ts';
import type { Counts } from './score.ts';

/** A property of calls that facts are about; an object of its own for each. */
export interface Field {
  readonly kind: WhyFact['kind'] | 'length';
  /** Length of the path to it: of facts that say the same, the one with the shorter path is shown. */
  readonly depth: number;
}

/** A fact with the calls that it holds for: those here are numbered from 0, those elsewhere follow. */
export interface CountedFact extends Counts {
  readonly field: Field;
  readonly fact: WhyFact;
  /** Ascending. */
  readonly calls: readonly number[];
  /** Number of facts of which this was chosen as the best: for numbers, all intervals. */
  readonly trials: number;
}

/** Calls that a fact needs to be looked at: what fewer have in common tells nothing. */
export const FEWEST_CALLS = 5;

/** Counts the calls of a fact; `hereCount` calls are selected. */
export function countedFact(
  field: Field,
  fact: WhyFact,
  calls: readonly number[],
  { hereCount, trials = 1 }: { readonly hereCount: number; readonly trials?: number },
): CountedFact {
  let here = 0;
  while (here < calls.length && (calls[here] ?? 0) < hereCount) here += 1;
  return { field, fact, calls, here, elsewhere: calls.length - here, trials };
}

/** True for what follows from a cause: it is shown below all causes (without that, 13 points fewer first lines are right). */
export function isEffect({ field: { kind } }: { readonly field: Field }): boolean {
  return kind === 'status' || kind === 'ms' || kind === 'message';
}
