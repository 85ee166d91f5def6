import { useServices } from './services.tsx';
import type { WindowChoice } from './window-choice.ts';
import { windowQuestion } from './window-question.ts';

/** The handler of the window key: asks which window to look at. Times that are typed are of the zone that is shown. */
export function useWindowKey(shown: WindowChoice, isUtc: boolean): () => void {
  const { dispatch, clock } = useServices();
  return () => {
    const choice = windowQuestion(shown, { now: clock.now(), isUtc }, (window) => {
      dispatch({ type: 'window', window });
      dispatch({ type: 'overlay', overlay: null });
    });
    dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
  };
}
