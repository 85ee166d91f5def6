import type { TrendPlan } from './call-sums.ts';

/** Returns a function that finds the bucket of a second since 1970. */
export function bucketFinder({ bucketCount, from, to }: TrendPlan): (second: number) => number {
  const start = Math.floor(from.getTime() / 1000);
  const length = Math.max(1, Math.ceil(to.getTime() / 1000) - start);
  return (second) => Math.max(0, Math.min(Math.floor(((second - start) * bucketCount) / length), bucketCount - 1));
}
