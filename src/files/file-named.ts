import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { PresentsError } from '../model/presents-error.ts';

/**
 * The absolute path of the file that a person named, to the letter: blanks, `file:` and `?` mean themselves. Throws a PresentsError
 * (exit code 2) where no file can have that name; `source` says where the name came from.
 */
export function fileNamed(name: string, source: string, workingDirectory: () => string): string {
  if (name === '') throw refusal(`${source} is empty.`);
  if (name.includes('\0')) throw refusal(`${source} holds a null byte, which no file name can.`);
  if (name.endsWith('/')) throw refusal(`${source} ends with a slash, so it names a folder.`);
  const path = isAbsolute(name) ? name : `${workingDirectory()}/${name}`;
  return join(name.split('/').includes('..') ? realFolder(path) : dirname(resolve(path)), basename(path));
}

// `link/..` is the folder above the one that the link leads to, not the one that the link is in.
function realFolder(path: string): string {
  try {
    return realpathSync.native(dirname(path));
  } catch {
    return dirname(resolve(path));
  }
}

function refusal(fault: string): PresentsError {
  return new PresentsError(fault, { code: 'invalid', nextStep: 'Name a file.', exitCode: 2 });
}
