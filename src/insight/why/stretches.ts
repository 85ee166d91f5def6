import type { CountedFact, Field } from './fact.ts';
import { type Counts, scoreOf } from './score.ts';

/** A span of time, `[from, to)`, in milliseconds since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const FEWEST_TO_VARY = 10;
const FEWEST_TO_COMPARE = 20;
const FEWEST_OF_FACT = 3;
const LEAST_Z = 4.5;
// With fewer stretches the variation of a share is known less well.
const Z_BY_STRETCH = 4;
const ABOVE_SHARE = 1.25;
// 1.3 instead finds two more of 96 causes in spans, and claims twice as much in the bursts of a real log.
const ABOVE_SCORE = 2;

/**
 * The time around a span, cut into stretches of its length. Calls come in sessions, so that whoever is there differs from one stretch to
 * the next without any cause. Without this test, 13 of 14 spans of bursty traffic got a claim; with it none of 52 of the demo's kind
 * did, and one in seven of a real log, where many a visitor comes but once.
 */
export class Stretches {
  readonly #of: Counts;
  /** Of each call elsewhere, the stretch that it is in. */
  readonly #stretchOf: readonly number[];
  readonly #sizes: ReadonlyMap<number, number>;

  constructor(times: readonly number[], { from, to }: TimeSpan, of: Counts) {
    const length = Math.max(1, to - from);
    this.#of = of;
    this.#stretchOf = times.map((at) => Math.floor((at - (at < from ? from : to)) / length) + (at < from ? 0 : 1));
    this.#sizes = countsOf(this.#stretchOf);
  }

  /** True if a fact is beyond what it does by itself from one stretch to the next. */
  isBeyond(fact: CountedFact): boolean {
    const counts = this.#countsOf(fact);
    const [p, q] = [fact.here / this.#of.here, fact.elsewhere / this.#of.elsewhere];
    const [highest, variation] = [this.#highestShare(counts), this.#variation(counts, q)];
    const pooled = (fact.here + fact.elsewhere) / (this.#of.here + this.#of.elsewhere);
    const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / this.#of.here + 1 / this.#of.elsewhere));
    const leastZ = LEAST_Z * (1 + Z_BY_STRETCH / Math.max(1, this.#sizes.size - 1));
    return p >= ABOVE_SHARE * highest && p - q >= leastZ * deviation * Math.sqrt(variation);
  }

  /** True if a fact is beyond the score that any fact of its field reaches in any stretch. */
  isBeyondField(fact: CountedFact, scores: ReadonlyMap<Field, number>): boolean {
    return scoreOf(fact, this.#of) >= ABOVE_SCORE * (scores.get(fact.field) ?? 0);
  }

  /** The highest score of a fact in a stretch, against all others. */
  highestScore(fact: CountedFact): number {
    if (fact.elsewhere < FEWEST_OF_FACT) return 0;
    let highest = 0;
    for (const [stretch, here] of this.#countsOf(fact)) {
      const size = this.#sizes.get(stretch) ?? 0;
      const of = { here: size, elsewhere: this.#of.elsewhere - size };
      if (of.here < FEWEST_TO_COMPARE || of.elsewhere < FEWEST_TO_COMPARE) continue;
      highest = Math.max(highest, scoreOf({ here, elsewhere: fact.elsewhere - here }, of));
    }
    return highest;
  }

  #countsOf({ calls, here }: CountedFact): ReadonlyMap<number, number> {
    return countsOf(calls.slice(here).map((call) => this.#stretchOf[call - this.#of.here] ?? 0));
  }

  #highestShare(counts: ReadonlyMap<number, number>): number {
    const large = [...this.#sizes].filter(([, size]) => size >= FEWEST_TO_COMPARE);
    return Math.max(0, ...large.map(([stretch, size]) => (counts.get(stretch) ?? 0) / size));
  }

  /** Variance between stretches as a multiple of what chance alone makes; at least 1. */
  #variation(counts: ReadonlyMap<number, number>, share: number): number {
    const large = [...this.#sizes].filter(([, size]) => size >= FEWEST_TO_VARY);
    const squares = large.map(([stretch, size]) => {
      const surplus = (counts.get(stretch) ?? 0) - size * share;
      return surplus ** 2 / (size * share * (1 - share) + Number.EPSILON);
    });
    const degrees = large.length - 1;
    return degrees > 0 ? Math.max(1, squares.reduce((sum, square) => sum + square, 0) / degrees) : 1;
  }
}

function countsOf(stretches: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const stretch of stretches) counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  return counts;
}
