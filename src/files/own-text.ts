import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOwnFileOrMissing, prepareOwnFolder } from './own-folder.ts';

/** Reads a file of ours; undefined if there is none, or it is larger, cannot be read, or others can write it. */
export function readOwnText(path: string, mostBytes: number): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.size > mostBytes || !isOwnFileOrMissing(path)) return undefined;
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Replaces a file in a folder of ours, readable by its owner alone: whole or not at all. Answers false where that cannot be. */
export function replaceOwnText(path: string, text: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    if (!prepareOwnFolder(dirname(path)) || !isOwnFileOrMissing(path)) return false;
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
    return true;
  } catch {
    // The folder is full, or not to be written.
    rmSync(draft, { force: true });
    return false;
  }
}
