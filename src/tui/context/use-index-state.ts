import { useEffect, useState } from 'react';
import type { IndexState } from '../../store/store.ts';
import { useServices } from './services.tsx';

const whileBuildingMs = 500;

/**
 * Returns the progress of the statistics index, asked repeatedly only while the index is being built; else once whenever `movedAt`,
 * the time at which data were read last, is another.
 */
export function useIndexState(movedAt?: Date): IndexState | undefined {
  const { store, clock } = useServices();
  const [state, setState] = useState<IndexState>();
  const isAsking = state === undefined || state.state === 'building';
  const asked = isAsking ? 'always' : movedAt?.getTime();
  useEffect(() => {
    if (asked === undefined) return;
    let isWanted = true;
    // A store that does not answer says so by its other questions; here the last word stands.
    const ask = () =>
      void store.indexState().then(
        (next) => isWanted && setState(next),
        () => {},
      );
    ask();
    const stop = asked === 'always' ? clock.every(whileBuildingMs, ask) : undefined;
    return () => {
      isWanted = false;
      stop?.();
    };
  }, [asked, store, clock]);
  return state;
}
