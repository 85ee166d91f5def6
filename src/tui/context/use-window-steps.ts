import { useServices } from './services.tsx';
import { useWindowKey } from './use-window-key.ts';
import type { WindowChoice } from './window-choice.ts';
import { stepWindow } from './windows.ts';

/** The handlers of the keys that choose the window of a screen and step it. `shown` is the window that it looks at. */
export function useWindowSteps(shown: WindowChoice) {
  const { dispatch, clock } = useServices();
  return {
    window: useWindowKey(shown),
    earlier: () => dispatch({ type: 'window', window: stepWindow(shown, -1, clock) }),
    later: () => {
      if (shown.endsAt === null) return 'This is the newest window: it is live.';
      dispatch({ type: 'window', window: stepWindow(shown, 1, clock) });
      return undefined;
    },
  };
}
