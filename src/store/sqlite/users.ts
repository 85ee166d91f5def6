import type { ActivationChange, IssuedKey, User } from '../../model.ts';
import { UserError } from '../../user-error.ts';
import { usernameFault } from '../../username.ts';
import type { UserStore } from '../store.ts';
import { recordAction } from './audit.ts';
import type { StoreContext } from './context.ts';
import { hashApiKey, newApiKey } from './keys.ts';
import { toTimestamp } from './timestamps.ts';
import { createUserOverview } from './user-overview.ts';
import { findUser, requireUser, toUser, toUserOrNone, USER_COLUMNS, type UserRow } from './user-rows.ts';

const LONGEST_KEY = 1_000;

/** The active user with this hash of a key. */
export const FIND_BY_KEY = `SELECT ${USER_COLUMNS} FROM "user" WHERE api_key = ? AND is_active = 1`;

/** All users or the active ones, newest first. */
export const LIST_USERS = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE is_active = 1 OR NOT @activeOnly ORDER BY created_at DESC, id DESC`;

/** Adds an active user. */
export const INSERT_USER = `
  INSERT INTO "user" (username, api_key, created_at, updated_at, is_active)
  VALUES (@username, @keyHash, @now, @now, 1)`;

/** Accepts or refuses a user's key. */
export const SET_ACTIVE = `UPDATE "user" SET is_active = @isActive, updated_at = @now WHERE id = @id`;

/** Replaces a user's key. */
export const SET_KEY = `UPDATE "user" SET api_key = @keyHash, updated_at = @now WHERE id = @id`;

/** The users of a file. */
export function createUserStore(context: StoreContext): UserStore {
  const { file } = context;
  return {
    create: async (username) => createUser(context, username),
    authenticate: async (apiKey) => (mayBeKey(apiKey) ? findByKey(context, apiKey) : undefined),
    list: async ({ activeOnly = false } = {}) =>
      file.read((connection) =>
        connection
          .prepare(LIST_USERS)
          .all({ activeOnly: activeOnly ? 1 : 0 })
          .map((row) => toUser(row as UserRow)),
      ),
    find: async (username) => file.read((connection) => findUser(connection, username)),
    deactivate: async (username) => setActive(context, username, false),
    reactivate: async (username) => setActive(context, username, true),
    regenerateKey: async (username) => regenerateKey(context, username),
    overview: createUserOverview(context),
  };
}

// Whatever a stranger sent is no reason to fail, nor to hash megabytes.
function mayBeKey(apiKey: unknown): boolean {
  return typeof apiKey === 'string' && apiKey.length <= LONGEST_KEY;
}

function findByKey({ file }: StoreContext, apiKey: string): User | undefined {
  return file.read((connection) => toUserOrNone(connection.prepare(FIND_BY_KEY).get(hashApiKey(apiKey))));
}

function createUser(context: StoreContext, requested: string): IssuedKey {
  const fault = usernameFault(requested);
  if (fault !== undefined) throw new UserError(fault, { nextStep: 'Choose another name.' });
  const username = requested.trim();
  const apiKey = newApiKey();
  return context.file.write((connection) => {
    if (findUser(connection, username) !== undefined) {
      throw new UserError(`There already is a user “${username}”.`, { nextStep: 'Choose another name.' });
    }
    const now = toTimestamp(context.now());
    const added = connection.prepare(INSERT_USER).run({ username, keyHash: hashApiKey(apiKey), now });
    const id = Number(added.lastInsertRowid);
    recordAction(connection, context, { action: 'user create', target: username, detail: { userId: id } });
    return { id, username, apiKey };
  });
}

function setActive(context: StoreContext, username: string, isActive: boolean): ActivationChange {
  return context.file.write((connection) => {
    const before = requireUser(connection, username);
    if (before.isActive === isActive) return { user: before, changed: false };
    const now = toTimestamp(context.now());
    connection.prepare(SET_ACTIVE).run({ id: before.id, isActive: isActive ? 1 : 0, now });
    const action = isActive ? 'user reactivate' : 'user deactivate';
    recordAction(connection, context, { action, target: username, detail: { userId: before.id } });
    return { user: requireUser(connection, username), changed: true };
  });
}

function regenerateKey(context: StoreContext, username: string): IssuedKey {
  const apiKey = newApiKey();
  return context.file.write((connection) => {
    const { id } = requireUser(connection, username);
    connection.prepare(SET_KEY).run({ id, keyHash: hashApiKey(apiKey), now: toTimestamp(context.now()) });
    recordAction(connection, context, { action: 'user regenerate-key', target: username, detail: { userId: id } });
    return { id, username, apiKey };
  });
}
