import type { User, UserRef } from '../../../model/user.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toNumber, toText } from '../../answers/values.ts';
import { MOST_NAMESAKES, noUser, severalUsers, unnameableUser } from '../../checks/user-faults.ts';
import type { Connection } from '../file/connection.ts';
import { bindId, isNameable, numberOfText, toId } from '../file/ids.ts';

/** The columns of a user. */
export const USER_COLUMNS = 'id, username, is_active, created_at, updated_at';

/** The users of exactly this name, whatever the column takes for equal. */
export const FIND_USERS = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE username = @username AND username = @username COLLATE BINARY LIMIT ${MOST_NAMESAKES + 1}`;

/** The users of this id. */
export const FIND_USERS_BY_ID = `SELECT ${USER_COLUMNS} FROM "user" WHERE id = ? LIMIT 2`;

/** Enough names to guess what a mistyped one means. */
export const SOME_USERNAMES = `SELECT username FROM "user" LIMIT 5000`;

/** The columns of a user as they come from an exact statement. */
export type UserRow = Readonly<Record<'id' | 'username' | 'is_active' | 'created_at' | 'updated_at', unknown>>;

/** The user who is meant. Throws a UserError if there is none, with the name that may be meant, or more than one. */
export function requireUser(connection: Connection, who: UserRef): User {
  const user = findUser(connection, who);
  if (user !== undefined) return user;
  const names = typeof who === 'string' ? connection.prepare(SOME_USERNAMES).pluck().all() : [];
  throw noUser(
    who,
    names.map(toText).filter((name) => name !== null),
  );
}

/** The user who is meant, or undefined. Throws a UserError if it may be more than one, or one whose id names no row. */
export function findUser(connection: Connection, who: UserRef): User | undefined {
  const [row, another] = typeof who === 'string' ? usersNamed(connection, who) : usersWithId(connection, who);
  if (row === undefined) return undefined;
  if (another !== undefined)
    throw severalUsers(who, typeof who === 'string' ? usersNamed(connection, who).map(({ id }) => toId(id)) : []);
  if (!isNameable(row.id)) {
    throw unnameableUser(toText(row.username), toId(row.id));
  }
  return toUser(row);
}

/** Tells whether other users have the same name. */
export function hasNamesakes(connection: Connection, { username }: User): boolean {
  return usersNamed(connection, username).length > 1;
}

/** All users of a name; nobody's, where the name is free. */
export function usersNamed(connection: Connection, username: string): readonly UserRow[] {
  return connection.prepareExact(FIND_USERS).all({ username }) as UserRow[];
}

function usersWithId(connection: Connection, { id, username }: Exclude<UserRef, string>): readonly UserRow[] {
  const find = (wanted: ReturnType<typeof bindId>) =>
    (connection.prepareExact(FIND_USERS_BY_ID).all(wanted) as UserRow[]).filter(
      (row) => username === undefined || toText(row.username) === username,
    );
  const found = find(bindId(id));
  const number = numberOfText(id);
  // A column without a type holds numbers as numbers.
  return found.length === 0 && number !== undefined ? find(bindId(number)) : found;
}

/** A row of the table as a user. */
export function toUser(row: UserRow): User {
  return {
    id: toId(row.id),
    username: toText(row.username) ?? '',
    isActive: toNumber(row.is_active) === 1,
    createdAt: fromTimestamp(row.created_at),
    updatedAt: fromTimestamp(row.updated_at),
    ...asItStands('createdAtText', row.created_at),
    ...asItStands('updatedAtText', row.updated_at),
  };
}
