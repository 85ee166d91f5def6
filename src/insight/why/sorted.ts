/** Number of values below `limit` in ascending numbers. */
export function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ascending numbers without those that stand twice. */
export function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
}

/** At most so many of ascending numbers, evenly; the first is among them. */
export function evenly(sorted: Float64Array, most: number): readonly number[] {
  if (sorted.length <= most) return [...sorted];
  return Array.from({ length: most }, (_, index) => sorted[Math.floor((index * sorted.length) / most)] ?? 0);
}
