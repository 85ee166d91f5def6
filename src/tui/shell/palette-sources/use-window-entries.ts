import { useMemo } from 'react';
import { shownRoute } from '../../context/routes.ts';
import { useServices } from '../../context/services.tsx';
import { typedWindow } from '../../context/typed-window.ts';
import { listedWindows } from '../../context/window-question.ts';
import { windowKey, windowLabel } from '../../context/windows.ts';
import { screenEntry } from '../../keys/screens.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

/** The windows that can be chosen, and one that is typed: `90m`, `yesterday`. */
export function useWindowEntries({ navigation: { routes, isUtc }, query }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch, clock } = useServices();
  const { screen } = shownRoute(routes);
  return useMemo(() => {
    const reader = { now: clock.now(), isUtc };
    const { title, showsWindow } = screenEntry(screen);
    // A number alone is more often a part of a name.
    const typed = /^\d*$/u.test(query) ? undefined : typedWindow(query, reader);
    const listed = listedWindows.map((window) => ({ window, also: [] as readonly string[] }));
    const all = typed === undefined || 'fault' in typed ? listed : [...listed, { window: typed, also: [query] }];
    return all.map(
      ({ window, also }): PaletteEntry => ({
        kind: 'window',
        id: `window ${windowKey(window)}`,
        label: windowLabel(window, { utc: isUtc, now: reader.now }),
        also: [...also, 'window'],
        ...(!showsWindow && { reason: `${title} shows no window of time.` }),
        run: () => dispatch({ type: 'window', window }),
      }),
    );
  }, [query, screen, isUtc, clock, dispatch]);
}
