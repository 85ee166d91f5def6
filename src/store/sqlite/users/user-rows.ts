import type { User, UserRef } from '../../../model/user.ts';
import { UserError } from '../../../model/user-error.ts';
import { nearest } from '../../../text/nearest.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toNumber, toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import { bindId, isNameable, numberOfText, toId } from '../file/ids.ts';

// Names that stand twice are told apart by their ids, of which so many are told.
const MOST_NAMESAKES = 10;

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

/** The user who is meant. Throws a UserError where there is none, with the name that may be meant, or more than one. */
export function requireUser(connection: Connection, who: UserRef): User {
  const user = findUser(connection, who);
  if (user !== undefined) return user;
  if (typeof who !== 'string') {
    const name = who.username === undefined ? '' : ` “${who.username}”`;
    throw new UserError(`There is no user${name} with the id ${who.id}.`, LIST_THEM);
  }
  const names = connection.prepare(SOME_USERNAMES).pluck().all();
  const meant = nearest(
    who,
    names.map(toText).filter((name) => name !== null),
  );
  const hint = meant === undefined ? LIST_THEM : { nextStep: `Did you mean “${meant}”?` };
  throw new UserError(`There is no user “${who}”.`, hint);
}

const LIST_THEM = { nextStep: 'List all users.', command: 'user list' };

/** The user who is meant, or undefined. Throws a UserError where it may be more than one, or one whose id names no row. */
export function findUser(connection: Connection, who: UserRef): User | undefined {
  const [row, another] = typeof who === 'string' ? usersNamed(connection, who) : usersWithId(connection, who);
  if (row === undefined) return undefined;
  if (another !== undefined) throw severalUsers(connection, who);
  if (!isNameable(row.id)) {
    throw new UserError(`The user “${toText(row.username)}” has no id that names them: it is ${toId(row.id)}.`, {
      nextStep: 'An id is a whole number or text: correct it in the database first.',
    });
  }
  return toUser(row);
}

/** Whether other users have the same name. */
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

function severalUsers(connection: Connection, who: UserRef): UserError {
  if (typeof who !== 'string') {
    const nextStep = 'Ids must be unique: correct that in the database first.';
    return new UserError(`Several users have the id ${who.id}.`, { nextStep });
  }
  const ids = usersNamed(connection, who).map(({ id }) => String(toId(id)));
  const shown = ids.slice(0, MOST_NAMESAKES).join(', ');
  const more = ids.length > MOST_NAMESAKES ? ' and more' : '';
  return new UserError(`Several users have the name “${who}”: their ids are ${shown}${more}.`, {
    nextStep: 'Choose one of them by id.',
    option: '--id ID',
  });
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
