import type { AttentionEvidence, AttentionLine } from '../../../model/attention.ts';
import { attentionFilter } from '../../../questions/attention-places.ts';
import type { Opening, Order } from '../../context/route.ts';
import type { WindowChoice } from '../../context/window-choice.ts';
import { pinnedTo } from '../../context/windows.ts';

const day: WindowChoice = { hours: 24, endsAt: null };
const month: WindowChoice = { hours: 30 * 24, endsAt: null };

/** A screen to open, and the order of its rows. */
export interface LineOpening {
  readonly opening: Opening;
  readonly order: Order | null;
  /** Word for it in the footer. */
  readonly label: string;
}

/** The calls, the users or the list that a line is about. */
export function lineOpening(line: AttentionLine, isLive: boolean): LineOpening {
  const filter = attentionFilter(line) ?? '';
  const window = windowOf(line, isLive);
  const calls = { screen: 'calls', args: {}, filter, window } as const;
  switch (line.kind) {
    case 'group':
    case 'user errors':
    case 'dead key':
    case 'silence':
      return { opening: calls, order: null, label: 'calls' };
    case 'slow route':
      return { opening: calls, order: { sort: 'ms', descending: true }, label: 'slow calls' };
    case 'errors of many':
      return { opening: { ...calls, screen: 'users' }, order: { sort: 'errors', descending: true }, label: 'users' };
    case 'never used':
    case 'idle':
      return { opening: { ...calls, screen: 'users' }, order: { sort: 'created', descending: false }, label: 'users' };
    case 'cache failures':
      return { opening: { screen: 'cache', args: {}, filter }, order: null, label: 'entries' };
    case 'growth':
      return { opening: { ...calls, window: month }, order: { sort: 'time', descending: false }, label: 'old calls' };
  }
}

/** The window of a line's calls: one that goes along, unless it was judged by the end of a log. */
function windowOf(line: AttentionEvidence, isLive: boolean): WindowChoice {
  if (!('window' in line) || line.window.to === null) return day;
  const { from, to } = line.window;
  const pinned = pinnedTo(from, to);
  return isLive ? { hours: pinned.hours, endsAt: null } : pinned;
}
