import { useLive } from '../../../live/use-live.ts';
import type { UserRef } from '../../../model/user.ts';
import { errorText } from '../../../text/error-text.ts';
import { useServices } from '../../context/services.tsx';
import type { WindowChoice } from '../../context/window-choice.ts';
import { windowKey } from '../../context/windows.ts';

/** Reads the data of a user's screen; each panel fills when its own answer comes. */
export function useUserData(who: UserRef, window: WindowChoice, bucketSeconds: number) {
  const { store, windowAt } = useServices();
  const name = userKey(who);
  const key = `${name} ${windowKey(window)}`;
  const target = typeof who === 'string' ? who : (who.username ?? '');
  const at = () => windowAt(window);
  const user = useLive(`user ${name}`, async () => (await store.users.find(who)) ?? null);
  const stats = useLive(`user stats ${key}`, () => store.apiLogs.userStats(who, at()));
  const timeline = useLive(`user timeline ${key} ${bucketSeconds}`, () =>
    store.apiLogs.timeline(at(), { bucketSeconds, username: who }),
  );
  const latencies = useLive(`user latencies ${key}`, () => store.apiLogs.latencies(at(), { username: who }));
  const errors = useLive(`user errors ${key}`, () =>
    store.apiLogs.recentErrors({ username: who, limit: 20, window: at(), payloads: 'none' }),
  );
  const audit = useLive(`user audit ${name}`, () => store.audit.list({ target, limit: 20 }));
  const isGone = user.data === null;
  return {
    bucketSeconds,
    user: user.data ?? undefined,
    word: isGone ? '   This user no longer exists. Esc goes back.' : wordOf(user.error),
    stats: stats.data,
    timeline: timeline.data,
    latencies: latencies.data,
    errors: errors.data,
    audit: audit.data,
    isUnanswered: [stats, timeline, latencies, errors].some((live) => live.isUnanswered),
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
