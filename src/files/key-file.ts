import { type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PresentsError } from '../model/presents-error.ts';
import type { IssuedKey } from '../model/user.ts';
import { databaseBeside } from './database-beside.ts';
import { draftBeside, makeNewFile, newFileReason } from './new-file.ts';

/** Bytes of a key and its line end. */
const KEY_BYTES = 44;

/** Code for a key file that may not be created, in the style of the system's error codes. */
const PART = 'EPART';

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already, and a key never overwrites a file',
  [PART]: 'it would be taken for a part of the database beside it',
};

/** A key file that can be made: its name is free and there is room for it. */
interface KeyFile {
  /** Makes the file, readable by its owner alone: whole or not at all. Rejects with the system's error. */
  write(text: string): Promise<void>;
  /** Lets the room go. */
  release(): Promise<void>;
}

/** Holds room for keys at a path where nothing is yet, and makes nothing that a killed process would leave. Rejects with the system's error. */
async function reserveKeyFile(path: string, roomBytes = KEY_BYTES): Promise<KeyFile> {
  if (await lstat(path).catch(missing)) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' });
  if (databaseBeside(path) !== undefined)
    throw Object.assign(new Error(`${path} is a part of a database`), { code: PART });
  const room = await holdRoom(draftBeside(path), roomBytes);
  let released: Promise<void> | undefined;
  const release = () => {
    released ??= room.close();
    return released;
  };
  return {
    release,
    write: async (text) => {
      await release();
      await makeNewFile(path, [text]);
    },
  };
}

/** Action that answers with keys, and the text of the file for them. */
export interface KeysToFile<Answer> {
  readonly act: () => Promise<Answer>;
  readonly textOf: (answer: Answer) => string;
  /** Length of the text at most. */
  readonly roomBytes: number;
  /** Makes the fault of keys that could not be written, with the reason. */
  readonly lost: (reason: string, answer: Answer) => PresentsError;
}

/** Runs an action that answers with a key, and writes that key to a new file, as `withKeysFile` does. */
export function withKeyFile<Answer extends { readonly apiKey: string }>(
  path: string,
  act: () => Promise<Answer>,
  lost: (reason: string, answer: Answer) => PresentsError,
): Promise<Answer> {
  return withKeysFile(path, { act, lost, textOf: ({ apiKey }) => `${apiKey}\n`, roomBytes: KEY_BYTES });
}

/**
 * Runs an action that answers with keys and writes them to a new file. Where the file cannot be made, nothing is done; where the
 * action fails, there is no file; where the keys can no longer be written, `lost` says what that means.
 */
export async function withKeysFile<Answer>(
  path: string,
  { act, textOf, roomBytes, lost }: KeysToFile<Answer>,
): Promise<Answer> {
  const file = await reserveKeyFile(path, roomBytes).catch((error: unknown) => {
    throw refusalOf(path, error);
  });
  try {
    const answer = await act();
    await file.write(textOf(answer)).catch((error: unknown) => {
      throw lost(`${path} cannot be made: ${keyFileReason(error)}`, answer);
    });
    return answer;
  } finally {
    await file.release();
  }
}

function refusalOf(path: string, error: unknown): PresentsError {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
  return new PresentsError(`The key file ${path} cannot be made: ${keyFileReason(error)}. Nothing was changed.`, {
    code: isTaken ? 'exists' : 'refused',
    nextStep: 'Name another file.',
    option: '--output FILE',
    exitCode: isTaken ? 2 : 1,
    cause: error,
  });
}

/** File systems take names of 255 bytes. */
const LONGEST_NAME = 64;

/** Writes a key into a new file in a folder, named after its user, and returns the path. Rejects with PresentsError, leaving no file. */
export async function saveKey(
  folder: string,
  { username, apiKey }: Pick<IssuedKey, 'username' | 'apiKey'>,
): Promise<string> {
  const path = join(folder, `presents-${username.replaceAll(/[^\w.-]+/g, '_').slice(0, LONGEST_NAME)}.key`);
  try {
    const file = await reserveKeyFile(path);
    await file.write(`${apiKey}\n`);
    return path;
  } catch (error) {
    throw new PresentsError(`${path}: ${keyFileReason(error)}`, { code: 'refused', cause: error });
  }
}

/** Returns the reason that a key file could not be created, worded to follow a colon. */
function keyFileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return reasons[code] ?? newFileReason(error);
}

// A file without a name keeps its room until it is closed, however the process ends.
async function holdRoom(path: string, bytes: number): Promise<FileHandle> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(' '.repeat(bytes));
    await file.sync();
    return file;
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
