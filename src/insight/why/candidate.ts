import type { WhyFact } from '../../model/why.ts';
import { CallSet } from './call-set.ts';
import { type CountedFact, type Field, isEffect } from './fact.ts';
import { type Counts, scoreOf } from './score.ts';

/** Something that may become a line: a fact, or two that hold together. */
export interface Candidate extends Counts {
  readonly facts: readonly WhyFact[];
  readonly fields: readonly Field[];
  readonly isEffect: boolean;
  readonly score: number;
  /** Length of what is said: of two that say the same, the shorter is shown. */
  readonly length: number;
  readonly set: CallSet;
}

// All further steps compare each with each, and nobody reads that far.
const MOST_CANDIDATES = 40;

/** The facts that score highest, causes before effects. */
export function topCandidates(facts: readonly CountedFact[], of: Counts): readonly Candidate[] {
  return facts
    .map((fact) => ({ fact, rank: { isEffect: isEffect(fact), score: scoreOf(fact, of), length: fact.field.depth } }))
    .sort((a, b) => byRank(a.rank, b.rank))
    .slice(0, MOST_CANDIDATES)
    .map(({ fact: { fact, field, calls, here, elsewhere }, rank }) => ({
      ...rank,
      facts: [fact],
      fields: [field],
      here,
      elsewhere,
      set: CallSet.of(calls, of.here + of.elsewhere),
    }));
}

/** Order of lines: causes before effects, then the higher score, then the shorter. */
export function byRank(
  a: Pick<Candidate, 'isEffect' | 'score' | 'length'>,
  b: Pick<Candidate, 'isEffect' | 'score' | 'length'>,
): number {
  return Number(a.isEffect) - Number(b.isEffect) || b.score - a.score || a.length - b.length;
}
