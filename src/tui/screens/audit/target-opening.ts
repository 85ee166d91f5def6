import type { AuditEntry } from '../../../model/audit.ts';
import type { Id } from '../../../model/id.ts';
import type { Opening } from '../../context/route.ts';

/** The screen of what an action was about; or why there is none. */
export function targetOpening({ action, target, detail }: AuditEntry): Opening<'user'> | string {
  if (action.startsWith('user ')) return { screen: 'user', args: { username: target, id: userIdOf(detail) } };
  return 'This action was not about a user.';
}

function userIdOf(detail: unknown): Id | null {
  const id = typeof detail === 'object' && detail !== null && 'userId' in detail ? detail.userId : null;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as Id) : null;
}
