import type { User } from '../../model/user.ts';
import type { AuditedAction } from './audited-action.ts';
import type { Change } from './change-faults.ts';

const TABLE = 'user';

/** Making a user. */
export function creationOf(username: string): Change {
  return { what: `create “${username}”`, table: TABLE };
}

/** Accepting or refusing the key of a user. */
export function activationOf(username: string, isActive: boolean): Change {
  return { what: `${isActive ? 'reactivate' : 'deactivate'} “${username}”`, table: TABLE };
}

/** Replacing the key of a user. */
export function keyChangeOf(username: string): Change {
  return { what: `replace the key of “${username}”`, table: TABLE };
}

/** An action on a user as it is recorded, named as the command that does it. */
export function userAction(
  action: 'user create' | 'user deactivate' | 'user reactivate' | 'user regenerate-key',
  { id, username }: Pick<User, 'id' | 'username'>,
): AuditedAction {
  return { action, target: username, detail: { userId: id } };
}
