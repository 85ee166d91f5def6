import type { PaletteEntry, PalettePlace } from './palette-entry.ts';
import { useActionEntries } from './use-action-entries.ts';
import { useScreenEntries } from './use-screen-entries.ts';

/** Everything that can be chosen in the palette, a source after the other. A new source is a line here. */
export function usePaletteEntries(place: PalettePlace): readonly PaletteEntry[] {
  return [useActionEntries(place), useScreenEntries(place)].flat();
}
