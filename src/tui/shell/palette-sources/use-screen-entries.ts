import { useMemo } from 'react';
import { isOpened } from '../../context/routes.ts';
import { useServices } from '../../context/services.tsx';
import { mainScreens, screens } from '../../keys/screens.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

/** The main screens. */
export function useScreenEntries({ navigation: { routes } }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch } = useServices();
  const shown = isOpened(routes) ? undefined : routes.root.screen;
  return useMemo(
    () =>
      mainScreens.map((id) => ({
        kind: 'screen',
        id: `screen ${id}`,
        label: screens[id].title,
        ...(id === shown && { note: 'as at first' }),
        key: screens[id].digit,
        run: () => dispatch({ type: 'press', key: screens[id].digit }),
      })),
    [shown, dispatch],
  );
}
