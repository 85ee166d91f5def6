import type { ActivationChange, User, UserRef } from '../model/user.ts';
import type { BulkAction } from './bulk.ts';
import { deactivate } from './deactivate.ts';
import { reactivate } from './reactivate.ts';

/** Makes many users active or inactive. */
export type BulkActivation = BulkAction<UserRef, User, ActivationChange>;

const users = {
  one: 'user',
  many: 'users',
  nameOf: ({ username }: User) => username,
  // What was shown is what is changed, whoever else has the name.
  refOf: ({ id, username }: User) => ({ id, username }),
} as const;

/** Refuses the keys of many users. */
export const deactivateMany: BulkActivation = {
  ...users,
  action: deactivate,
  verb: 'Deactivate',
  done: 'Deactivated',
  already: 'already inactive',
  undone: 'active again',
  consequence: 'Calls with these keys will be rejected from now on. The users can be reactivated.',
};

/** Accepts the keys of many users again. */
export const reactivateMany: BulkActivation = {
  ...users,
  action: reactivate,
  verb: 'Reactivate',
  done: 'Reactivated',
  already: 'already active',
  undone: 'inactive again',
  consequence: 'Calls with these keys will be accepted from now on.',
};

/** The action that fits some users: they are deactivated unless all are inactive. */
export function activationOfMany(users: readonly Pick<User, 'isActive'>[]): BulkActivation {
  return users.some(({ isActive }) => isActive) ? deactivateMany : reactivateMany;
}
