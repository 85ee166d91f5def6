import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import type { UserRef } from '../../../model/user.ts';
import { errorText } from '../../../text/error-text.ts';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, withoutTime } from '../../context/use-filter.ts';
import { answerTo, isOfOther } from '../../context/use-held-keys.ts';
import { useTimeline } from '../../context/use-timeline.ts';
import { windowCompared } from '../../context/windows.ts';

const STATS = 'user stats';

interface Charting {
  /** Latest calls and errors that there is room for. */
  readonly latestCount: number;
  readonly bucketSeconds: number;
  readonly isCompared: boolean;
}

/** Reads the data of a user's screen; each panel fills when its own answer comes. */
export function useUserData(who: UserRef, asked: AskedCalls, { latestCount, bucketSeconds, isCompared }: Charting) {
  const { window, calls, key: callsKey } = asked;
  const { store, clock, windowAt } = useServices();
  const name = userKey(who);
  const key = `${name} ${callsKey}`;
  const target = typeof who === 'string' ? who : (who.username ?? '');
  const at = () => windowAt(window);
  const user = useLive(`user ${name}`, async () => (await store.users.find(who)) ?? null);
  const statsKey = `${STATS} ${key}`;
  const stats = useLive(statsKey, () => store.apiLogs.userStats(who, at(), calls), { isPart });
  const part = `${key} ${partOf(stats.data)}`;
  const { timeline, ...compared } = useTimeline(`user timeline ${part}`, asked, {
    bucketSeconds,
    isCompared,
    username: who,
  });
  const before = useLive(
    `user before ${key} ${isCompared}`,
    async () =>
      isCompared ? store.apiLogs.userStats(who, windowCompared(at(), window), withoutTime(calls)) : undefined,
    { isPart: (found) => found !== undefined && isPart(found) },
  );
  // Parts of two windows cannot be compared.
  const isPartial = [stats, before].some(({ data }) => data && isPart(data));
  const latencies = useLive(`user latencies ${part}`, () => store.apiLogs.latencies(at(), { ...calls, username: who }));
  const newest = () => ({
    filter: '',
    ...calls,
    username: who,
    window: at(),
    sort: 'time' as const,
    descending: true,
    offset: 0,
    limit: latestCount,
    anchorId: null,
  });
  const latest = useLive(`user calls ${key} ${latestCount}`, () => store.apiLogs.calls(newest()), { isPart });
  const errors = useLive(`user errors ${key} ${latestCount}`, () => store.apiLogs.errors(newest()), { isPart });
  const audit = useLive(`user audit ${name}`, () => store.audit.list({ target, limit: 20 }));
  const isGone = user.data === null;
  return {
    part,
    bucketSeconds: timeline.data?.secondsPerBucket ?? bucketSeconds,
    updatedAt: stats.updatedAt ?? clock.now(),
    user: user.data ?? undefined,
    word: isGone ? '   This user no longer exists. Esc goes back.' : wordOf(user.error),
    stats: stats.data,
    scanned: stats,
    timeline: timeline.data,
    timelineBefore: compared.before,
    before:
      isPartial || !isCompared
        ? undefined
        : answerTo(before, `user before ${stats.dataKey?.slice(STATS.length + 1)} ${isCompared}`),
    latencies: latencies.data,
    calls: latest.data?.rows,
    errors: errors.data?.rows,
    audit: audit.data,
    isAwaited: isOfOther(stats, statsKey) || compared.isAwaited,
    isUnanswered: [stats, timeline, before, latencies, latest, errors].some((live) => live.isUnanswered),
  };
}

/** A word that names a user among others. */
function userKey(who: UserRef): string {
  return typeof who === 'string' ? who : `${typeof who.id} ${who.id} ${who.username}`;
}

/** The answers of useUserData. */
export type UserData = ReturnType<typeof useUserData>;

function wordOf(error: Error | null): string {
  return error ? `   ${errorText(error)}` : '   Reading …';
}
