import type { Random } from './random.ts';

/** Picks indexes in proportion to their weights. */
export class Weighted {
  readonly #upTo: Float64Array;
  /** The sum of all weights. */
  readonly total: number;

  constructor(weights: ArrayLike<number>) {
    let sum = 0;
    this.#upTo = Float64Array.from(weights, (weight) => {
      sum += weight;
      return sum;
    });
    this.total = sum;
  }

  /** An index; one of weight 0 never comes unless all are 0. */
  index(random: Random): number {
    const wanted = random.next() * this.total;
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#upTo[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
