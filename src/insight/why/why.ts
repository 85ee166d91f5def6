import type { ChosenBy, ComparedCall, PayloadStep, Share, WhyAnswer, WhyLine } from '../../model/why.ts';
import { CallFacts } from './call-facts.ts';
import { type Candidate, ownerCandidates, topCandidates } from './candidate.ts';
import { type Explanation, explainAway } from './explain-away.ts';
import type { CountedFact } from './fact.ts';
import { fisherTest } from './fisher.ts';
import { gateOf } from './gate.ts';
import { withPairs } from './pairs.ts';
import { payloadFacts } from './payload-facts.ts';
import { type PayloadWish, readPayloads } from './read-payloads.ts';
import { type Counts, liftOf } from './score.ts';
import { Stretches, type TimeSpan } from './stretches.ts';

/** Selection of the calls that are compared. */
export interface WhyOptions {
  /** Properties that the calls here were chosen by. */
  readonly chosenBy: readonly ChosenBy[];
  /** Paths of the request's payload that they were chosen by. */
  readonly chosenPaths?: readonly (readonly PayloadStep[])[];
  /** The span that holds the calls here, if the others are those before and after it. */
  readonly span?: TimeSpan;
}

/**
 * Work in pieces of a few milliseconds: `undefined` between them, the lines that are found without payloads, and then a wish for
 * those. Places count the calls here first and then those elsewhere.
 */
export type WhySteps = Generator<WhyAnswer | PayloadWish | undefined, WhyAnswer>;

const FEWEST_CALLS = 20;
const MOST_LINES = 8;
const FACTS_AT_A_TIME = 200;

/**
 * Says how some calls differ from others: facts that are more common here than chance allows, without those that another explains.
 * 2,000 calls here and 5,000 elsewhere are enough. Calls elsewhere are to be those that were not chosen.
 */
export function why(here: readonly ComparedCall[], elsewhere: readonly ComparedCall[], options: WhyOptions): WhyAnswer {
  const steps = whySteps(here, elsewhere, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does the same in steps. Payloads are asked for when the first lines are there. */
export function* whySteps(
  here: readonly ComparedCall[],
  elsewhere: readonly ComparedCall[],
  options: WhyOptions,
): WhySteps {
  const of: Counts = { here: here.length, elsewhere: elsewhere.length };
  if (of.here < FEWEST_CALLS || of.elsewhere < FEWEST_CALLS) return answerOf([], of);
  const comparison = new Comparison(here, elsewhere, options);
  yield* comparison.countCalls();
  if (!options.chosenBy.includes('payload')) {
    yield answerOf(yield* comparison.explanations(), of);
    yield* comparison.countPayloads();
  }
  return answerOf(yield* comparison.explanations(), of);
}

class Comparison {
  readonly #calls: readonly ComparedCall[];
  readonly #options: WhyOptions;
  readonly #of: Counts;
  readonly #stretches: Stretches | undefined;
  readonly #facts: CountedFact[] = [];

  constructor(here: readonly ComparedCall[], elsewhere: readonly ComparedCall[], options: WhyOptions) {
    this.#calls = [...here, ...elsewhere];
    this.#options = options;
    this.#of = { here: here.length, elsewhere: elsewhere.length };
    const { span } = options;
    const times = elsewhere.map(({ at }) => at);
    this.#stretches = span && new Stretches(times, span, this.#of);
  }

  *countCalls(): Generator<undefined, void> {
    const counted = new CallFacts(this.#options.chosenBy);
    yield* counted.addAll(this.#calls);
    yield* this.#collect(counted.facts(this.#of));
  }

  *countPayloads(): Generator<PayloadWish | undefined, void> {
    const { paths, notJson } = yield* readPayloads(this.#calls, this.#options.chosenPaths ?? []);
    yield* this.#collect(notJson(this.#of));
    yield* this.#collect(payloadFacts(paths.root, this.#of));
  }

  /** The candidates that are left after each test. */
  *explanations(): Generator<undefined, readonly Explanation[]> {
    const fisher = fisherTest(this.#calls.length);
    const passes = gateOf(this.#facts.length, this.#of, fisher);
    const significant = yield* filterSlowly(this.#facts, passes);
    const beyond = this.#stretches ? yield* this.#beyond(significant, this.#stretches) : significant;
    const candidates = topCandidates(beyond, this.#of);
    const owners = ownerCandidates(this.#facts, this.#of);
    yield;
    const pairs = withPairs(candidates, owners, this.#of, fisher);
    yield;
    return explainAway(pairs, this.#of);
  }

  *#collect(facts: Iterable<readonly CountedFact[]>): Generator<undefined, void> {
    for (const some of facts) {
      this.#facts.push(...some);
      yield;
    }
  }

  *#beyond(facts: readonly CountedFact[], stretches: Stretches): Generator<undefined, readonly CountedFact[]> {
    const beyond = yield* filterSlowly(facts, (fact) => stretches.isBeyond(fact));
    const fields = new Set(beyond.map(({ field }) => field));
    const scores = new Map([...fields].map((field) => [field, 0]));
    yield* filterSlowly(this.#facts, (fact) => {
      const known = scores.get(fact.field);
      if (known !== undefined) scores.set(fact.field, Math.max(known, stretches.highestScore(fact)));
      return false;
    });
    return beyond.filter((fact) => stretches.isBeyondField(fact, scores));
  }
}

function* filterSlowly(
  facts: readonly CountedFact[],
  isWanted: (fact: CountedFact) => boolean,
): Generator<undefined, readonly CountedFact[]> {
  const wanted: CountedFact[] = [];
  for (const [index, fact] of facts.entries()) {
    if (index % FACTS_AT_A_TIME === FACTS_AT_A_TIME - 1) yield;
    if (isWanted(fact)) wanted.push(fact);
  }
  return wanted;
}

function answerOf(explanations: readonly Explanation[], of: Counts): WhyAnswer {
  const isTooFew = of.here < FEWEST_CALLS || of.elsewhere < FEWEST_CALLS;
  return {
    lines: explanations.slice(0, MOST_LINES).map(({ candidate, also }) => lineOf(candidate, also, of)),
    hereCount: of.here,
    elsewhereCount: of.elsewhere,
    verdict: isTooFew ? 'too few' : explanations.length === 0 ? 'nothing' : 'found',
  };
}

function lineOf(candidate: Candidate, also: WhyLine['also'], of: Counts): WhyLine {
  const { facts, here, elsewhere, isEffect } = candidate;
  const share = (count: number, all: number): Share => ({ count, share: count / all });
  return {
    facts,
    here: share(here, of.here),
    elsewhere: share(elsewhere, of.elsewhere),
    lift: liftOf(candidate, of),
    also,
    isEffect,
  };
}
