import type { ErrorGroup, GroupTriage } from '../model/error-group.ts';
import { type ShownParts, shownState } from '../model/group-state.ts';
import type { Store } from '../store/store.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import { type Report, shownName, type UnaskedAction } from './action.ts';

/** A message is told up to so many cells: what follows it must be seen, too. */
const LONGEST_NAME = 40;

/** A group of failed calls as decisions name it. */
export type NamedGroup = Pick<ErrorGroup, 'id' | 'message'>;

/** A group, and the time of the decision about it. */
export interface TriageRef {
  readonly group: NamedGroup;
  readonly at: Date;
}

/** A group, what was decided about it before, and whether the decision outlasts this program. */
export interface Triaged {
  readonly group: NamedGroup;
  readonly before: GroupTriage;
  readonly isKept: boolean;
}

/** A decision about a group, kept in our own files. */
export type TriageAction = UnaskedAction<TriageRef, NamedGroup & ShownParts, Triaged>;

/** Differences between the decisions. */
interface Words {
  readonly command: string;
  readonly undoneBy?: string;
  readonly summary: string;
  /** `Resolved`, when it is done. */
  readonly done: string;
  /** State of a group that was decided about already. */
  readonly state: TriageState;
  readonly change: (at: Date) => Partial<GroupTriage>;
}

type TriageState = 'open' | 'resolved' | 'ignored';

/** Makes one of the decisions. */
export function triageAction({ state, done, change, ...words }: Words): TriageAction {
  return {
    ...words,
    grade: 'undoable',
    unavailable: (group) =>
      triageState(group) === state ? `${capitalized(groupName(group))} is ${state} already.` : undefined,
    run: (store, { group, at }) => decide(store, group, change(at)),
    report: ({ group, isKept }) => decisionReport(`${done} ${groupName(group)}.`, isKept),
    undo: restore,
  };
}

/** Decides something about a group. */
export async function decide(store: Store, group: NamedGroup, change: Partial<GroupTriage>): Promise<Triaged> {
  const before = await store.errorGroups.triage(group.id, change);
  return { group, before, isKept: await store.errorGroups.keepsTriage() };
}

/** The sentence of a decision; one that nothing keeps says so. */
export function decisionReport(text: string, isKept: boolean): Report {
  if (isKept) return { tone: 'good', text, hasChanged: true };
  return { tone: 'warn', text: `${text} It lasts until presents ends: no folder can keep it.`, hasChanged: true };
}

/** The name of a group in a sentence: its message, or its id if it has none. */
export function groupName({ id, message }: NamedGroup): string {
  return message ? `“${truncate(printable(message, LONGEST_NAME), LONGEST_NAME)}”` : `group ${shownName(id)}`;
}

async function restore(store: Store, { group }: TriageRef, { before }: Triaged): Promise<string> {
  const { resolvedAt, ignoredAt } = before;
  await store.errorGroups.triage(group.id, { resolvedAt, ignoredAt });
  const state = ignoredAt ? 'ignored' : resolvedAt ? 'resolved' : 'open';
  return `Undone: ${groupName(group)} is ${state} again.`;
}

function triageState(group: ShownParts): TriageState {
  const state = shownState(group);
  return state === 'resolved' || state === 'ignored' ? state : 'open';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
