import { alwaysAvailable, type Report, shownName } from './action.ts';
import { type DecidedGroup, decide, decisionReport, type GroupAction, groupName, type Triaged } from './triage.ts';

/** A group of failed calls, and the note about it; an empty one takes the note away. */
export interface NoteRef {
  readonly group: DecidedGroup;
  readonly note: string;
}

/** A note that was written, and what stood before. */
export interface Noted extends Triaged {
  readonly note: string;
}

/** Keeps a note about a group of failed calls. */
export const note: GroupAction<NoteRef, Noted> = {
  grade: 'undoable',
  command: 'errors note',
  summary: 'keep a note about a group of errors',
  unavailable: alwaysAvailable,
  run: async (store, { group, note: text }) => ({ ...(await decide(store, group, { note: text })), note: text }),
  report: (noted) => {
    const { group, note: text, before, isKept } = noted;
    if (text === before.note) return nothingNew(noted);
    const name = groupName(group);
    const sentence = text === '' ? `Took the note about ${name} away.` : `Noted about ${name}: “${shownName(text)}”.`;
    return decisionReport(sentence, isKept);
  },
  undoCommand: ({ group, before }) => ['errors note', group.id, ...(before.note === '' ? [] : [before.note])],
  undo: async (store, { group }, { before }) => {
    await store.errorGroups.triage(group.id, { note: before.note });
    return before.note === ''
      ? `Undone: there is no note about ${groupName(group)}.`
      : `Undone: the note about ${groupName(group)} is “${shownName(before.note)}” again.`;
  },
};

function nothingNew({ group, note: text }: Noted): Report {
  const name = groupName(group);
  const state =
    text === '' ? `There is no note about ${name}` : `The note about ${name} is “${shownName(text)}” already`;
  return { tone: 'warn', text: `${state}; nothing was changed.`, hasChanged: false };
}
