import { hostname, userInfo } from 'node:os';

/** Who runs this process, for the audit log: `user@host`. */
export function systemActor(): string {
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user often has a number and no name.
    return 'unknown';
  }
}
