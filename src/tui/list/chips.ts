import { chipsOf, withoutChip } from '../../filter/edit.ts';
import { printable } from '../../text/printable.ts';
import { truncate } from '../../text/width.ts';
import type { Segment } from '../theme/segments.ts';

const longestChip = 40;

/** The parts of a filter as chips: `[user:acme-* ×]`. A click on one takes it away, if `onTake` is given the rest. */
export function chips(filter: string, onTake?: (filter: string) => void): readonly Segment[] {
  return chipsOf(filter).flatMap((part, place): Segment[] => {
    const click = onTake && { onClick: () => onTake(withoutChip(filter, place)) };
    return [
      { text: ' [', tone: 'muted' },
      { text: truncate(printable(part, 200), longestChip), tone: 'accent', bold: true, ...click },
      { text: ' ×]', tone: 'muted', ...click },
    ];
  });
}
