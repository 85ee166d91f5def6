import type { ErrorGroup, GroupState } from './error-group.ts';

/** State of a group as it is shown: what a person decided about it, unless it wants attention again. */
export type ShownState = GroupState | 'resolved' | 'ignored';

/** The parts of a group that say how it is shown. */
export type ShownParts = Pick<ErrorGroup, 'state' | 'isResolved' | 'isIgnored'>;

/** The state of a group as it is shown. */
export function shownState({ state, isResolved, isIgnored }: ShownParts): ShownState {
  if (isIgnored) return 'ignored';
  return isResolved ? 'resolved' : state;
}

/** True for a group that somebody is done with. */
export function isSettled({ isResolved, isIgnored }: Omit<ShownParts, 'state'>): boolean {
  return isResolved || isIgnored;
}
