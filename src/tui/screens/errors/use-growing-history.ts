import { useEffect } from 'react';
import type { GroupPage } from '../../../model/error-group.ts';
import { useServices } from '../../context/services.tsx';
import { useIndexState } from '../../context/use-index-state.ts';

/** Asks again for groups whose history is not whole yet whenever more of the log is known: the data itself does not change then. */
export function useGrowingHistory(page: GroupPage | undefined): void {
  const { heartbeat } = useServices();
  const progress = useIndexState()?.progress;
  const isWhole = page === undefined || page.historyShare >= 1;
  useEffect(() => {
    if (progress !== undefined && !isWhole) heartbeat.checkNow({ force: true });
  }, [progress, isWhole, heartbeat]);
}
