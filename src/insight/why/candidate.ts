import type { WhyFact } from '../../model/why.ts';
import { CallSet } from './call-set.ts';
import { type CountedFact, FEWEST_CALLS, type Field, isEffect } from './fact.ts';
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

/** Most users and routes that may be one half of a pair without being remarkable alone. */
export const MOST_OWNERS = 20;

/** The users and routes that are more common here, be it by chance. */
export function ownerCandidates(facts: readonly CountedFact[], of: Counts): readonly Candidate[] {
  const owners = facts.filter(({ field: { kind }, here, elsewhere }) => {
    const isOwner = kind === 'user' || kind === 'route';
    return isOwner && here >= FEWEST_CALLS && here / of.here > elsewhere / of.elsewhere;
  });
  return topCandidates(owners, of).slice(0, MOST_OWNERS);
}

/** Order of lines: causes before effects, then the higher score, then the shorter. */
export function byRank(
  a: Pick<Candidate, 'isEffect' | 'score' | 'length'>,
  b: Pick<Candidate, 'isEffect' | 'score' | 'length'>,
): number {
  return Number(a.isEffect) - Number(b.isEffect) || b.score - a.score || a.length - b.length;
}
