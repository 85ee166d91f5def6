import type { ActivationChange, User, UserRef } from '../model/user.ts';
import type { Store } from '../store/store.ts';
import { type Action, shownName } from './action.ts';

/** An action that makes a user active or inactive; the other one takes it back. */
export type ActivationAction = Action<UserRef, Pick<User, 'username' | 'isActive'>, ActivationChange>;

/** Differences between the two actions. */
interface Words {
  readonly command: string;
  readonly undoneBy: string;
  readonly summary: string;
  /** `Deactivate`, and `Deactivated` when it is done. */
  readonly verb: string;
  /** `inactive`: what the user is then, and was before. */
  readonly state: string;
  readonly formerState: string;
  readonly consequence: string;
  readonly set: (store: Store, who: UserRef) => Promise<ActivationChange>;
  readonly unset: (store: Store, who: UserRef) => Promise<ActivationChange>;
}

/** Makes one of the two actions. */
export function activationAction(words: Words): ActivationAction {
  const { command, undoneBy, summary, verb, state, formerState, set, unset } = words;
  const already = (username: string) => `${shownName(username)} was ${state} already; nothing was changed.`;
  return {
    grade: 'undoable',
    command,
    undoneBy,
    summary,
    unavailable: ({ username, isActive }) =>
      isActive === (state === 'active') ? `${shownName(username)} is ${state} already.` : undefined,
    question: ({ username }) => ({ title: `${verb} ${shownName(username)}?`, consequences: [words.consequence] }),
    run: set,
    report: ({ user: { username }, changed }) =>
      changed
        ? { tone: 'good', text: `${verb}d ${shownName(username)}.`, hasChanged: true }
        : { tone: 'warn', text: already(username), hasChanged: false },
    undo: async (store, who) => {
      const { user } = await unset(store, who);
      return `Undone: ${shownName(user.username)} is ${formerState} again.`;
    },
  };
}
