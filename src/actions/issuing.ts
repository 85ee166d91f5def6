import type { IssuedKey } from '../model/user.ts';
import { type Action, shownName } from './action.ts';

/** An action that makes a key, which is seen once. */
export interface IssuingAction<Ref, Subject> extends Action<Ref, Subject, IssuedKey> {
  /** Describes the state after the key could not be delivered, without a full stop: the reason follows. */
  lost(issued: IssuedKey): string;
}

/** Names the users whose names look like that of a new one. */
export function lookAlikeWarnings({ lookAlikes = [] }: IssuedKey): readonly string[] {
  return lookAlikes.map((name) => `Another user has a name that looks like it: “${shownName(name)}”.`);
}
