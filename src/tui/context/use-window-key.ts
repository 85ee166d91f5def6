import { useServices } from './services.tsx';
import type { WindowChoice } from './window-choice.ts';
import { windowQuestion } from './windows.ts';

/** The handler of the window key: asks which window to look at. */
export function useWindowKey(window: WindowChoice): () => void {
  const { dispatch } = useServices();
  return () => {
    const choice = windowQuestion(window, (chosen) => {
      dispatch({ type: 'window', window: chosen });
      dispatch({ type: 'overlay', overlay: null });
    });
    dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
  };
}
