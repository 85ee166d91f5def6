import { isSameText, type JsonDifference, jsonDifferences } from '../../../text/json/json-difference.ts';
import { type PayloadTree, type Side, sides } from './payload-tree.ts';
import type { Stepped } from './use-steps.ts';
import type { Trees } from './use-stored-call.ts';

/** A difference between the payloads of two calls; without values where one of them is no JSON, or none. */
export type Difference =
  | ({ readonly side: Side } & JsonDifference)
  | { readonly side: Side; readonly kind: 'replaced' };

/** Differences that are told: nobody reads more. */
export const MOST_DIFFERENCES = 10_000;

/** The comparison of two calls, done step by step once their payloads are read. */
export class DifferenceRun implements Stepped {
  readonly one: Trees;
  readonly other: Trees;
  readonly #found: Difference[] = [];
  readonly #next: Iterator<Difference | undefined>;
  #isComplete = false;

  constructor(one: Trees, other: Trees) {
    this.one = one;
    this.other = other;
    this.#next = differences(one, other);
    if (this.canStep) this.step();
  }

  get found(): readonly Difference[] {
    return this.#found;
  }

  /** True if there may be more differences than were told. */
  get isCut(): boolean {
    return !this.#isComplete || this.#found.length >= MOST_DIFFERENCES;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get canStep(): boolean {
    if (this.#isComplete) return false;
    return sides.every((side) => this.one[side].isComplete && this.other[side].isComplete);
  }

  /** Compares some more of the values. */
  step(): void {
    for (;;) {
      const { done, value } = this.#next.next();
      this.#isComplete = done === true || this.#found.length >= MOST_DIFFERENCES;
      if (this.#isComplete || value === undefined) return;
      this.#found.push(value);
    }
  }
}

function* differences(one: Trees, other: Trees): Generator<Difference | undefined, undefined> {
  for (const side of sides) {
    const [here, there] = [one[side], other[side]];
    if (here.isJson && there.isJson) {
      for (const found of jsonDifferences(here.tree, there.tree)) yield found && { side, ...found };
    }
    const isTold = here.isJson && there.isJson && here.restAt === undefined && there.restAt === undefined;
    if (!isTold && !(yield* isSamePayload(here, there))) yield { side, kind: 'replaced' };
  }
}

function* isSamePayload(here: PayloadTree, there: PayloadTree): Generator<undefined, boolean> {
  const [one, other] = [here.payload, there.payload];
  if (one === null || other === null) return one === other;
  return (
    one.length === other.length && (yield* isSameText(here.text, there.text, { from: [0, 0], length: one.length }))
  );
}
