import { join } from 'node:path';
import { keyFileReason, reserveKeyFile } from '../../files/key-file.ts';
import { UserError } from '../../model/user-error.ts';

/** File systems take names of 255 bytes. */
const longestName = 64;

/** Writes a secret into a new file of its own, for its owner's eyes, and answers its path. Rejects with UserError, leaving no file. */
export async function saveSecret(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, `presents-${name.replaceAll(/[^\w.-]+/g, '_').slice(0, longestName)}.key`);
  try {
    const file = await reserveKeyFile(path);
    await file.write(text);
    return path;
  } catch (error) {
    throw new UserError(`${path}: ${keyFileReason(error)}`, { cause: error });
  }
}
