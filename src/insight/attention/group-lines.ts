import type { AttentionLine, Danger } from '../../model/attention.ts';
import type { ErrorGroup, GroupState } from '../../model/error-group.ts';
import { isSettled } from '../../model/group-state.ts';
import type { Window } from '../../model/window.ts';

/** A group of failed calls, and since when it is in its state. */
export interface GroupFacts {
  readonly group: ErrorGroup;
  readonly since: Date | null;
  readonly window: Window;
}

const WANTED = ['regressed', 'rising', 'new'] as const;
// A new group with fewer calls that are not the server's fault is a customer's mistake.
const MANY_CALLS = 100;

/** State that wants attention; undefined for the others. */
export function wantedState(state: GroupState): (typeof WANTED)[number] | undefined {
  return WANTED.find((wanted) => wanted === state);
}

/** A line for a group that came back, rises or is new, unless somebody is done with it. */
export function groupLine({ group, since, window }: GroupFacts): AttentionLine | undefined {
  const { id, statusCode, message, callCount, userCount, topUser, topUserShare, usualPerHour } = group;
  const state = wantedState(group.state);
  if (state === undefined || isSettled(group)) return undefined;
  const evidence = { statusCode, message, callCount, userCount, topUser, topUserShare, usualPerHour, window };
  const danger = dangerOf(state, group);
  return { kind: 'group', id: `group ${id}`, danger, since, measure: callCount, state, group: id, ...evidence };
}

function dangerOf(state: (typeof WANTED)[number], { statusCode, callCount }: ErrorGroup): Danger {
  const isOfServer = statusCode >= 500;
  if (state === 'rising') return 'bad';
  if (state === 'regressed') return isOfServer ? 'bad' : 'raised';
  return isOfServer || callCount >= MANY_CALLS ? 'raised' : 'low';
}
