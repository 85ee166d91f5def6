import { type FileHandle, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../user-error.ts';

const keyLength = 43;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already, and a key never overwrites a file',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function refusal(path: string, error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new UserError(`The key file ${path} cannot be made: ${reasons[code] ?? code}. Nothing was changed.`, {
    nextStep: 'Name another file with --output.',
    exitCode: code === 'EEXIST' ? 2 : 1,
    cause: error,
  });
}

/** Makes the file, readable by its owner alone, and claims its room on the disk before there is a key that could be lost. */
async function reserve(path: string): Promise<FileHandle> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw refusal(path, error);
  });
  try {
    await file.write(`${' '.repeat(keyLength)}\n`, 0);
    await file.sync();
    return file;
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw refusal(path, error);
  }
}

async function fill(file: FileHandle, path: string, apiKey: string): Promise<void> {
  try {
    await file.write(`${apiKey}\n`, 0);
    await file.sync();
  } catch (error) {
    throw new UserError(`The key was made, but it could not be written to ${path} and is lost.`, {
      nextStep: 'Make another one with `presents user regenerate-key NAME`.',
      cause: error,
    });
  }
}

/** Runs an action that answers with a key and writes that key to a new file; where the action fails no file stays behind. */
export async function withKeyFile<Answer extends { readonly apiKey: string }>(
  location: string,
  cwd: string,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const path = resolve(cwd, location);
  const file = await reserve(path);
  try {
    const answer = await act().catch(async (error: unknown) => {
      await rm(path, { force: true });
      throw error;
    });
    await fill(file, path, answer.apiKey);
    return answer;
  } finally {
    await file.close();
  }
}
