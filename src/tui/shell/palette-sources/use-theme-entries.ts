import { useMemo } from 'react';
import { themeNames } from '../../../model/settings.ts';
import { useServices } from '../../context/services.tsx';
import type { PaletteEntry } from './palette-entry.ts';

const notes = {
  auto: 'as fits the terminal',
  dark: 'for a dark background',
  light: 'for a light background',
  neutral: 'for any background',
  ansi: 'the terminal’s own 16 colours',
  none: 'without colours',
} as const;

/** The themes; one that is chosen holds until the program ends. */
export function useThemeEntries(): readonly PaletteEntry[] {
  const { themes } = useServices();
  return useMemo(
    () =>
      (['auto', ...themeNames] as const).map((name) => ({
        kind: 'theme',
        id: `theme ${name}`,
        label: `theme ${name}`,
        also: [name, 'colours'],
        note: notes[name],
        run: () => themes.choose(name),
      })),
    [themes],
  );
}
