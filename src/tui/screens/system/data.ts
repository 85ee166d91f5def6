import { countsBefore } from '../../../columns/counts-before.ts';
import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, withoutTime } from '../../context/use-filter.ts';
import { answerTo, isOfOther } from '../../context/use-held-keys.ts';
import { useTimeline } from '../../context/use-timeline.ts';
import { bucketEnd, secondsPerBucket, windowBefore, windowCompared } from '../../context/windows.ts';
import { useDetails } from './use-details.ts';

const STATS = 'system';
const topCountOfKey = /^system \d+ /;

/** So many bars of the times of a route are wanted, whose sums are kept by the hour. */
const timesCount = 24;
const timesReady = { seconds: 3600, leastShare: 1 / 2 };

interface Wanted {
  /** Columns of the large chart. */
  readonly chartColumns: number;
  /** Entries of the top lists. */
  readonly topCount: number;
  readonly hasLatencies: boolean;
  /** Groups of errors that there may be room for. */
  readonly groupCount: number;
  /** True if the window is compared with the one before. */
  readonly isCompared: boolean;
  /** True if the routes are shown with their times. */
  readonly showsTimes: boolean;
}

/** Reads the data of the screen: the window, the window before it for the changes, and the timeline of its charts. */
export function useSystemData(
  asked: AskedCalls,
  { chartColumns, topCount, hasLatencies, groupCount, isCompared, showsTimes }: Wanted,
) {
  const { window, calls, key } = asked;
  const { store, clock, windowAt } = useServices();
  const timesSeconds = secondsPerBucket(window.hours, timesCount, timesReady);
  const bucketSeconds = secondsPerBucket(window.hours, chartColumns * 2);
  const statsKey = `${STATS} ${topCount} ${key}`;
  const stats = useLive(statsKey, () => store.apiLogs.systemStats(windowAt(window), { ...calls, topCount }), {
    isPart,
  });
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
  const times = useLive(`route times ${key} ${partOf(stats.data)} ${showsTimes}`, async () => {
    const routes = stats.data?.topRoutes.map(({ apiRoute }) => apiRoute);
    if (!showsTimes || routes === undefined) return undefined;
    const { from, to } = windowAt(window);
    // As far as it goes: what is dated later has no place in it.
    const at = { from, to: to ?? bucketEnd(clock.now(), timesSeconds) };
    return store.apiLogs.routeTimes(at, { ...calls, routes, bucketSeconds: timesSeconds });
  });
  const { latencies, groups } = useDetails(asked, { stats: stats.data, hasLatencies, groupCount });
  const lives = [timeline, stats, before, counts, times, latencies, groups];
  // What is said beside the statistics is of their window.
  const shown = stats.dataKey?.replace(topCountOfKey, '') ?? '';
  const part = partOf(stats.data);
  return {
    routeTimes: showsTimes ? answerTo(times, `route times ${shown} ${part} ${showsTimes}`) : undefined,
    part,
    wantedSeconds: bucketSeconds,
    bucketSeconds: timeline.data?.secondsPerBucket ?? bucketSeconds,
    timeline: timeline.data,
    stats: stats.data,
    latencies: latencies.data,
    groups: groups.data?.rows,
    scanned: stats,
    timelineBefore: compared.before,
    before: isPartial ? undefined : answerTo(before, `before ${shown} ${isCompared}`),
    counts:
      isPartial || !isCompared
        ? undefined
        : answerTo(counts, `counts before ${shown} ${isCompared} ${partOf(before.data)}`),
    updatedAt: stats.updatedAt ?? new Date(0),
    isComputing: lives.some((live) => live.isReading),
    error: stats.error,
    isAwaited: isOfOther(stats, statsKey) || compared.isAwaited,
    isUnanswered: lives.some((live) => live.isUnanswered),
  };
}

/** The answers of useSystemData. */
export type SystemData = ReturnType<typeof useSystemData>;
