import { useLive } from '../../../live/use-live.ts';
import { useServices } from '../../context/services.tsx';
import { type AskedCalls, patienceMs } from '../../context/use-filter.ts';

/** Asks what is different about the calls of the view; payloads are read while the first lines are shown. */
export function useWhyData({ filter, window, key }: AskedCalls, isSpan: boolean) {
  const { store, windowAt } = useServices();
  return useLive(
    `why ${isSpan} ${key}`,
    () => store.apiLogs.why({ window: windowAt(window), filter, isSpan, patienceMs }),
    { isPart: ({ progress }) => !progress.isComplete },
  );
}

/** The state of an answer on the screen. */
export type WhyLive = ReturnType<typeof useWhyData>;
