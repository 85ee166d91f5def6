import type { FailedOfCalls } from '../../../model/attention.ts';
import type { CallSums, SummedCalls } from '../call-sums.ts';
import type { ClosedWindow } from './hour-slices.ts';

const HOUR_MS = 3_600_000;

/** An hour of one user, and the calls in it. */
export type HourOfUser = readonly [hour: ClosedWindow, calls: FailedOfCalls];

/** The calls of one user that fit, in each hour that has some, the latest first. */
export async function hoursOf(
  sums: Pick<CallSums, 'timeline'>,
  window: ClosedWindow,
  calls: SummedCalls,
): Promise<readonly HourOfUser[]> {
  const buckets = { seconds: HOUR_MS / 1000, last: Math.floor((window.to.getTime() - 1) / HOUR_MS) };
  const found = await sums.timeline(window, buckets, calls);
  return found
    .flatMap(({ bucket, ...counts }): readonly HourOfUser[] => {
      if (bucket === null) return [];
      const from = new Date(Math.max(window.from.getTime(), bucket * HOUR_MS));
      return [[{ from, to: new Date((bucket + 1) * HOUR_MS) }, counts]];
    })
    .toSorted(([one], [other]) => other.from.getTime() - one.from.getTime());
}
