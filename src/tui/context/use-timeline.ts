import type { Live } from '../../live/live-query.ts';
import { useLive } from '../../live/use-live.ts';
import type { UserRef } from '../../model/user.ts';
import type { ReadTimeline } from '../charts/chart-columns.ts';
import { useServices } from './services.tsx';
import type { AskedCalls } from './use-filter.ts';
import { bucketEnd } from './windows.ts';

/** Reads the calls over time of a screen, those of one user if there is one. `key` names the question among others. */
export function useTimeline(
  key: string,
  { window, calls }: AskedCalls,
  { bucketSeconds, username }: { readonly bucketSeconds: number; readonly username?: UserRef },
): Live<ReadTimeline> {
  const { store, clock, windowAt } = useServices();
  return useLive(`${key} ${bucketSeconds}`, async () => {
    // A live chart ends with the bucket that is running: what is dated later has no place on it.
    const { from, to } = windowAt(window);
    const at = { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
    const ofUser = username === undefined ? {} : { username };
    const buckets = await store.apiLogs.timeline(at, { ...calls, ...ofUser, bucketSeconds });
    return { window: at, readAt: clock.now(), secondsPerBucket: bucketSeconds, buckets };
  });
}
