import type { LatencyBucket } from '../../model.ts';

/** A histogram in at most so many steps: the slow ones, which matter, stay apart, and the fastest become one. */
export function foldFastest(latencies: readonly LatencyBucket[], stepCount: number): readonly LatencyBucket[] {
  const foldedCount = latencies.length - Math.max(1, stepCount) + 1;
  const folded = latencies.slice(0, foldedCount);
  const [first, last] = [folded[0], folded.at(-1)];
  if (foldedCount <= 1 || !first || !last) return latencies;
  const callCount = folded.reduce((sum, bucket) => sum + bucket.callCount, 0);
  return [{ fromMs: first.fromMs, toMs: last.toMs, callCount }, ...latencies.slice(foldedCount)];
}
