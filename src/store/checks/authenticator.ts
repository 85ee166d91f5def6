import type { Authentication, User } from '../../model/user.ts';
import type { UserStore } from '../store.ts';
import { hashApiKey, mayBeKey } from './keys.ts';

/** The users of a database, who are also found by the hash of a key: the key itself goes nowhere. */
export interface HashedUserStore extends UserStore {
  /** The user whose key has this hash, active or not, or undefined. */
  findByKeyHash(keyHash: string): Promise<User | undefined>;
}

/**
 * Makes `authenticate` of the look-up by the hash of a key. Whatever is given, the same look-up is made: nobody learns from the time that
 * it takes whether what they sent has the form of a key.
 */
export function authenticator(findByKeyHash: HashedUserStore['findByKeyHash']): UserStore['authenticate'] {
  return authenticateBy(async (apiKey) => {
    const isKey = mayBeKey(apiKey);
    const holder = await findByKeyHash(hashApiKey(isKey ? apiKey : ''));
    return toAuthentication(isKey ? holder : undefined);
  });
}

/** Makes `authenticate`, with the reason and without, of a check that gives it. */
export function authenticateBy(check: (apiKey: string) => Promise<Authentication>): UserStore['authenticate'] {
  function authenticate(apiKey: string, options: { readonly reason: true }): Promise<Authentication>;
  function authenticate(apiKey: string, options?: { readonly reason?: false }): Promise<User | undefined>;
  function authenticate(apiKey: string, { reason = false } = {}): Promise<Authentication | User | undefined> {
    const answer = check(apiKey);
    return reason ? answer : answer.then(({ user }) => user);
  }
  return authenticate;
}

function toAuthentication(holder: User | undefined): Authentication {
  if (holder === undefined) return { user: undefined, reason: 'unknown' };
  return holder.isActive ? { user: holder, reason: null } : { user: undefined, reason: 'inactive' };
}
