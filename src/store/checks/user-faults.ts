import type { Id } from '../../model/id.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { IssuedKey, UserRef } from '../../model/user.ts';
import { usernameFault } from '../../model/username.ts';
import { nearest } from '../../text/nearest.ts';

/** Names that stand twice are told apart by their ids, of which so many are told. */
export const MOST_NAMESAKES = 10;

const CHOOSE = { nextStep: 'Choose another name.', field: 'username' };
const LIST_THEM = { code: 'not_found', nextStep: 'List all users.', command: 'user list' } as const;

/** The fault of a user who is not there, with the one of some names that may be meant. */
export function noUser(who: UserRef, names: readonly string[]): PresentsError {
  if (typeof who !== 'string') {
    const name = who.username === undefined ? '' : ` “${who.username}”`;
    return new PresentsError(`There is no user${name} with the id ${who.id}.`, LIST_THEM);
  }
  const meant = nearest(who, names);
  const message = `There is no user “${who}”.`;
  if (meant === undefined) return new PresentsError(message, LIST_THEM);
  return new PresentsError(message, { code: 'not_found', nextStep: `Did you mean “${meant}”?` });
}

/** The fault of a user who may be one of several, with their ids. */
export function severalUsers(who: UserRef, ids: readonly Id[]): PresentsError {
  if (typeof who !== 'string') {
    const nextStep = 'Ids must be unique: correct that in the database first.';
    return new PresentsError(`Several users have the id ${who.id}.`, { code: 'invalid', nextStep });
  }
  const shown = ids.slice(0, MOST_NAMESAKES).join(', ');
  const more = ids.length > MOST_NAMESAKES ? ' and more' : '';
  return new PresentsError(`Several users have the name “${who}”: their ids are ${shown}${more}.`, {
    code: 'invalid',
    nextStep: 'Choose one of them by id.',
    option: '--id ID',
  });
}

/** The fault of a user whose id names no row. */
export function unnameableUser(username: string | null, id: Id): PresentsError {
  return new PresentsError(`The user “${username}” has no id that names them: it is ${id}.`, {
    code: 'invalid',
    nextStep: 'An id is a whole number or text: correct it in the database first.',
  });
}

/** The name of a new user without the blanks around it. Throws a PresentsError if no user can have it. */
export function requireUsername(requested: string): string {
  const fault = usernameFault(requested);
  if (fault !== undefined) throw new PresentsError(fault, { code: 'invalid', ...CHOOSE, exitCode: 2 });
  return requested.trim();
}

/** The same of many new users, whose names differ from each other. */
export function requireUsernames(requested: readonly string[]): readonly string[] {
  const usernames = requested.map(requireUsername);
  const seen = new Set<string>();
  for (const username of usernames) {
    if (seen.has(username)) throw nameTaken(username);
    seen.add(username);
  }
  return usernames;
}

/** The fault of a name that another user has. */
export function nameTaken(username: string): PresentsError {
  return new PresentsError(`There already is a user “${username}”.`, { code: 'exists', ...CHOOSE });
}

/** The only key of those that were made. */
export function theOne([issued, another]: readonly IssuedKey[]): IssuedKey {
  if (issued === undefined || another !== undefined) throw new Error('One user was asked for.');
  return issued;
}
