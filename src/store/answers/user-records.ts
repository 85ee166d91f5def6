import type { User, UserRef } from '../../model/user.ts';
import { severalUsers, unnameableUser } from '../checks/user-faults.ts';
import { isNameable, toId } from './ids.ts';
import { readTime, type StoredTimes, TIMESTAMPS, toFlag, toText } from './values.ts';

/** The columns of a user. */
export type UserRow = Readonly<Record<'id' | 'username' | 'is_active' | 'created_at' | 'updated_at', unknown>>;

/** A row as a user. */
export function toUser(row: UserRow, times: StoredTimes = TIMESTAMPS): User {
  return {
    id: toId(row.id),
    username: toText(row.username) ?? '',
    isActive: toFlag(row.is_active),
    ...readTime('createdAt', row.created_at, times),
    ...readTime('updatedAt', row.updated_at, times),
  };
}

/** The user who was looked for, or undefined. Throws a PresentsError if the rows are several, or one whose id names no row. */
export function theUser(who: UserRef, rows: readonly UserRow[], times: StoredTimes = TIMESTAMPS): User | undefined {
  const [row, another] = rows;
  if (row === undefined) return undefined;
  if (another !== undefined) {
    throw severalUsers(
      who,
      rows.map(({ id }) => toId(id)),
    );
  }
  if (!isNameable(row.id)) throw unnameableUser(toText(row.username), toId(row.id));
  return toUser(row, times);
}
