import type { ActivationChange, IssuedKey, User, UserRef } from '../../../model/user.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { isNameable } from '../../answers/ids.ts';
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
import type { PostgresContext } from '../context.ts';
import { expectOneRow, notDone } from '../expect-change.ts';
import type { Asker } from '../server/server.ts';
import { bindId, SECONDS, toSeconds } from '../values.ts';
import { createUserOverview } from './user-overview.ts';
import { findUser, hasNamesakes, requireUser, USER_COLUMNS, usersNamed } from './user-rows.ts';
import { namesOfAll } from './user-search.ts';

/** The user with this hash of a key; an active one first, should several have it. */
export const FIND_BY_KEY = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE api_key = $1 ORDER BY is_active::int = 1 DESC NULLS LAST LIMIT 1`;

/** All users or the active ones, newest first. */
export const LIST_USERS = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE NOT $1::boolean OR is_active::int = 1
  ORDER BY CASE WHEN isfinite("user".created_at) THEN "user".created_at END DESC NULLS LAST, id DESC`;

/** The names of all users. */
export const ALL_USERNAMES = `SELECT username FROM "user"`;

/**
 * Lets one transaction at a time make a user of a name: the table may have lost its rule that names are unique. A server has room for
 * few locks, so that names share them; they are taken in one order.
 */
export const LOCK_NAMES = `
  SELECT pg_advisory_xact_lock(lock) FROM (
    SELECT DISTINCT hashtextextended('presents user', 0) + (hashtextextended(name, 0) & 63) AS lock FROM unnest($1::text[]) AS name
    ORDER BY lock) AS locks`;

/** Adds an active user. */
export const INSERT_USER = `
  INSERT INTO "user" (username, api_key, created_at, updated_at, is_active)
  VALUES ($1, $2, to_timestamp($3), to_timestamp($3), $4)`;

/** Accepts or refuses a user's key. */
export const SET_ACTIVE = `UPDATE "user" SET is_active = $2, updated_at = to_timestamp($3) WHERE id = $1::bigint`;

/** Replaces a user's key. */
export const SET_KEY = `UPDATE "user" SET api_key = $2, updated_at = to_timestamp($3) WHERE id = $1::bigint`;

/** Tells whether this role may see the hashes of keys; an operator may write them alone. */
export const MAY_SEE_HASHES = `SELECT has_column_privilege('"user"', 'api_key', 'SELECT')`;

/** Finds the user with this name and this hash of a key. */
export const FIND_HOLDER = `
  SELECT ${USER_COLUMNS} FROM "user" WHERE api_key = $1 AND username::text COLLATE "C" = $2::text`;

// Binds to columns of booleans and of numbers alike.
const ACTIVE = 1;
const INACTIVE = 0;
const CHUNK = 500;

/** The users of a database. */
export function createUserStore(context: PostgresContext): HashedUserStore {
  const { server } = context;
  const findByKeyHash = (keyHash: string) => findByHash(context, keyHash);
  return {
    create: async (username, options) => theOne(await createUsers(actingAs(context, options), [username])),
    createMany: (usernames, options) => createUsers(actingAs(context, options), usernames),
    authenticate: authenticator(findByKeyHash),
    findByKeyHash,
    list: async ({ activeOnly = false } = {}) => {
      const rows = await server.read((ask) => ask.rows<UserRow>(LIST_USERS, [activeOnly]));
      return rows.map((row) => toUser(row, SECONDS));
    },
    names: async () => compactNames(await server.read(namesOfAll)),
    find: (who) => server.read((ask) => findUser(ask, who)),
    findById: (id) => server.read((ask) => findUser(ask, { id })),
    deactivate: (who, options) => setActive(actingAs(context, options), who, false),
    reactivate: (who, options) => setActive(actingAs(context, options), who, true),
    regenerateKey: (who, options) => regenerateKey(actingAs(context, options), who),
    overview: createUserOverview(context),
  };
}

async function findByHash({ server }: PostgresContext, keyHash: string): Promise<User | undefined> {
  const [row] = await server.read((ask) => ask.rows<UserRow>(FIND_BY_KEY, [keyHash]));
  return row === undefined ? undefined : toUser(row, SECONDS);
}

