import { useServices } from './services.tsx';
import { useWindowKey } from './use-window-key.ts';
import type { WindowChoice } from './window-choice.ts';
import { stepWindow } from './window-steps.ts';

const newest = 'This is the newest window: it is live.';

/** The handlers of the keys that choose the window of a screen and step it. `shown` is the window that it looks at. */
export function useWindowSteps(shown: WindowChoice, isUtc: boolean) {
  const { dispatch, clock } = useServices();
  const step = (by: 1 | -1): void =>
    dispatch({ type: 'window', window: stepWindow(shown, by, { now: clock.now(), isUtc }) });
  return {
    window: useWindowKey(shown, isUtc),
    earlier: () => step(-1),
    later: () => {
      if (shown.endsAt === null) return newest;
      step(1);
      return undefined;
    },
  };
}

/** The reasons why the window cannot be stepped. */
export function stepReasons({ endsAt }: WindowChoice): { readonly later?: string } {
  return endsAt === null ? { later: newest } : {};
}
