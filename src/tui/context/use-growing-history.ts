import { useEffect } from 'react';
import { useServices } from './services.tsx';
import { useIndexState } from './use-index-state.ts';

/**
 * Asks again for what depends on the history of groups, of which a share is known, whenever more of the log is known: the data itself
 * does not change then.
 */
export function useGrowingHistory(historyShare: number | undefined): void {
  const { heartbeat } = useServices();
  const progress = useIndexState()?.progress;
  const isWhole = historyShare === undefined || historyShare >= 1;
  useEffect(() => {
    if (progress !== undefined && !isWhole) heartbeat.checkNow({ force: true });
  }, [progress, isWhole, heartbeat]);
}
