import { countsBefore } from '../../../columns/counts-before.ts';
import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, withoutTime } from '../../context/use-filter.ts';
import { isOfOther } from '../../context/use-held-keys.ts';
import { useTimeline } from '../../context/use-timeline.ts';
import { secondsPerBucket, windowBefore, windowCompared } from '../../context/windows.ts';
import type { SystemLayout } from './layout.ts';

/** Reads the data of the screen: the window, the window before it for the changes, and the timeline of its charts. */
export function useSystemData(asked: AskedCalls, layout: SystemLayout, isCompared: boolean) {
  const { window, calls, key } = asked;
  const { store, windowAt } = useServices();
  const bucketSeconds = secondsPerBucket(window.hours, (layout.chart.width - 4 - axisWidth) * 2);
  const statsKey = `system ${key}`;
  const stats = useLive(statsKey, () => store.apiLogs.systemStats(windowAt(window), calls), { isPart });
  const { timeline, ...compared } = useTimeline(`timeline ${key} ${partOf(stats.data)}`, asked, {
    bucketSeconds,
    isCompared,
  });
  const windowBeside = () => (isCompared ? windowCompared : windowBefore)(windowAt(window), window);
  const before = useLive(
    `before ${key} ${isCompared}`,
    () => store.apiLogs.totals(windowBeside(), withoutTime(calls)),
    { isPart },
  );
  // Parts of two windows cannot be compared.
  const isPartial = [stats, before].some(({ data }) => data && isPart(data));
  const counts = useLive(`counts before ${key} ${isCompared} ${partOf(before.data)}`, async () =>
    isCompared ? countsBefore(await store.apiLogs.valueCounts(windowBeside(), withoutTime(calls))) : undefined,
  );
  return {
    part: partOf(stats.data),
    wantedSeconds: bucketSeconds,
    bucketSeconds: timeline.data?.secondsPerBucket ?? bucketSeconds,
    timeline: timeline.data,
    stats: stats.data,
    scanned: stats,
    timelineBefore: compared.before,
    before: isPartial ? undefined : before.data,
    counts: isPartial || !isCompared ? undefined : counts.data,
    updatedAt: stats.updatedAt ?? new Date(0),
    isComputing: [timeline, stats, before].some((live) => live.isReading),
    error: stats.error,
    isAwaited: isOfOther(stats, statsKey) || compared.isAwaited,
    isUnanswered: [timeline, stats, before].some((live) => live.isUnanswered),
  };
}

/** The answers of useSystemData. */
export type SystemData = ReturnType<typeof useSystemData>;
