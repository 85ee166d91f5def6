import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isOwnFileOrMissing, prepareOwnFolder } from './own-folder.ts';

/** Reads the first lines of a file of ours, without empty ones; none where it cannot be used. */
export function readKeptLines(path: string, most: number): readonly string[] {
  try {
    if (!isOwnFileOrMissing(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, most);
  } catch {
    return [];
  }
}

/** Replaces the lines of a file in a folder of ours, readable by its owner alone. What cannot be kept is forgotten with the program. */
export function keepLines(folder: string, path: string, lines: readonly string[]): void {
  try {
    if (!prepareOwnFolder(folder) || !isOwnFileOrMissing(path)) return;
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    // The folder is full, or not to be written.
  }
}
