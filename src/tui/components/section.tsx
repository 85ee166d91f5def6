import { Text } from 'ink';
import { type SectionKind, sectionMark } from '../theme/spoken-marks.ts';
import { useTheme } from '../theme/use-theme.ts';

/** Begins a part of a screen that is read out; on any other it is nothing. With another `id` it is another part, and is read from its beginning. */
export function Section({ kind, id }: { readonly kind: SectionKind; readonly id: string }) {
  return useTheme().isSpoken ? <Text>{sectionMark(kind, id)}</Text> : null;
}
