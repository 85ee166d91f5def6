import type { CallNumbers } from './call-values.ts';
import { FEWEST_CALLS } from './fact.ts';
import { type Counts, scoreOf } from './score.ts';
import { countBelow, distinct, evenly } from './sorted.ts';

/** An interval `[from, to)` of a field's numbers; ends may be infinite. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The best interval of a field, with all that was in the choice. */
export interface BestInterval extends Interval {
  /** The field's numbers, ascending, each once. */
  readonly values: Float64Array;
  /** Number of intervals that could have been chosen. */
  readonly trials: number;
}

const MOST_LISTED = 12;
const QUANTILES = 16;
const FINE_EDGES = 24;
const MOST_TRIED_VALUES = 400;
// A wider interval must be better, not better by rounding.
const BETTER = 1.0001;

/**
 * Finds the interval of a field's numbers that scores highest. Fixed steps such as powers of two find neither ages below zero nor an
 * hour (-17 points). Edges are quantiles of both sets; then each end once more among the values between its neighbours (-5 without).
 */
export function bestInterval(numbers: CallNumbers, of: Counts): BestInterval | undefined {
  const search = new IntervalSearch(numbers, of);
  const { values } = search;
  const count = Math.min(values.length, MOST_TRIED_VALUES);
  const found = search.find();
  return found && { ...found, values, trials: (count * (count + 1)) / 2 };
}

class IntervalSearch {
  readonly values: Float64Array;
  readonly #here: Float64Array;
  readonly #elsewhere: Float64Array;
  readonly #of: Counts;
  #best: Interval | undefined;
  #bestScore = 0;

  constructor({ calls, values }: CallNumbers, of: Counts) {
    const all = Float64Array.from(values);
    this.#here = all.filter((_, at) => (calls[at] ?? 0) < of.here).sort();
    this.#elsewhere = all.filter((_, at) => (calls[at] ?? 0) >= of.here).sort();
    this.values = distinct(all.sort());
    this.#of = of;
  }

  find(): Interval | undefined {
    const edges = this.#edges();
    for (const [index, from] of edges.entries()) {
      for (const to of edges.slice(index + 1)) this.#try({ from, to });
    }
    this.#refine(edges, 'from');
    this.#refine(edges, 'to');
    return this.#best;
  }

  #edges(): readonly number[] {
    const top = this.#here.at(-1);
    // Below zero, and above all that is here, are what is mistaken most often.
    const special = top === undefined ? [] : [0, this.values[countBelow(this.values, top) + 1] ?? top];
    const inner = new Set([...edgesOf(this.#here), ...edgesOf(this.#elsewhere), ...special]);
    return [Number.NEGATIVE_INFINITY, ...[...inner].sort((a, b) => a - b), Number.POSITIVE_INFINITY];
  }

  #refine(edges: readonly number[], end: keyof Interval): void {
    const coarse = this.#best;
    const place = coarse ? edges.indexOf(coarse[end]) : 0;
    const [below, above] = [edges[place - 1], edges[place + 1]];
    if (!coarse || below === undefined || above === undefined) return;
    const start = countBelow(this.values, below);
    const between = this.values.subarray(
      this.values[start] === below ? start + 1 : start,
      countBelow(this.values, above),
    );
    for (const edge of evenly(between, FINE_EDGES)) this.#try({ ...coarse, [end]: edge });
  }

  #try(interval: Interval): void {
    const here = countWithin(this.#here, interval);
    const elsewhere = countWithin(this.#elsewhere, interval);
    if (here < FEWEST_CALLS || here + elsewhere === this.#here.length + this.#elsewhere.length) return;
    const score = scoreOf({ here, elsewhere }, this.#of);
    if (score <= this.#bestScore * BETTER) return;
    this.#best = interval;
    this.#bestScore = score;
  }
}

function edgesOf(sorted: Float64Array): readonly number[] {
  const values = distinct(sorted);
  return values.length <= MOST_LISTED ? [...values] : evenly(sorted, QUANTILES);
}

function countWithin(sorted: Float64Array, { from, to }: Interval): number {
  return countBelow(sorted, to) - countBelow(sorted, from);
}
