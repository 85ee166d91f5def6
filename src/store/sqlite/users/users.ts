import type { ActivationChange, IssuedKey, User, UserRef } from '../../../model/user.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { isNameable } from '../../answers/ids.ts';
import { toTimestamp } from '../../answers/timestamps.ts';
import { compactNames } from '../../answers/user-names.ts';
import { toUser, type UserRow } from '../../answers/user-records.ts';
import { toText } from '../../answers/values.ts';
import { authenticator, type HashedUserStore } from '../../checks/authenticator.ts';
import type { Change } from '../../checks/change-faults.ts';
import { hashApiKey, newApiKey } from '../../checks/keys.ts';
import { lookAlikesAmong } from '../../checks/look-alikes.ts';
import { activationOf, creationOf, keyChangeOf, userAction } from '../../checks/user-changes.ts';
import { nameTaken, requireUsernames, theOne } from '../../checks/user-faults.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { expectOneRow, notDone } from '../file/expect-change.ts';
import { bindId } from '../file/ids.ts';
import { instantOf } from '../file/instants.ts';
import { KnownKeys } from './known-keys.ts';
import { createUserOverview } from './user-overview.ts';
import { findUser, hasNamesakes, requireUser, USER_COLUMNS, usersNamed } from './user-rows.ts';
import { namesOfAll } from './user-search.ts';

/** The user with this hash of a key; an active one first, should several have it. */
export const FIND_BY_KEY = `
  SELECT id, username, is_active = 1 AS is_active, created_at, updated_at
  FROM "user" WHERE api_key = ? ORDER BY is_active = 1 DESC LIMIT 1`;

