import { useEffect, useState } from 'react';
import type { IndexState } from '../../store/store.ts';
import { useServices } from './services.tsx';

const whileBuildingMs = 500;

/** Returns the progress of the statistics index, asked repeatedly only while the index is being built. */
export function useIndexState(): IndexState | undefined {
  const { store, clock } = useServices();
  const [state, setState] = useState<IndexState>();
  const isAsking = state === undefined || state.state === 'building';
  useEffect(() => {
    if (!isAsking) return;
    let isWanted = true;
    // A store that does not answer says so by its other questions; here the last word stands.
    const ask = () =>
      void store.indexState().then(
        (next) => isWanted && setState(next),
        () => {},
      );
    ask();
    const stop = clock.every(whileBuildingMs, ask);
    return () => {
      isWanted = false;
      stop();
    };
  }, [isAsking, store, clock]);
  return state;
}
