import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

/** File systems take names of 255 bytes. */
const longestName = 64;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already, and a key never overwrites a file',
  EACCES: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Writes a secret into a new file of its own, for its owner's eyes, and answers its path. Rejects with UserError, leaving no file. */
export async function saveSecret(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, `presents-${name.replaceAll(/[^\w.-]+/g, '_').slice(0, longestName)}.key`);
  try {
    await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
    return path;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // What was begun and found no room holds a part of the secret, or nothing.
    if (code !== 'EEXIST') await rm(path, { force: true });
    throw new UserError(`${path}: ${reasons[code] ?? code}`, { cause: error });
  }
}
