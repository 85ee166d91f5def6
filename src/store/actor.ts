import { hostname, userInfo } from 'node:os';
import { userId } from '../files/user-id.ts';

/**
 * Returns the person who runs this process, for the audit log: `user@host`, the user by number if it has no name.
 */
export function systemActor(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user often has a number and no name.
    return String(userId() ?? 'unknown');
  }
}
