import { foldAscii, isAsciiTest } from '../../../filter/text-match.ts';
import type { Id } from '../../../model/id.ts';
import type { UserTest } from '../../answers/call-filters.ts';
import { toId } from '../../answers/ids.ts';
import {
  idsNamed,
  literalsOf,
  mayNameStrangers,
  type Named,
  type NameTest,
  strangerName,
} from '../../answers/user-names.ts';
import { toText } from '../../answers/values.ts';
import type { Asker, Server } from '../server/server.ts';
import { bindId, bindIds, canStand } from '../values.ts';

/** The ids and names of all users. */
export const USER_NAMES = 'SELECT id, username FROM "user"';

/** The ids and names of some users. */
export const NAMES_OF_USERS = `SELECT id, username FROM "user" WHERE id = ANY($1::bigint[])`;

/** The users whose names may pass some tests: all, if one is passed by any name; else those with a text in them. */
export const USERS_THAT_MAY_BE_MEANT = `
  SELECT id, username FROM "user"
  WHERE $1::boolean OR username::text COLLATE "C" = ANY($2::text[])
    OR EXISTS (SELECT 1 FROM unnest($3::text[]) part WHERE strpos(lower(username::text COLLATE "C"), part) > 0)
    OR $4::boolean AND octet_length(username::text) > length(username::text)`;

const LOWEST = '-9223372036854775808';
const HIGHEST = '9223372036854775807';

/**
 * The ids of those who called and are no users any more. They lie between the ids of users: each such gap is searched by a step from
 * each caller to the next.
 */
export const STRANGERS = `
  WITH RECURSIVE gap(low, high) AS (
    SELECT coalesce(before + 1, ${LOWEST}), id - 1
    FROM (SELECT id::bigint AS id, lag(id::bigint) OVER (ORDER BY id) AS before FROM "user" WHERE id IS NOT NULL) u
    WHERE id > ${LOWEST} AND (before IS NULL OR before < id - 1)
    UNION ALL
    SELECT CASE WHEN max(id) IS NULL THEN ${LOWEST} ELSE max(id::bigint) + 1 END, ${HIGHEST} FROM "user"
    HAVING max(id) IS NULL OR max(id) < ${HIGHEST}),
  stranger(id, high) AS (
    SELECT (SELECT user_id::bigint FROM user_api_call_log
      WHERE user_id >= gap.low AND user_id <= gap.high ORDER BY user_id LIMIT 1), high
    FROM gap
    UNION ALL
    SELECT (SELECT user_id::bigint FROM user_api_call_log
      WHERE user_id > s.id AND user_id <= s.high ORDER BY user_id LIMIT 1), high
    FROM stranger s WHERE s.id IS NOT NULL)
  SELECT id FROM stranger WHERE id IS NOT NULL`;

/** Finds users by their names, or by what may be part of them; a call whose user is gone is of `#15`. */
export async function findUsers(
  server: Server,
  tests: readonly UserTest[],
): Promise<(test: UserTest) => ReadonlySet<Id>> {
  const nameTests = tests.filter((test) => test.is !== 'id');
  const named = nameTests.length === 0 ? [] : await server.read((ask) => readNamed(ask, nameTests));
  return (test) => {
    if (test.is !== 'id') return new Set(idsNamed(named, test));
    const id = bindId(test.id);
    return new Set(id === null ? [] : [toId(BigInt(id))]);
  };
}

/** Names those of some users who are there. */
export async function namesOfUsers(ask: Asker, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  return new Map((await ask.tuples<NameRow>(NAMES_OF_USERS, [bindIds(ids)])).map(toNamed));
}

/** Names all users. */
export async function namesOfAll(ask: Asker): Promise<ReadonlyMap<Id, string>> {
  return new Map((await ask.tuples<NameRow>(USER_NAMES)).map(toNamed));
}

type NameRow = readonly [id: unknown, username: unknown];

async function readNamed(ask: Asker, tests: readonly NameTest[]): Promise<readonly Named[]> {
  const [users, strangers] = await Promise.all([
    ask.tuples<NameRow>(USERS_THAT_MAY_BE_MEANT, narrowed(tests)),
    tests.some(mayNameStrangers) ? readStrangers(ask) : [],
  ]);
  return [...users.map(toNamed), ...strangers.map(([id]): Named => [toId(id), strangerName(id)])];
}

async function readStrangers(ask: Asker): Promise<readonly (readonly [id: unknown])[]> {
  // The server takes its hundreds of small steps for long ones, and would compile them first, for a second.
  const [, strangers] = await Promise.all([
    ask.run('SET LOCAL jit = off'),
    ask.tuples<readonly [id: unknown]>(STRANGERS),
  ]);
  return strangers;
}

/** The values of USERS_THAT_MAY_BE_MEANT. */
function narrowed(tests: readonly NameTest[]): readonly [boolean, readonly string[], readonly string[], boolean] {
  const names = tests.flatMap((test) => (test.is === 'text' ? [test.text] : [])).filter(canStand);
  const others = tests.filter(({ is }) => is !== 'text');
  // What compares by the lower case of all languages may be passed by every name that is not plain ASCII, and by no other.
  const foldsAll = others.filter((test) => test.is === 'contains' && !isAsciiTest(test));
  const parts = others.filter((test) => !foldsAll.includes(test)).map((test) => longestOf(literalsOf(test)));
  return [parts.includes(''), names, parts.filter(canStand), foldsAll.length > 0];
}

function longestOf(texts: readonly string[]): string {
  return foldAscii(texts.reduce((longest, text) => (text.length > longest.length ? text : longest), ''));
}

function toNamed([id, username]: NameRow): Named {
  return [toId(id), toText(username) ?? ''];
}
