import { useLive } from '../../live/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useServices } from '../services.tsx';
import { windowKey } from '../windows.ts';
import type { ScreenProps } from './screen.ts';

/** What the screen reads of a user; each panel fills when its own answer comes. */
export function useUserData({ window, username }: ScreenProps & { readonly username: string }, slice: number) {
  const { store, windowAt } = useServices();
  const key = `${username} ${windowKey(window)}`;
  const at = () => windowAt(window);
  const user = useLive(`user ${username}`, async () => (await store.users.find(username)) ?? null);
  const stats = useLive(`user stats ${key}`, () => store.apiLogs.userStats(username, at()));
  const timeline = useLive(`user timeline ${key} ${slice}`, () =>
    store.apiLogs.timeline(at(), { bucketSeconds: slice, username }),
  );
  const latencies = useLive(`user latencies ${key}`, () => store.apiLogs.latencies(at(), { username }));
  const errors = useLive(`user errors ${key}`, () => store.apiLogs.recentErrors({ username, limit: 20, window: at() }));
  const audit = useLive(`user audit ${username}`, () => store.audit.list({ target: username, limit: 20 }));
  const isGone = user.data === null;
  return {
    slice,
    user: user.data ?? undefined,
    word: isGone ? '   There is no such user any more. Esc goes back.' : wordOf(user.error),
    stats: stats.data,
    timeline: timeline.data,
    latencies: latencies.data,
    errors: errors.data,
    audit: audit.data,
  };
}

/** The answers of useUserData. */
export type UserData = ReturnType<typeof useUserData>;

function wordOf(error: Error | null): string {
  return error ? `   ${errorText(error)}` : '   Reading …';
}
