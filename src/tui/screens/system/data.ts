import { useLive } from '../../../live/use-live.ts';
import { axisWidth } from '../../charts/chart.tsx';
import type { ReadTimeline } from '../../charts/chart-columns.ts';
import { useServices } from '../../context/services.tsx';
import type { WindowChoice } from '../../context/window-choice.ts';
import { bucketEnd, secondsPerBucket, windowBefore, windowKey } from '../../context/windows.ts';
import type { SystemLayout } from './layout.ts';

/** Reads the data of the screen: the window, the window before it for the changes, and the timeline of its charts. */
export function useSystemData(window: WindowChoice, layout: SystemLayout) {
  const { store, clock, windowAt } = useServices();
  const bucketSeconds = secondsPerBucket(window.hours, (layout.chart.width - 4 - axisWidth) * 2);
  const key = windowKey(window);
  const timeline = useLive(`timeline ${key} ${bucketSeconds}`, async (): Promise<ReadTimeline> => {
    // A live chart ends with the bucket that is running: what is dated later has no place on it.
    const { from, to } = windowAt(window);
    const at = { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
    const buckets = await store.apiLogs.timeline(at, { bucketSeconds });
    return { window: at, readAt: clock.now(), secondsPerBucket: bucketSeconds, buckets };
  });
  const stats = useLive(`system ${key}`, () => store.apiLogs.systemStats(windowAt(window)));
  const before = useLive(`before ${key}`, () => store.apiLogs.totals(windowBefore(windowAt(window), window)));
  return {
    bucketSeconds: timeline.data?.secondsPerBucket ?? bucketSeconds,
    timeline: timeline.data,
    stats: stats.data,
    before: before.data,
    updatedAt: stats.updatedAt ?? new Date(0),
    isComputing: [timeline, stats, before].some((live) => live.isReading),
    error: stats.error,
    isUnanswered: [timeline, stats, before].some((live) => live.isUnanswered),
  };
}

/** The answers of useSystemData. */
export type SystemData = ReturnType<typeof useSystemData>;
