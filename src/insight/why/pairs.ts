import { byRank, type Candidate, MOST_OWNERS } from './candidate.ts';
import { FEWEST_CALLS } from './fact.ts';
import type { FisherTest } from './fisher.ts';
import { type Counts, liftOf, scoreOf } from './score.ts';

const PARTNERS = 12;
const MOST_PAIRS = 10;
const PAIR_LENGTH = 5;
const BETTER = 1.1;
const LEAST_KEPT = 0.8;
// 1.3 instead would cost a point.
const LEAST_LIFT = 1.5;
const FEWEST_ELSEWHERE = 3;
const MOST_CHANCE = Math.log(0.01 / (PARTNERS * (PARTNERS + MOST_OWNERS)));

/**
 * Adds pairs of causes that hold together, such as one user on one route (-7 points without). One of the two is a user or a route:
 * a person acts on these, and pairs of anything else were mostly chance. It need not be remarkable alone (-6 points of the hard cases
 * if it must): half of a route's calls may fail for their size, and the route as a whole not more than others.
 */
export function withPairs(
  candidates: readonly Candidate[],
  owners: readonly Candidate[],
  of: Counts,
  fisher: FisherTest,
): readonly Candidate[] {
  const causes = candidates.filter(({ isEffect }) => !isEffect).slice(0, PARTNERS);
  const others = owners.filter(({ facts: [fact] }) => candidates.every((known) => known.facts[0] !== fact));
  const pairs = causes.flatMap((a, at) => [...causes.slice(at + 1), ...others].map((b) => pairOf(a, b, of, fisher)));
  const best = pairs.filter((pair) => pair !== undefined).sort(byRank);
  return [...candidates, ...best.slice(0, MOST_PAIRS)].sort(byRank);
}

function pairOf(a: Candidate, b: Candidate, of: Counts, fisher: FisherTest): Candidate | undefined {
  if (!mayPair(a, b)) return undefined;
  const counts = a.set.countWith(b.set, of.here);
  const [better, score] = [a.score >= b.score ? a : b, scoreOf(counts, of)];
  if (counts.here < FEWEST_CALLS || score < BETTER * better.score) return undefined;
  if (counts.here < LEAST_KEPT * better.here || !narrows(counts, a, fisher) || !narrows(counts, b, fisher)) {
    return undefined;
  }
  return {
    ...counts,
    facts: [...a.facts, ...b.facts],
    fields: [...a.fields, ...b.fields],
    isEffect: false,
    score,
    length: pathLength(a, b) + PAIR_LENGTH,
    set: a.set.and(b.set),
  };
}

function mayPair(a: Candidate, b: Candidate): boolean {
  const hasOwner = [...a.fields, ...b.fields].some(({ kind }) => kind === 'user' || kind === 'route');
  return hasOwner && a.fields[0] !== b.fields[0] && !isVague(a) && !isVague(b);
}

/** True for the mere presence of something: together with a route it says nothing but the route. */
function isVague({ facts }: Candidate): boolean {
  return facts.some((fact) => fact.kind === 'request' || (fact.kind === 'payload' && fact.test.is === 'present'));
}

/** True if of the calls of a half, those of the pair are more common here, and not by chance. */
function narrows(pair: Counts, half: Counts, fisher: FisherTest): boolean {
  if (half.elsewhere < FEWEST_ELSEWHERE || liftOf(pair, half) < LEAST_LIFT) return false;
  return fisher(pair, half) <= MOST_CHANCE;
}

function pathLength(a: Candidate, b: Candidate): number {
  return Math.max(a.length, b.length);
}
