import { useEffect, useState } from 'react';
import { useLiveContext } from './live-context.tsx';

/**
 * The time, kept only as exact as what is shown of it: it moves on at each whole multiple of `stepMs`. With null it does not
 * move by itself, and a screen whose ages are told in days costs nothing.
 */
export function useNow(stepMs: number | null): Date {
  const { clock } = useLiveContext();
  const [, setTick] = useState(0);
  useEffect(() => {
    if (stepMs === null) return;
    const untilNextStep = stepMs - (clock.now().getTime() % stepMs);
    let stop = clock.after(untilNextStep, function tick() {
      setTick((count) => count + 1);
      stop = clock.after(stepMs, tick);
    });
    return () => stop();
  }, [clock, stepMs]);
  return clock.now();
}
