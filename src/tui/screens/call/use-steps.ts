import { useLayoutEffect, useReducer, useState } from 'react';
import { useServices } from '../../context/services.tsx';

/** Work that is done step by step beside the keys, each step in a few milliseconds. */
export interface Stepped {
  readonly canStep: boolean;
  step(): void;
}

const REDRAW_MS = 100;

/** Does the work that there is, the first of it first, and draws anew when some is done. `onStep` is told after each step. */
export function useSteps(work: readonly Stepped[], onStep: () => void = () => {}): void {
  const { clock } = useServices();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [drawn] = useState({ atMs: 0 });
  // After every frame, since what is drawn may make work.
  useLayoutEffect(() => {
    let stop = (): void => {};
    const goOn = (): void => {
      const next = work.find(({ canStep }) => canStep);
      if (next === undefined) return;
      stop = clock.after(0, () => {
        next.step();
        onStep();
        const nowMs = clock.now().getTime();
        if (work.some(({ canStep }) => canStep) && nowMs - drawn.atMs < REDRAW_MS) return goOn();
        drawn.atMs = nowMs;
        redraw();
      });
    };
    goOn();
    return () => stop();
  });
}
