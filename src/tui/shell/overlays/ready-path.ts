import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { databaseBeside } from '../../../files/database-beside.ts';
import { isFree, newFileReason } from '../../../files/new-file.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { shortErrorText } from '../../../text/error-text.ts';

/** Looks whether a file of a name can be made: its path, and what stands there. Rejects if it cannot. */
export async function readyPath(
  name: string,
  pathOf: (name: string) => string,
): Promise<{ readonly path: string; readonly stands: 'nothing' | 'a folder' | 'a file' }> {
  const path = pathOf(name);
  if (databaseBeside(path) !== undefined)
    throw new PresentsError('That name would be taken for a part of the database beside it.', { code: 'invalid' });
  await access(dirname(path), constants.W_OK | constants.X_OK);
  if (await isFree(path)) return { path, stands: 'nothing' };
  // A link that leads nowhere stands there, too.
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return { path, stands: isFolder ? 'a folder' : 'a file' };
}

/** The sentence why a file cannot be made. */
export function fileFault(error: unknown): string {
  if (error instanceof PresentsError) return shortErrorText(error);
  const reason = newFileReason(error);
  return `It cannot be written: ${reason}.`;
}
