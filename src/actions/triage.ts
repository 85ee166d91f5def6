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

/** A group of failed calls before something is decided about it. */
export type DecidedGroup = NamedGroup & ShownParts & Pick<ErrorGroup, 'triage'>;

/** A group, and the time of the decision about it. */
export interface TriageRef {
  readonly group: DecidedGroup;
  readonly at: Date;
}

/** A group, what was decided about it before, and whether the decision outlasts this program. */
export interface Triaged {
  readonly group: DecidedGroup;
  readonly before: GroupTriage;
  readonly isKept: boolean;
}

/** Something that is decided about a group, kept in our own files. */
export interface GroupAction<Ref, Result extends Triaged> extends UnaskedAction<Ref, DecidedGroup, Result> {
  readonly command: string;
  /** The command that takes it back, and what follows it. */
  undoCommand(result: Result): readonly [command: string, ...operands: string[]];
}

/** A decision about the state of a group. */
export type TriageAction = GroupAction<TriageRef, Triaged>;

/** Differences between the decisions. */
interface Words {
  readonly command: string;
  readonly summary: string;
  /** `Resolved`, when it is done. */
  readonly done: string;
  readonly state: TriageState;
  /** True for a group that was decided about so already. */
  readonly isSo: (group: DecidedGroup) => boolean;
  readonly change: (at: Date) => Partial<GroupTriage>;
}

type TriageState = 'open' | 'resolved' | 'ignored';

const COMMANDS = { open: 'errors reopen', resolved: 'errors resolve', ignored: 'errors ignore' } as const;

/** Makes one of the decisions. */
export function triageAction({ state, isSo, done, change, ...words }: Words): TriageAction {
  return {
    ...words,
    grade: 'undoable',
    unavailable: (group) => (isSo(group) ? `${capitalized(groupName(group))} is ${state} already.` : undefined),
    run: (store, { group, at }) => decide(store, group, change(at)),
    report: ({ group, isKept }) => decisionReport(`${done} ${groupName(group)}.`, isKept),
    undo: restore,
    undoCommand: ({ group }) => [COMMANDS[triageState(group)], group.id],
  };
}

/** Decides something about a group. */
export async function decide(store: Store, group: DecidedGroup, change: Partial<GroupTriage>): Promise<Triaged> {
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
