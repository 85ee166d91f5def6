import { chipsOf } from '../../filter/edit.ts';
import { printable } from '../../text/printable.ts';
import { truncate } from '../../text/width.ts';
import type { Segment } from '../theme/segments.ts';

const longestChip = 40;

/** The parts of a filter as chips: `[user:acme-* ×]`. */
export function chips(filter: string): readonly Segment[] {
  return chipsOf(filter).flatMap((part): Segment[] => [
    { text: ' [', tone: 'muted' },
    { text: truncate(printable(part, 200), longestChip), tone: 'accent', bold: true },
    { text: ' ×]', tone: 'muted' },
  ]);
}
