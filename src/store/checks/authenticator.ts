import type { Authentication, User } from '../../model/user.ts';
import type { UserStore } from '../store.ts';
import { hashApiKey, mayBeKey } from './keys.ts';

// Accepted keys come with request after request. None of a stranger's is among them.
const MOST_HASHES = 500;

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
  const hashes = new Map<string, string>();
  return authenticateBy(async (apiKey) => {
    const key = mayBeKey(apiKey) ? apiKey : '';
    const keyHash = hashes.get(key) ?? hashApiKey(key);
    const holder = await findByKeyHash(keyHash);
    const answer = toAuthentication(key === '' ? undefined : holder);
    // As to others, no time shall tell that a key which is not accepted any more is an inactive user's.
    if (answer.reason !== null) hashes.delete(key);
    else if (!hashes.has(key)) remember(hashes, key, keyHash);
    return answer;
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

function remember(hashes: Map<string, string>, key: string, keyHash: string): void {
  if (hashes.size >= MOST_HASHES) hashes.clear();
  hashes.set(key, keyHash);
}

function toAuthentication(holder: User | undefined): Authentication {
  if (holder === undefined) return { user: undefined, reason: 'unknown' };
  return holder.isActive ? { user: holder, reason: null } : { user: undefined, reason: 'inactive' };
}