/** All users or the active ones, newest first. */
export const LIST_USERS = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE is_active = 1 OR NOT @activeOnly ORDER BY ${instantOf('created_at')} DESC NULLS LAST, id DESC`;

/** The names of all users. */
export const ALL_USERNAMES = `SELECT username FROM "user"`;

/** Adds an active user. */
export const INSERT_USER = `
  INSERT INTO "user" (username, api_key, created_at, updated_at, is_active)
  VALUES (@username, @keyHash, @now, @now, 1)`;

/** Accepts or refuses a user's key. */
export const SET_ACTIVE = `UPDATE "user" SET is_active = @isActive, updated_at = @now WHERE id = @id`;

/** Replaces a user's key. */
export const SET_KEY = `UPDATE "user" SET api_key = @keyHash, updated_at = @now WHERE id = @id`;

/** Finds the user with this name and this hash of a key. */
export const FIND_HOLDER = `SELECT ${USER_COLUMNS} FROM "user" WHERE api_key = @keyHash AND username = @username`;

/** The users of a file. */
export function createUserStore(context: StoreContext): HashedUserStore {
  const { file } = context;
  const knownKeys = new KnownKeys();
  // The version is asked first: a user who is read after it is at least as new.
  const findByKeyHash = async (keyHash: string) =>
    knownKeys.holderOf(keyHash, file.version(), () => findByHash(context, keyHash));
  return {
    create: async (username, options) => theOne(createUsers(actingAs(context, options), [username])),
    createMany: async (usernames, options) => createUsers(actingAs(context, options), usernames),
    authenticate: authenticator(findByKeyHash),
    findByKeyHash,
    list: async ({ activeOnly = false } = {}) =>
      file.read((connection) =>
        connection
          .prepareExact(LIST_USERS)
          .all({ activeOnly: activeOnly ? 1 : 0 })
          .map((row) => toUser(row as UserRow)),
      ),
    names: async () => file.read((connection) => compactNames(namesOfAll(connection))),
    find: async (who) => file.read((connection) => findUser(connection, who)),
    findById: async (id) => file.read((connection) => findUser(connection, { id })),
    deactivate: async (who, options) => setActive(actingAs(context, options), who, false),
    reactivate: async (who, options) => setActive(actingAs(context, options), who, true),
    regenerateKey: async (who, options) => regenerateKey(actingAs(context, options), who),
    overview: createUserOverview(context),
  };
}

function findByHash({ file }: StoreContext, keyHash: string): User | undefined {
  return file.read((connection) => {
    const row = connection.prepareExact(FIND_BY_KEY).get(keyHash);
    return row === undefined ? undefined : toUser(row as UserRow);
  });
}

function createUsers(context: StoreContext, requested: readonly string[]): readonly IssuedKey[] {
  const usernames = requireUsernames(requested);
  const others = context.file.read(allNames);
  const lookAlikesOf = lookAlikesAmong([...others, ...usernames]);
  return context.file.write((connection) =>
    usernames.map((username) => {
      const lookAlikes = lookAlikesOf(username);
      return { ...createUser(connection, context, username), ...(lookAlikes.length > 0 && { lookAlikes }) };
    }),
  );
}

function createUser(connection: Connection, context: StoreContext, username: string): IssuedKey {
  if (usersNamed(connection, username).length > 0) throw nameTaken(username);
  const apiKey = newApiKey();
  const keyHash = hashApiKey(apiKey);
  const now = toTimestamp(context.now());
  const change = creationOf(username);
  expectOneRow(connection, connection.prepare(INSERT_USER).run({ username, keyHash, now }).changes, change);
  const { id } = requireHolder(connection, { username, keyHash }, change);
  recordAction(connection, context, userAction('user create', { id, username }));
  if (!requireHolder(connection, { username, keyHash }, change).isActive) throw notDone(connection, change);
  return { id, username, apiKey };
}

function allNames(connection: Connection): readonly string[] {
  return connection
    .prepare(ALL_USERNAMES)
    .pluck()
    .all()
    .map((name) => toText(name) ?? '');
}

function setActive(context: StoreContext, who: UserRef, isActive: boolean): ActivationChange {
  return context.file.write((connection) => {
    const before = requireUser(connection, who);
    const namesakes = hasNamesakes(connection, before) ? { hasNamesakes: true as const } : {};
    if (before.isActive === isActive) return { user: before, changed: false, ...namesakes };
    const { id, username } = before;
    const change = activationOf(username, isActive);
    const now = toTimestamp(context.now());
    const parameters = { id: bindId(id), isActive: isActive ? 1 : 0, now };
    expectOneRow(connection, connection.prepare(SET_ACTIVE).run(parameters).changes, change);
    recordAction(connection, context, userAction(isActive ? 'user reactivate' : 'user deactivate', before));
    // What a trigger took back was not done.
    const user = findUser(connection, { id, username });
    if (user?.isActive !== isActive) throw notDone(connection, change);
    return { user, changed: true, ...namesakes };
  });
}

function regenerateKey(context: StoreContext, who: UserRef): IssuedKey {
  const apiKey = newApiKey();
  return context.file.write((connection) => {
    const user = requireUser(connection, who);
    const { id, username } = user;
    const keyHash = hashApiKey(apiKey);
    const change = keyChangeOf(username);
    const parameters = { id: bindId(id), keyHash, now: toTimestamp(context.now()) };
    expectOneRow(connection, connection.prepare(SET_KEY).run(parameters).changes, change);
    recordAction(connection, context, userAction('user regenerate-key', user));
    if (requireHolder(connection, { username, keyHash }, change).id !== id) throw notDone(connection, change);
    return { id, username, apiKey, ...(hasNamesakes(connection, user) && { hasNamesakes: true as const }) };
  });
}

/** The one user of a name with this key. Throws a PresentsError if the database did not keep it so. */
function requireHolder(
  connection: Connection,
  holder: { readonly username: string; readonly keyHash: string },
  change: Change,
): User {
  const [row, another] = connection.prepareExact(FIND_HOLDER).all(holder) as UserRow[];
  if (row === undefined || another !== undefined || !isNameable(row.id)) throw notDone(connection, change);
  return toUser(row);
}
