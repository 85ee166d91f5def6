import type { User } from '../../model.ts';
import { UserError } from '../../user-error.ts';
import type { Connection } from './connection.ts';
import { nearest } from './nearest.ts';
import { fromTimestamp } from './timestamps.ts';
import { toNumber, toText } from './values.ts';

/** The columns of a user. */
export const USER_COLUMNS = 'id, username, is_active, created_at, updated_at';

/** The user of exactly this name. */
export const FIND_USER = `SELECT ${USER_COLUMNS} FROM "user" WHERE username = ?`;

/** Enough names to guess what a mistyped one means. */
export const SOME_USERNAMES = `SELECT username FROM "user" LIMIT 5000`;

/** The user of exactly this name. Throws a UserError, with the name that may be meant, where there is none. */
export function requireUser(connection: Connection, username: string): User {
  const user = findUser(connection, username);
  if (user !== undefined) return user;
  const names = connection.prepare(SOME_USERNAMES).pluck().all();
  const meant = nearest(
    username,
    names.map(toText).filter((name) => name !== null),
  );
  const nextStep = meant === undefined ? '`presents user list` shows all users.' : `Did you mean “${meant}”?`;
  throw new UserError(`There is no user “${username}”.`, { nextStep });
}

/** The columns of a user as they come. */
export type UserRow = Readonly<Record<'id' | 'username' | 'is_active' | 'created_at' | 'updated_at', unknown>>;

/** A row of the table as a user. */
export function toUser(row: UserRow): User {
  return {
    id: toNumber(row.id) ?? 0,
    username: toText(row.username) ?? '',
    isActive: row.is_active === 1,
    createdAt: fromTimestamp(row.created_at),
    updatedAt: fromTimestamp(row.updated_at),
  };
}

/** The user of exactly this name, or undefined. */
export function findUser(connection: Connection, username: string): User | undefined {
  return toUserOrNone(connection.prepare(FIND_USER).get(username));
}

/** A row as a user where there is one. */
export function toUserOrNone(row: unknown): User | undefined {
  return row === undefined ? undefined : toUser(row as UserRow);
}
