import type { IdTest, TextTest } from '../../filter/query.ts';
import { caselessMatch, exactMatch } from '../../filter/text-match.ts';
import type { Id } from '../../model/id.ts';
import type { UserNames } from '../../model/user.ts';
import type { UserTest } from './call-filters.ts';
import { toText } from './values.ts';

/** Id and name of a user. */
export type Named = readonly [id: Id, username: string];

/** A test of the name of a user. */
export type NameTest = Exclude<UserTest, IdTest>;

/** The ids of those whose name passes a test. */
export function idsNamed(named: readonly Named[], test: NameTest): readonly Id[] {
  const isMeant = test.is === 'contains' ? caselessMatch(test) : exactMatch(test);
  return named.filter(([, username]) => isMeant(username)).map(([id]) => id);
}

/** The names of users in the form in which they cross threads. */
export function compactNames(named: ReadonlyMap<Id, string>): UserNames {
  const ends = new Uint32Array(named.size);
  let end = 0;
  for (const [place, name] of [...named.values()].entries()) {
    end += name.length;
    ends[place] = end;
  }
  return { text: [...named.values()].join(''), ends, ids: [...named.keys()] };
}

/** The name of one who called and is no user any more. */
export function strangerName(id: unknown): string {
  return `#${toText(id)}`;
}

/** Tells whether a test may be passed by the name of one who is no user any more. */
export function mayNameStrangers(test: NameTest): boolean {
  return literalsOf(test).every((text) => /^#?-?\d*$/.test(text));
}

/** The texts that a name which passes a test has in it, one after the other. */
export function literalsOf(test: TextTest | NameTest): readonly string[] {
  return test.is === 'glob' ? test.parts : test.is === 'present' ? [] : [test.text];
}
