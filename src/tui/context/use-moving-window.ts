import { useEffect, useRef } from 'react';
import { useServices } from './services.tsx';

const stepMs = 60_000;

/** Lets a live window move on also while nothing is written: calls fall out of it, at most a minute late. */
export function useMovingWindow(isLive: boolean): void {
  const { clock, heartbeat } = useServices();
  const movedAtMs = useRef(clock.now().getTime());
  useEffect(() => {
    if (!isLive) return;
    const move = (): void => {
      movedAtMs.current = clock.now().getTime();
      heartbeat.checkNow({ force: true });
    };
    // What was looked at meanwhile had no live window.
    if (clock.now().getTime() - movedAtMs.current >= stepMs) move();
    return clock.every(stepMs, move);
  }, [isLive, clock, heartbeat]);
}
