import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Text of a file in pieces, which may be made while it is written. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Options of a new file. */
export interface NewFileOptions {
  /** Takes the place of one that is there (false unless given). */
  readonly replaces?: boolean;
  /** Permissions; only its owner can read it unless given. */
  readonly mode?: number;
}

const OWNER_ALONE = 0o600;

const MOST_NAMES = 1000;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
  NOT_A_FILE: 'it is a device, a pipe or a socket',
};

/**
 * Makes a file, and returns its length in bytes. It never stands under its name without its whole
 * content, and never takes another one's place unless that is wanted. Rejects with the system's error, leaving nothing.
 */
export async function makeNewFile(
  path: string,
  pieces: Pieces,
  { replaces = false, mode = OWNER_ALONE }: NewFileOptions = {},
): Promise<number> {
  const place = replaces ? await replaceable(path) : path;
  const draft = draftBeside(place);
  try {
    const bytes = await writeDraft(draft, pieces, mode);
    if (replaces) await rename(draft, place);
    // Some file systems know no second name for a file.
    else await link(draft, path).catch(() => copyFile(draft, path, constants.COPYFILE_EXCL));
    return bytes;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A new name in the folder of a path. */
export function draftBeside(path: string): string {
  return join(dirname(path), `.presents-${randomBytes(8).toString('hex')}.part`);
}

/** Returns the reason that a file could not be made, worded to follow a colon. */
export function newFileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return reasons[code] ?? code;
}

/** True if nothing stands at a path. Rejects with the system's error if its folder cannot be looked into. */
export async function isFree(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

/** The first of `name.csv`, `name-2.csv`, `name-3.csv` … that nothing stands at; the name itself where that cannot be known. */
export async function freeName(name: string, pathOf: (name: string) => string): Promise<string> {
  const [, stem = name, ending = ''] = /^(.*[^/])(\.[a-z]+)$/su.exec(name) ?? [];
  try {
    if (await isFree(pathOf(name))) return name;
    for (let number = 2; number < MOST_NAMES; number += 1) {
      const next = `${stem}-${number}${ending}`;
      if (await isFree(pathOf(next))) return next;
    }
    return name;
  } catch {
    return name;
  }
}

/** The path of the file to be replaced: where a link leads. Rejects where a file would take the place of something else: of /dev/null, say. */
async function replaceable(path: string): Promise<string> {
  if (await isFree(path)) return path;
  const place = await realpath(path).catch(() => path);
  const found = await lstat(place);
  if (found.isFile() || found.isDirectory() || found.isSymbolicLink()) return place;
  throw Object.assign(new Error(`${path} is no file.`), { code: 'NOT_A_FILE' });
}

async function writeDraft(draft: string, pieces: Pieces, mode: number): Promise<number> {
  const file: FileHandle = await open(draft, 'wx', OWNER_ALONE);
  try {
    // Whatever the umask takes away.
    if (mode !== OWNER_ALONE) await file.chmod(mode);
    let bytes = 0;
    for await (const piece of pieces) {
      // Unlike `write` it goes on until all is written: on a full disk the rest fails instead of being left out.
      await file.appendFile(piece);
      bytes += Buffer.byteLength(piece);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}
