import type { User } from '../model/user.ts';
import type { Query } from './query.ts';
import { caselessMatch, exactMatch } from './text-match.ts';

/**
 * A query of which only the user of a call is known: true where every call of that user fits, false where none does, undefined
 * where it depends on the call.
 */
export function verdictOfUser(query: Query, user: Pick<User, 'id' | 'username'>): boolean | undefined {
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
    case 'word':
      // The word may also stand in a route or a message.
      return caselessMatch({ is: 'contains', text: query.text })(user.username) ? true : undefined;
    default:
      return undefined;
  }
}
