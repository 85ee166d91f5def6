import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import { axisWidth } from '../../charts/chart.tsx';
import type { ReadTimeline } from '../../charts/chart-columns.ts';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, withoutTime } from '../../context/use-filter.ts';
import { isOfOther } from '../../context/use-held-keys.ts';
import { bucketEnd, secondsPerBucket, windowBefore } from '../../context/windows.ts';
import type { SystemLayout } from './layout.ts';

/** Reads the data of the screen: the window, the window before it for the changes, and the timeline of its charts. */
export function useSystemData({ window, calls, key }: AskedCalls, layout: SystemLayout) {
  const { store, clock, windowAt } = useServices();
  const bucketSeconds = secondsPerBucket(window.hours, (layout.chart.width - 4 - axisWidth) * 2);
  const statsKey = `system ${key}`;
  const stats = useLive(statsKey, () => store.apiLogs.systemStats(windowAt(window), calls), { isPart });
  const timeline = useLive(
    `timeline ${key} ${bucketSeconds} ${partOf(stats.data)}`,
    async (): Promise<ReadTimeline> => {
      // A live chart ends with the bucket that is running: what is dated later has no place on it.
      const { from, to } = windowAt(window);
      const at = { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
      const buckets = await store.apiLogs.timeline(at, { ...calls, bucketSeconds });
      return { window: at, readAt: clock.now(), secondsPerBucket: bucketSeconds, buckets };
    },
  );
  const before = useLive(
    `before ${key}`,
    () => store.apiLogs.totals(windowBefore(windowAt(window), window), withoutTime(calls)),
    { isPart },
  );
  return {
    bucketSeconds: timeline.data?.secondsPerBucket ?? bucketSeconds,
    timeline: timeline.data,
    stats: stats.data,
    scanned: stats,
    // Parts of two windows cannot be compared.
    before: [stats, before].some(({ data }) => data && isPart(data)) ? undefined : before.data,
    updatedAt: stats.updatedAt ?? new Date(0),
    isComputing: [timeline, stats, before].some((live) => live.isReading),
    error: stats.error,
    isOfOther: isOfOther(stats, statsKey),
    isUnanswered: [timeline, stats, before].some((live) => live.isUnanswered),
  };
}

/** The answers of useSystemData. */
export type SystemData = ReturnType<typeof useSystemData>;
