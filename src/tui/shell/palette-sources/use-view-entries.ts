import { useMemo } from 'react';
import { printable } from '../../../text/printable.ts';
import { routeOfView } from '../../context/saved-view.ts';
import { useServices } from '../../context/services.tsx';
import type { PaletteEntry } from './palette-entry.ts';

/** The saved views, and those of the config file. */
export function useViewEntries(): readonly PaletteEntry[] {
  const { dispatch, views } = useServices();
  // The file is read once for as long as the palette stands over a screen.
  return useMemo(
    () =>
      views.list().map(({ name, view, isConfigured }): PaletteEntry => {
        const route = routeOfView(view);
        return {
          kind: 'view',
          id: `view ${name}`,
          label: printable(name),
          note: isConfigured ? 'view of the config file' : 'view',
          command: '--view NAME',
          ...(route === undefined && { reason: 'This version cannot show that view.' }),
          run: () => {
            dispatch({ type: 'overlay', overlay: null });
            if (route !== undefined) dispatch({ type: 'restore', route });
          },
        };
      }),
    [views, dispatch],
  );
}
