import type { User, UserRef } from '../../../model/user.ts';
import { theUser, type UserRow } from '../../answers/user-records.ts';
import { toText } from '../../answers/values.ts';
import { MOST_NAMESAKES, noUser } from '../../checks/user-faults.ts';
import type { Asker } from '../server/server.ts';
import { bindId, canStand, SECONDS } from '../values.ts';

/** The columns of a user; the hash of the key is none that a reader may see. */
export const USER_COLUMNS = `id, username, is_active, extract(epoch FROM created_at)::float8 AS created_at,
  extract(epoch FROM updated_at)::float8 AS updated_at`;

/** The users of exactly this name, whatever the column takes for equal. */
export const FIND_USERS = `
  SELECT ${USER_COLUMNS} FROM "user"
  WHERE username = $1 AND username::text COLLATE "C" = $1::text ORDER BY id LIMIT ${MOST_NAMESAKES + 1}`;

/** The users of this id. */
export const FIND_USERS_BY_ID = `SELECT ${USER_COLUMNS} FROM "user" WHERE id = $1::bigint LIMIT 2`;

/** Enough names to guess what a mistyped one means. */
export const SOME_USERNAMES = `SELECT username FROM "user" LIMIT 5000`;

/** The user who is meant. Throws a PresentsError if there is none, with the name that may be meant, or more than one. */
export async function requireUser(ask: Asker, who: UserRef): Promise<User> {
  const user = await findUser(ask, who);
  if (user !== undefined) return user;
  const names = typeof who === 'string' ? await ask.tuples<readonly [name: unknown]>(SOME_USERNAMES) : [];
  throw noUser(
    who,
    names.map(([name]) => toText(name)).filter((name) => name !== null),
  );
}

/** The user who is meant, or undefined. Throws a PresentsError if it may be more than one, or one whose id names no row. */
export async function findUser(ask: Asker, who: UserRef): Promise<User | undefined> {
  const rows = typeof who === 'string' ? await usersNamed(ask, who) : await usersWithId(ask, who);
  return theUser(who, rows, SECONDS);
}

/** Tells whether other users have the same name. */
export async function hasNamesakes(ask: Asker, { username }: User): Promise<boolean> {
  return (await usersNamed(ask, username)).length > 1;
}

/** All users of a name; nobody's, where the name is free. */
export async function usersNamed(ask: Asker, username: string): Promise<readonly UserRow[]> {
  return canStand(username) ? ask.rows<UserRow>(FIND_USERS, [username]) : [];
}

async function usersWithId(ask: Asker, { id, username }: Exclude<UserRef, string>): Promise<readonly UserRow[]> {
  const rows = await ask.rows<UserRow>(FIND_USERS_BY_ID, [bindId(id)]);
  return rows.filter((row) => username === undefined || toText(row.username) === username);
}
