import { sides } from './payload-tree.ts';
import { type Match, MOST_MATCHES, matchesIn, searchPattern } from './search.ts';
import { isBefore, type Place } from './stack.ts';
import type { Stepped } from './use-steps.ts';
import type { Trees } from './use-stored-call.ts';

/** A search in both payloads, done step by step once they are read. */
export class SearchRun implements Stepped {
  readonly query: string;
  readonly pattern: RegExp | undefined;
  readonly #trees: Trees;
  readonly #isRevealed: boolean;
  readonly #matches: Match[] = [];
  readonly #next: Iterator<Match | undefined>;
  #isComplete: boolean;

  constructor(trees: Trees, query: string, isRevealed: boolean) {
    this.query = query;
    this.pattern = searchPattern(query);
    this.#trees = trees;
    this.#isRevealed = isRevealed;
    this.#next = allMatches(trees, query, isRevealed);
    this.#isComplete = query === '';
    if (this.canStep) this.step();
  }

  /** The matches so far, in the order of the rows. */
  get matches(): readonly Match[] {
    return this.#matches;
  }

  /** True if there may be more matches than were found. */
  get isCut(): boolean {
    return !this.#isComplete || this.#matches.length >= MOST_MATCHES;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get canStep(): boolean {
    return !this.#isComplete && sides.every((side) => this.#trees[side].isComplete);
  }

  /** The same search in these payloads: itself, if it is in them. */
  in(trees: Trees, isRevealed: boolean): SearchRun {
    const isSame = trees === this.#trees && isRevealed === this.#isRevealed;
    return isSame ? this : new SearchRun(trees, this.query, isRevealed);
  }

  /** Looks at some more of the payloads. */
  step(): void {
    for (;;) {
      const { done, value } = this.#next.next();
      this.#isComplete = done === true || this.#matches.length >= MOST_MATCHES;
      if (this.#isComplete || value === undefined) return;
      this.#matches.push(value);
    }
  }

  /** Index of the first match at or behind a place; the number of matches if there is none. */
  indexFrom(place: Place): number {
    let [low, high] = [0, this.#matches.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const match = this.#matches[middle];
      if (match !== undefined && isBefore({ sides }, placeOf(match), { ...place, line: 0 })) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function* allMatches(trees: Trees, query: string, isRevealed: boolean): Generator<Match | undefined, undefined> {
  for (const side of sides) yield* matchesIn(trees[side], query, isRevealed);
}

function placeOf({ side, node }: Match): Place {
  return { side, node, line: 0 };
}
