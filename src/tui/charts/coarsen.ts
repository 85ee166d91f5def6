import type { LatencyBucket } from '../../model/statistics.ts';

/**
 * A histogram in at most so many steps: whole decades if it has more, and of those the fastest as one, so that the slow
 * ones, which matter, stay apart.
 */
export function coarsen(latencies: readonly LatencyBucket[], stepCount: number): readonly LatencyBucket[] {
  if (latencies.length <= stepCount) return latencies;
  const decades = [...Map.groupBy(latencies, ({ fromMs }) => Math.floor(Math.log10(fromMs) + 1e-9)).values()].map(
    merged,
  );
  const fastestCount = decades.length - Math.max(1, stepCount) + 1;
  if (fastestCount <= 1) return decades;
  return [merged(decades.slice(0, fastestCount)), ...decades.slice(fastestCount)];
}

function merged(buckets: readonly LatencyBucket[]): LatencyBucket {
  return {
    fromMs: buckets[0]?.fromMs ?? 0,
    toMs: buckets.at(-1)?.toMs ?? 0,
    callCount: buckets.reduce((sum, bucket) => sum + bucket.callCount, 0),
  };
}
