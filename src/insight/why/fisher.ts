import type { Counts } from './score.ts';

/** Natural logarithm of the chance to draw at least so many here, if here and elsewhere are alike. */
export type FisherTest = (counts: Counts, of: Counts) => number;

const NEGLIGIBLE = 1e-9;

/** Fisher's exact test, one-sided, for sets of `total` calls together. It is exact for small counts, where a z-test claims too much. */
export function fisherTest(total: number): FisherTest {
  const ln = logFactorials(total);
  return ({ here: x, elsewhere: y }, { here: n, elsewhere: m }) => {
    const hits = x + y;
    const all = at(ln, n) + at(ln, m) + at(ln, hits) + at(ln, n + m - hits) - at(ln, n + m);
    const first = all - at(ln, x) - at(ln, n - x) - at(ln, y) - at(ln, m - y);
    let sum = 0;
    // Each chance as a multiple of the first.
    let term = 1;
    for (let k = x; k <= Math.min(n, hits); k += 1) {
      sum += term;
      const ratio = ((n - k) * (hits - k)) / ((k + 1) * (m - hits + k + 1));
      term *= ratio;
      if (ratio < 1 && term < sum * NEGLIGIBLE) break;
    }
    return Math.min(0, first + Math.log(sum));
  };
}

function logFactorials(most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let n = 1; n <= most; n += 1) table[n] = at(table, n - 1) + Math.log(n);
  return table;
}

function at(table: Float64Array, n: number): number {
  return table[n] ?? 0;
}
