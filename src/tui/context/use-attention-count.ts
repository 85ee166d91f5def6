import { useEffect, useState } from 'react';
import { useNow } from '../../live/use-now.ts';
import { useServices } from './services.tsx';
import { useIndexState } from './use-index-state.ts';

const MINUTE_MS = 60_000;

/**
 * The number of things that want attention, asked once a minute, and whenever the data moved while their list is shown; undefined as
 * long as the statistics index is not ready, without which it would cost more than a number in the header is worth.
 */
export function useAttentionCount(isListShown: boolean): number | undefined {
  const { store, settings, heartbeat } = useServices();
  const [count, setCount] = useState<number>();
  const isCheap = useIndexState()?.state === 'ready';
  const minute = Math.floor(useNow(MINUTE_MS).getTime() / MINUTE_MS);
  const { attention: thresholds } = settings.thresholds;
  const asked = isCheap ? minute : undefined;
  // Not by a live question: the answers to all others of a beat would wait for it.
  useEffect(() => {
    if (asked === undefined) return;
    let isWanted = true;
    // Whoever cannot answer says so by other questions; here the last number stands.
    const ask = () =>
      void store.attention.list({ thresholds }).then(
        ({ lines }) => isWanted && setCount(lines.length),
        () => {},
      );
    ask();
    const stop = isListShown ? heartbeat.onBeat(ask) : undefined;
    return () => {
      isWanted = false;
      stop?.();
    };
  }, [asked, isListShown, store, heartbeat, thresholds]);
  return isCheap ? count : undefined;
}
