import { readFileSync } from 'node:fs';

/** A user of this machine. */
export interface MachineUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user to run servers as, since PostgreSQL and PgBouncer refuse to run as root; undefined if we are not root. */
export function serverUser(): MachineUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8');
  const found = users.match(/^postgres:[^:]*:(\d+):(\d+)/m) ?? users.match(/^nobody:[^:]*:(\d+):(\d+)/m);
  if (!found) throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.');
  return { uid: Number(found[1]), gid: Number(found[2]) };
}
