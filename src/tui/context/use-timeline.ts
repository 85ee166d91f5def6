import { comparedShiftMs } from '../../insight/compared-window.ts';
import type { Live } from '../../live/live-query.ts';
import { useLive } from '../../live/use-live.ts';
import type { UserRef } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import type { ReadTimeline } from '../charts/chart-columns.ts';
import { useServices } from './services.tsx';
import { type AskedCalls, withoutTime } from './use-filter.ts';
import { answerTo, isOfOther } from './use-held-keys.ts';
import { bucketEnd } from './windows.ts';

/** The calls over time, and, where they are compared, those of the window before in its buckets. */
export interface ComparedTimeline {
  readonly timeline: Live<ReadTimeline>;
  readonly before: ReadTimeline | undefined;
  /** True while nothing or the answer to another question is shown, so that keys for its bars have to wait. */
  readonly isAwaited: boolean;
}

interface TimelineOptions {
  readonly bucketSeconds: number;
  readonly isCompared: boolean;
  readonly username?: UserRef;
}

/** Reads the calls over time of a screen, those of one user if there is one. `key` names the question among others. */
export function useTimeline(
  key: string,
  { window, calls }: AskedCalls,
  { bucketSeconds, isCompared, username }: TimelineOptions,
): ComparedTimeline {
  const { store, clock, windowAt } = useServices();
  const ofUser = username === undefined ? {} : { username };
  const timelineKey = `${key} ${bucketSeconds}`;
  const spanNow = () => {
    // A live chart ends with the bucket that is running: what is dated later has no place on it.
    const { from, to } = windowAt(window);
    return { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
  };
  const read = async (at: Window, asked: AskedCalls['calls']): Promise<ReadTimeline> => {
    const buckets = await store.apiLogs.timeline(at, { ...asked, ...ofUser, bucketSeconds });
    return { window: at, readAt: clock.now(), secondsPerBucket: bucketSeconds, buckets };
  };
  const timeline = useLive(timelineKey, () => read(spanNow(), calls));
  const before = useLive(`before ${timelineKey} ${isCompared}`, async () => {
    if (!isCompared) return undefined;
    const shiftMs = comparedShiftMs(Math.round(window.hours * 3_600_000));
    const { from, to } = spanNow();
    const at = { from: new Date(from.getTime() - shiftMs), to: new Date(to.getTime() - shiftMs) };
    return read(at, withoutTime(calls));
  });
  return {
    timeline,
    // What stands beside a chart is of the same window as the chart.
    before: isCompared ? answerTo(before, `before ${timeline.dataKey} ${isCompared}`) : undefined,
    isAwaited: (timeline.data === undefined && timeline.error === null) || isOfOther(timeline, timelineKey),
  };
}
