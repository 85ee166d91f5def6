import type { User, UserRef } from '../../../model/user.ts';
import { numberOfText } from '../../answers/ids.ts';
import { theUser, type UserRow } from '../../answers/user-records.ts';
import { toText } from '../../answers/values.ts';
import { MOST_NAMESAKES, noUser } from '../../checks/user-faults.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';

/** The columns of a user. */
export const USER_COLUMNS = 'id, username, is_active, created_at, updated_at';

/** The users of exactly this name, whatever the column takes for equal. */
export const FIND_USERS = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE username = @username AND username = @username COLLATE BINARY LIMIT ${MOST_NAMESAKES + 1}`;

/** The users of this id. */
export const FIND_USERS_BY_ID = `SELECT ${USER_COLUMNS} FROM "user" WHERE id = ? LIMIT 2`;

/** Enough names to guess what a mistyped one means. */
export const SOME_USERNAMES = `SELECT username FROM "user" LIMIT 5000`;

/** The user who is meant. Throws a PresentsError if there is none, with the name that may be meant, or more than one. */
export function requireUser(connection: Connection, who: UserRef): User {
  const user = findUser(connection, who);
  if (user !== undefined) return user;
  const names = typeof who === 'string' ? connection.prepare(SOME_USERNAMES).pluck().all() : [];
  throw noUser(
    who,
    names.map(toText).filter((name) => name !== null),
  );
}

/** The user who is meant, or undefined. Throws a PresentsError if it may be more than one, or one whose id names no row. */
export function findUser(connection: Connection, who: UserRef): User | undefined {
  const rows = typeof who === 'string' ? usersNamed(connection, who) : usersWithId(connection, who);
  return theUser(who, rows);
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
