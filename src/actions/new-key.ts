import type { User, UserRef } from '../model/user.ts';
import { alwaysAvailable, shownName } from './action.ts';
import type { IssuingAction } from './issuing.ts';

/** Replaces a user's key. Nothing brings the old one back. */
export const newKey: IssuingAction<UserRef, Pick<User, 'username'>> = {
  grade: 'final',
  command: 'user regenerate-key',
  summary: "replace a user's key",
  unavailable: alwaysAvailable,
  question: ({ username }) => ({
    title: `Replace the key of ${shownName(username)}?`,
    consequences: ['The old key stops working immediately; this cannot be undone.'],
  }),
  run: (store, who) => store.users.regenerateKey(who),
  report: ({ username }) => ({
    tone: 'good',
    text: `Replaced the key of ${shownName(username)}. The old key stopped working; this cannot be undone.`,
    hasChanged: true,
  }),
  lost: ({ username }) => `The old key of ${shownName(username)} no longer works, and the new one is lost`,
};
