import type { TrendPlan } from './call-sums.ts';

const HOUR_SECONDS = 3600;

/** The unit of the times of calls in buckets: in one that lasts an hour or more a call counts where its hour begins. */
export function bucketUnit({ bucketCount, from, to }: TrendPlan): 'second' | 'hour' {
  return (to.getTime() - from.getTime()) / bucketCount >= HOUR_SECONDS * 1000 ? 'hour' : 'second';
}

/** Returns a function that finds the bucket of a second since 1970. */
export function bucketFinder(plan: TrendPlan): (second: number) => number {
  const { bucketCount, from, to } = plan;
  const unit = bucketUnit(plan) === 'hour' ? HOUR_SECONDS : 1;
  const start = Math.floor(from.getTime() / 1000);
  const length = Math.max(1, Math.ceil(to.getTime() / 1000) - start);
  return (second) => {
    const begin = second - (second % unit);
    return Math.max(0, Math.min(Math.floor(((begin - start) * bucketCount) / length), bucketCount - 1));
  };
}
