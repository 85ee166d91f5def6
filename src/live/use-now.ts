import { useEffect, useRef, useState } from 'react';
import { useLiveContext } from './live-context.tsx';

// The heart beats on whole seconds: where it brings news, they are drawn with the new time, in one frame.
const graceMs = 60;

/**
 * The time, kept only as exact as what is shown of it: it moves on at each whole multiple of `stepMs`, or a moment later where
 * nothing else was drawn until then. With null it does not move by itself, and a screen whose ages are told in days costs nothing.
 */
export function useNow(stepMs: number | null): Date {
  const { clock } = useLiveContext();
  const [, setTick] = useState(0);
  const drawnAt = useRef(0);
  useEffect(() => {
    drawnAt.current = clock.now().getTime();
  });
  useEffect(() => {
    if (stepMs === null) return;
    let stop = () => {};
    const waitForNextStep = () => {
      const now = clock.now().getTime();
      const nextStep = now - (now % stepMs) + stepMs;
      stop = clock.after(nextStep + graceMs - now, () => {
        if (drawnAt.current < nextStep) setTick((count) => count + 1);
        waitForNextStep();
      });
    };
    waitForNextStep();
    return () => stop();
  }, [clock, stepMs]);
  return clock.now();
}
