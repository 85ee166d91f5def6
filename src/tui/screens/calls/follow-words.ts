import { formatCount } from '../../../text/format.ts';
import type { ListPlace } from '../../list/list-state.ts';
import type { Segment } from '../../theme/segments.ts';

/** Tells whether the list follows new calls, or how many came above the selected one since it does not. */
export function followWords({ isFollowing, arrived }: ListPlace): readonly Segment[] {
  if (isFollowing) return [{ text: '► following ', tone: 'good' }];
  const news: readonly Segment[] = arrived > 0 ? [{ text: `${formatCount(arrived)} new · `, tone: 'warn' }] : [];
  return [...news, { text: 'F', tone: 'accent', bold: true }, { text: ' follows ', tone: 'muted' }];
}
