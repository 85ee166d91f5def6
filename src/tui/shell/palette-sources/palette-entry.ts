import type { Navigation } from '../../context/navigation.ts';

/** The kinds of entries; of entries that match alike, those of an earlier kind come first. */
export const paletteKinds = [
  'action',
  'view',
  'user',
  'route',
  'group',
  'screen',
  'window',
  'database',
  'theme',
  'task',
] as const;
export type PaletteKind = (typeof paletteKinds)[number];

/** Something that can be chosen in the palette. Its texts are printable. */
export interface PaletteEntry {
  readonly kind: PaletteKind;
  /** Names it among all entries, after a restart too: what was chosen lately is remembered by it. */
  readonly id: string;
  readonly label: string;
  /** Other texts that it is found by. */
  readonly also?: readonly string[];
  /** Said behind the label: how many calls, say. */
  readonly note?: string;
  /** Its key, named as in the keymap. */
  readonly key?: string;
  /** The command that does the same, without `presents`. */
  readonly command?: string;
  /** A sentence why it cannot work now. */
  readonly reason?: string;
  /** True if it never works on the shown screen: it stands behind all that does. */
  readonly isElsewhere?: true;
  /** Does it and closes the palette: it opens something, presses a key, or sets another overlay. */
  readonly run: () => void;
}

/** State that the entries of a source depend on. */
export interface PalettePlace {
  readonly navigation: Navigation;
  /** The text that is searched for. */
  readonly query: string;
}