async function createUsers(context: PostgresContext, requested: readonly string[]): Promise<readonly IssuedKey[]> {
  const usernames = requireUsernames(requested);
  return context.server.write(async (ask) => {
    const [names, maySee] = await Promise.all([
      ask.tuples<readonly [name: unknown]>(ALL_USERNAMES),
      maySeeHashes(ask),
      ask.run(LOCK_NAMES, [usernames]),
    ]);
    const lookAlikesOf = lookAlikesAmong([...names.map(([name]) => toText(name) ?? ''), ...usernames]);
    const issued: IssuedKey[] = [];
    for (const chunk of chunksOf(usernames)) {
      issued.push(...(await Promise.all(chunk.map((username) => createUser(ask, context, { username, maySee })))));
    }
    return issued.map((one) => {
      const lookAlikes = lookAlikesOf(one.username);
      return { ...one, ...(lookAlikes.length > 0 && { lookAlikes }) };
    });
  });
}

async function createUser(
  ask: Asker,
  context: PostgresContext,
  { username, maySee }: { readonly username: string; readonly maySee: boolean },
): Promise<IssuedKey> {
  const apiKey = newApiKey();
  const keyHash = hashApiKey(apiKey);
  const change = creationOf(username);
  if ((await usersNamed(ask, username)).length > 0) throw nameTaken(username);
  const changes = await ask.run(INSERT_USER, [username, keyHash, toSeconds(context.now()), ACTIVE]);
  await expectOneRow(ask, changes, change);
  const holder = () => (maySee ? findHolder(ask, { username, keyHash }) : usersNamed(ask, username));
  const { id } = await requireHolder(ask, await holder(), change);
  await recordAction(ask, context, userAction('user create', { id, username }));
  if (!(await requireHolder(ask, await holder(), change)).isActive) throw await notDone(ask, change);
  return { id, username, apiKey };
}

// So many are sent at once: a server far away is asked a few times and not once for each.
function chunksOf(usernames: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(usernames.length / CHUNK);
  return Array.from({ length: count }, (_, index) => usernames.slice(index * CHUNK, (index + 1) * CHUNK));
}

function setActive(context: PostgresContext, who: UserRef, isActive: boolean): Promise<ActivationChange> {
  const { server, now } = context;
  return server.write(async (ask) => {
    const before = await requireUser(ask, who);
    const namesakes = (await hasNamesakes(ask, before)) ? { hasNamesakes: true as const } : {};
    if (before.isActive === isActive) return { user: before, changed: false, ...namesakes };
    const { id, username } = before;
    const change = activationOf(username, isActive);
    const values = [bindId(id), isActive ? ACTIVE : INACTIVE, toSeconds(now())];
    await expectOneRow(ask, await ask.run(SET_ACTIVE, values), change);
    await recordAction(ask, context, userAction(isActive ? 'user reactivate' : 'user deactivate', before));
    // What a trigger took back was not done.
    const user = await findUser(ask, { id, username });
    if (user?.isActive !== isActive) throw await notDone(ask, change);
    return { user, changed: true, ...namesakes };
  });
}

function regenerateKey(context: PostgresContext, who: UserRef): Promise<IssuedKey> {
  const { server, now } = context;
  const apiKey = newApiKey();
  const keyHash = hashApiKey(apiKey);
  return server.write(async (ask) => {
    const [user, maySee] = await Promise.all([requireUser(ask, who), maySeeHashes(ask)]);
    const { id, username } = user;
    const change = keyChangeOf(username);
    await expectOneRow(ask, await ask.run(SET_KEY, [bindId(id), keyHash, toSeconds(now())]), change);
    await recordAction(ask, context, userAction('user regenerate-key', user));
    if (maySee) {
      const holder = await requireHolder(ask, await findHolder(ask, { username, keyHash }), change);
      if (holder.id !== id) throw await notDone(ask, change);
    }
    return { id, username, apiKey, ...((await hasNamesakes(ask, user)) && { hasNamesakes: true as const }) };
  });
}

async function maySeeHashes(ask: Asker): Promise<boolean> {
  const [row] = await ask.tuples<readonly [boolean]>(MAY_SEE_HASHES);
  return row?.[0] === true;
}

function findHolder(ask: Asker, holder: { readonly username: string; readonly keyHash: string }) {
  return ask.rows<UserRow>(FIND_HOLDER, [holder.keyHash, holder.username]);
}

/** The one user of a name with a new key. Throws a PresentsError if the database did not keep it so. */
async function requireHolder(ask: Asker, [row, another]: readonly UserRow[], change: Change): Promise<User> {
  if (row === undefined || another !== undefined || !isNameable(row.id)) throw await notDone(ask, change);
  return toUser(row, SECONDS);
}
