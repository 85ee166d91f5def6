import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, withoutTime } from '../../context/use-filter.ts';
import { isOfOther } from '../../context/use-held-keys.ts';
import { useTimeline } from '../../context/use-timeline.ts';
import { secondsPerBucket, windowBefore } from '../../context/windows.ts';
import type { SystemLayout } from './layout.ts';

/** Reads the data of the screen: the window, the window before it for the changes, and the timeline of its charts. */
export function useSystemData(asked: AskedCalls, layout: SystemLayout) {
  const { window, calls, key } = asked;
  const { store, windowAt } = useServices();
  const bucketSeconds = secondsPerBucket(window.hours, (layout.chart.width - 4 - axisWidth) * 2);
  const statsKey = `system ${key}`;
  const stats = useLive(statsKey, () => store.apiLogs.systemStats(windowAt(window), calls), { isPart });
  const timeline = useTimeline(`timeline ${key} ${partOf(stats.data)}`, asked, { bucketSeconds });
  const before = useLive(
    `before ${key}`,
    () => store.apiLogs.totals(windowBefore(windowAt(window), window), withoutTime(calls)),
    { isPart },
  );
  return {
    part: partOf(stats.data),
    wantedSeconds: bucketSeconds,
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
