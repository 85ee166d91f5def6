import { alwaysAvailable, shownName, type UnaskedAction } from './action.ts';
import { decide, decisionReport, groupName, type NamedGroup, type Triaged } from './triage.ts';

/** A group of failed calls, and the note about it; an empty one takes the note away. */
export interface NoteRef {
  readonly group: NamedGroup;
  readonly note: string;
}

/** A note that was written, and what stood before. */
export interface Noted extends Triaged {
  readonly note: string;
}

/** Keeps a note about a group of failed calls. */
export const note: UnaskedAction<NoteRef, NamedGroup, Noted> = {
  grade: 'undoable',
  command: 'errors note',
  summary: 'keep a note about a group of errors',
  unavailable: alwaysAvailable,
  run: async (store, { group, note: text }) => ({ ...(await decide(store, group, { note: text })), note: text }),
  report: ({ group, note: text, before, isKept }) => {
    const name = groupName(group);
    const sentence = text === '' ? `Took the note about ${name} away.` : `Noted about ${name}: “${shownName(text)}”.`;
    return { ...decisionReport(sentence, isKept), hasChanged: text !== before.note };
  },
  undo: async (store, { group }, { before }) => {
    await store.errorGroups.triage(group.id, { note: before.note });
    return before.note === ''
      ? `Undone: there is no note about ${groupName(group)}.`
      : `Undone: the note about ${groupName(group)} is “${shownName(before.note)}” again.`;
  },
};
