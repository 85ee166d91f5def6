import { type CountedFact, FEWEST_CALLS } from './fact.ts';
import type { FisherTest } from './fisher.ts';
import { type Counts, liftOf } from './score.ts';

const LEAST_DIFFERENCE = 0.05;
// 2 instead of 1.5 would cost two points of first lines.
const LEAST_LIFT = 1.5;
const MOST_CHANCE = 0.01;

/**
 * Test of a fact: it must matter (five calls, 5 points more than elsewhere, 1.5 times the share) and be no chance. The chance is
 * divided by the number of all facts that were counted (Bonferroni), for a number's interval by all intervals, too: with a plain
 * z-test a third of the cases without a cause got a claim.
 */
export function gateOf(factCount: number, of: Counts, fisher: FisherTest): (fact: CountedFact) => boolean {
  const mostChance = Math.log(MOST_CHANCE / Math.max(1, factCount));
  return (fact) => {
    const { here, elsewhere, trials } = fact;
    if (here < FEWEST_CALLS || here / of.here - elsewhere / of.elsewhere < LEAST_DIFFERENCE) return false;
    return liftOf(fact, of) >= LEAST_LIFT && fisher(fact, of) + Math.log(trials) <= mostChance;
  };
}
