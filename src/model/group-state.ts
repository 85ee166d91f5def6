import type { ErrorGroup, GroupState } from './error-group.ts';

/** State of a group as it is shown: what a person decided about it, unless it wants attention again. */
export type ShownState = GroupState | 'resolved' | 'ignored';

/** The state of a group as it is shown. */
export function shownState({ state, triage }: Pick<ErrorGroup, 'state' | 'triage'>): ShownState {
  if (triage.ignoredAt !== null && state !== 'rising') return 'ignored';
  return triage.resolvedAt !== null && state !== 'regressed' ? 'resolved' : state;
}

/** True for a group that somebody is done with: resolved and not back, or ignored and not rising. */
export function isSettled(group: Pick<ErrorGroup, 'state' | 'triage'>): boolean {
  const state = shownState(group);
  return state === 'resolved' || state === 'ignored';
}
