import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';

/** The user's home: HOME if that is an absolute path, else the one that the system knows; undefined if there is none. */
export function homeFolder({ HOME }: Readonly<Record<string, string | undefined>>): string | undefined {
  if (HOME !== undefined) return isAbsolute(HOME) && !/[\p{Cc}\uFFFD]/u.test(HOME) ? HOME : undefined;
  try {
    return homedir() || undefined;
  } catch {
    // A user that has a number and no name has no home either.
    return undefined;
  }
}
