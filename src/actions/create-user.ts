import { formatId } from '../text/format.ts';
import { alwaysAvailable, shownName } from './action.ts';
import type { IssuingAction } from './issuing.ts';

/** Makes a user and their key. It asks nothing, since a user who is deactivated does no harm. */
export const createUser: IssuingAction<string, string> = {
  grade: 'undoable',
  command: 'user create',
  undoneBy: 'user deactivate',
  summary: 'create a user and print the key, once',
  unavailable: alwaysAvailable,
  question: (username) => ({
    title: `Create ${shownName(username)}?`,
    consequences: ['Their key is shown once; the database keeps only its hash.'],
  }),
  run: (store, username) => store.users.create(username),
  report: ({ id, username }) => ({
    tone: 'good',
    text: `Created ${shownName(username)} (id ${formatId(id)}).`,
    hasChanged: true,
  }),
  lost: ({ username }) => `${shownName(username)} was created, but the key is lost`,
};
