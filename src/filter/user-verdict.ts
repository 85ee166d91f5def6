import type { Id } from '../model/id.ts';
import type { User } from '../model/user.ts';
import type { Query, UserWord } from './query.ts';
import { caselessMatch, exactMatch } from './text-match.ts';

/** A user, and the users in a state. */
export interface JudgedUser extends Pick<User, 'id' | 'username'> {
  readonly usersThat: (state: UserWord) => ReadonlySet<Id>;
}

/**
 * Decides a query for a list of users: true for a user who is meant whatever they called, false for one who is not, undefined
 * where it depends on their calls. A word alone is part of a name here.
 */
export function verdictOfUser(query: Query, user: JudgedUser): boolean | undefined {
  switch (query.kind) {
    case 'and': {
      const verdicts = query.parts.map((part) => verdictOfUser(part, user));
      if (verdicts.includes(false)) return false;
      return verdicts.includes(undefined) ? undefined : true;
    }
    case 'or': {
      const verdicts = query.parts.map((part) => verdictOfUser(part, user));
      if (verdicts.includes(true)) return true;
      return verdicts.includes(undefined) ? undefined : false;
    }
    case 'not': {
      const verdict = verdictOfUser(query.part, user);
      return verdict === undefined ? undefined : !verdict;
    }
    case 'user':
      return query.values.some((test) => (test.is === 'id' ? test.id === user.id : exactMatch(test)(user.username)));
    case 'userIs':
      return query.values.some((state) => user.usersThat(state).has(user.id));
    case 'word':
      return caselessMatch({ is: 'contains', text: query.text })(user.username);
    default:
      return undefined;
  }
}
