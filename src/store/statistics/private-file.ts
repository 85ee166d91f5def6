import { closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes a file for its owner alone, if there is none. One that is there is not opened: closing it would end all locks that this
 * process has on it.
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}
