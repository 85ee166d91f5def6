import type { WhyFact } from '../../model/why.ts';
import type { Candidate } from './candidate.ts';
import type { Counts } from './score.ts';

const LEAST_Z = 3.5;
const LEAST_DIFFERENCE = 0.03;
const ALMOST_AS_GOOD = 0.9;
const LEAST_ALIKE = 0.5;

/** A candidate that stands, with those that it explains, the most alike first. */
export interface Explanation {
  readonly candidate: Candidate;
  readonly also: readonly WhyFact[];
}

/**
 * Leaves of the candidates those that no other explains: if a user's calls fail, so do those of the user's program, version and
 * language. From the top, each pair is asked whether one still matters, given the other. Merging what is alike instead left 3.4 wrong lines
 * in each answer, this 0.3.
 */
export function explainAway(candidates: readonly Candidate[], of: Counts): readonly Explanation[] {
  const under = new Map(candidates.map((candidate): [Candidate, Candidate[]] => [candidate, []]));
  const put = (explained: Candidate, into: Candidate) => {
    under.get(into)?.push(explained, ...(under.get(explained) ?? []));
    under.delete(explained);
  };
  for (const [place, a] of candidates.entries()) {
    for (const c of candidates.slice(place + 1)) {
      if (!under.has(a)) break;
      if (!under.has(c)) continue;
      const winner = winnerOf(a, c, of);
      if (winner !== undefined) put(winner === a ? c : a, winner);
    }
  }
  return [...under].map(([candidate, explained]) => ({ candidate, also: alikeOf(candidate, explained, of) }));
}

/** The one of two that explains the other; undefined if both stand. `a` ranks above `c`. */
function winnerOf(a: Candidate, c: Candidate, of: Counts): Candidate | undefined {
  const [aStands, cStands] = [stands(a, c, of), stands(c, a, of)];
  const isCauseToo = a.isEffect || !c.isEffect;
  if (cStands) return aStands || !isCauseToo ? undefined : c;
  const saysItShorter = c.length < a.length && c.score >= ALMOST_AS_GOOD * a.score;
  return !aStands && isCauseToo && saysItShorter ? c : a;
}

/**
 * True if a candidate is more common here both among the calls of another and among the rest: the test of Mantel and Haenszel over
 * these two strata, and the difference that is left, weighted alike.
 */
function stands(candidate: Candidate, given: Candidate, of: Counts): boolean {
  const both = candidate.set.countWith(given.set, of.here);
  const strata = [
    { hits: both, all: given },
    { hits: without(candidate, both), all: without(of, given) },
  ];
  let [surplus, variance, difference, weights] = [0, 0, 0, 0];
  for (const { hits, all } of strata) {
    const total = all.here + all.elsewhere;
    if (all.here < 1 || all.elsewhere < 1) continue;
    const hitCount = hits.here + hits.elsewhere;
    const weight = (all.here * all.elsewhere) / total;
    surplus += hits.here - (all.here * hitCount) / total;
    variance += (weight * hitCount * (total - hitCount)) / (total * (total - 1));
    difference += weight * (hits.here / all.here - hits.elsewhere / all.elsewhere);
    weights += weight;
  }
  return variance > 0 && surplus / Math.sqrt(variance) >= LEAST_Z && difference / weights >= LEAST_DIFFERENCE;
}

function without(counts: Counts, part: Counts): Counts {
  return { here: counts.here - part.here, elsewhere: counts.elsewhere - part.elsewhere };
}

/** The facts of those explained that hold for mostly the same calls: half of all that either holds for (Jaccard). */
function alikeOf(candidate: Candidate, explained: readonly Candidate[], of: Counts): readonly WhyFact[] {
  const sizeOf = ({ here, elsewhere }: Counts) => here + elsewhere;
  return explained
    .filter(({ facts: [, another] }) => another === undefined)
    .map((other) => {
      const both = sizeOf(candidate.set.countWith(other.set, of.here));
      return { other, alike: both / (sizeOf(candidate) + sizeOf(other) - both) };
    })
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .flatMap(({ other }) => other.facts);
}
