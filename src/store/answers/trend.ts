import type { TrendPlan } from './call-sums.ts';

const HOUR_SECONDS = 3600;

/** The unit of the times of calls in buckets: in one that lasts an hour or more a call counts where its hour begins. */
export function bucketUnit({ bucketCount, from, to }: TrendPlan): 'second' | 'hour' {
  return (to.getTime() - from.getTime()) / bucketCount >= HOUR_SECONDS * 1000 ? 'hour' : 'second';
}

/** Scale of the buckets of a plan, in seconds: the unit of times, where the first bucket starts, and the length of all together. */
export interface BucketScale {
  readonly unit: number;
  readonly start: number;
  readonly length: number;
}

/** Returns the scale of the buckets of a plan. */
export function bucketScale(plan: TrendPlan): BucketScale {
  const start = Math.floor(plan.from.getTime() / 1000);
  const length = Math.max(1, Math.ceil(plan.to.getTime() / 1000) - start);
  return { unit: bucketUnit(plan) === 'hour' ? HOUR_SECONDS : 1, start, length };
}

/** Returns a function that finds the bucket of a second since 1970. */
export function bucketFinder(plan: TrendPlan): (second: number) => number {
  const { bucketCount } = plan;
  const { unit, start, length } = bucketScale(plan);
  return (second) => {
    const begin = second - (second % unit);
    return Math.max(0, Math.min(Math.floor(((begin - start) * bucketCount) / length), bucketCount - 1));
  };
}
