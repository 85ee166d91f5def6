import type { Id } from '../../../model/id.ts';
import type { UserTest } from '../../answers/call-filters.ts';
import { numberOfText, toId } from '../../answers/ids.ts';
import { Recent } from '../../answers/pages.ts';
import { idsNamed, mayNameStrangers, type Named, strangerName } from '../../answers/user-names.ts';
import { toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { bindIds } from '../file/ids.ts';

/** The ids and names of all users. */
export const USER_NAMES = `SELECT id, username FROM "user"`;

/** The ids and names of some users. */
export const NAMES_OF_USERS = `${USER_NAMES} WHERE id IN (SELECT value FROM json_each(?))`;

/** The ids of those who called and are no users any more, found by a step from each id to the next. */
export const STRANGERS = `
  WITH RECURSIVE caller(id) AS (
    SELECT MIN(user_id) FROM user_api_call_log UNION ALL
    SELECT (SELECT MIN(user_id) FROM user_api_call_log WHERE user_id > caller.id) FROM caller WHERE caller.id IS NOT NULL)
  SELECT id FROM caller WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = caller.id)`;

/** Finds users by their names; a call whose user is gone is of `#15`. */
export function createUserSearch(file: DatabaseFile): (test: UserTest) => ReadonlySet<Id> {
  const users = new Recent<readonly Named[]>(1);
  const strangers = new Recent<readonly Named[]>(1);
  return (test) => {
    if (test.is === 'id') return new Set(formsOf(test.id));
    const version = file.version();
    return file.read((connection) => {
      const named = [
        ...users.get([version], () => readUsers(connection)),
        ...(mayNameStrangers(test) ? strangers.get([version], () => readStrangers(connection)) : []),
      ];
      return new Set(idsNamed(named, test).flatMap(formsOf));
    });
  };
}

/** Names those of some users who are there. */
export function namesOfUsers(connection: Connection, ids: readonly Id[]): ReadonlyMap<Id, string> {
  const rows = connection.prepareExact(NAMES_OF_USERS).raw().all(bindIds(ids)) as (readonly unknown[])[];
  return new Map(rows.map(([id, username]): Named => [toId(id), toText(username) ?? '']));
}

/** Names all users. */
export function namesOfAll(connection: Connection): ReadonlyMap<Id, string> {
  return new Map(readUsers(connection));
}

// An id of text that stands for a number means the number in a log whose column holds numbers.
function formsOf(id: Id): readonly Id[] {
  const number = numberOfText(id);
  return number === undefined ? [id] : [id, toId(number)];
}

function readUsers(connection: Connection): readonly Named[] {
  const rows = connection.prepareExact(USER_NAMES).raw().all() as (readonly unknown[])[];
  return rows.map(([id, username]) => [toId(id), toText(username) ?? '']);
}

function readStrangers(connection: Connection): readonly Named[] {
  return connection
    .prepareExact(STRANGERS)
    .pluck()
    .all()
    .map((id) => [toId(id), strangerName(id)]);
}
