import type { PaletteEntry, PalettePlace } from './palette-entry.ts';
import { useActionEntries } from './use-action-entries.ts';
import { useCommandEntries } from './use-command-entries.ts';
import { useDatabaseEntries } from './use-database-entries.ts';
import { useScreenEntries } from './use-screen-entries.ts';
import { useThemeEntries } from './use-theme-entries.ts';
import { useUserEntries } from './use-user-entries.ts';
import { useValueEntries } from './use-value-entries.ts';
import { useViewEntries } from './use-view-entries.ts';
import { useWindowEntries } from './use-window-entries.ts';

/** Everything that can be chosen in the palette, a source after the other. A new source is a line here. */
export function usePaletteEntries(place: PalettePlace): readonly PaletteEntry[] {
  return [
    useActionEntries(place),
    useScreenEntries(place),
    useViewEntries(),
    useDatabaseEntries(),
    useCommandEntries(),
    useWindowEntries(place),
    useThemeEntries(),
    useValueEntries(place),
    useUserEntries(place),
  ].flat();
}
