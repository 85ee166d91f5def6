import { accessSync, constants, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PresentsError, type PresentsErrorCode } from '../../../model/presents-error.ts';

/** Identity of a database file, and its look from outside, so that a replaced or overwritten one is noticed. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  /** An opaque token; changes with whatever writes to the file. */
  readonly stamp: string;
}

/**
 * Returns the identity of a file. Throws a PresentsError if there is none, or none that a database could be read from.
 */
export function identifyFile(path: string): FileIdentity {
  const stats = lookAt(path);
  if (stats === undefined) {
    throw new PresentsError(`There is no database at ${path}.`, {
      code: 'not_found',
      nextStep: 'Create it.',
      command: 'init',
      option: '--db FILE',
    });
  }
  const kind = kindOf(stats);
  if (kind !== undefined) {
    throw new PresentsError(`${path} is a ${kind}, not a database.`, {
      code: 'invalid',
      nextStep: 'Name a file.',
      option: '--db FILE',
    });
  }
  return { device: stats.dev, inode: stats.ino, stamp: fileStamp(stats) };
}

/** The stamp of the file at a path, whatever that is. */
export function stampOfFile(path: string): string {
  return fileStamp(lookQuietly(path));
}

/** An opaque token of the write-ahead log beside a database; changes with whatever writes to it. */
export function stampOfLog(path: string): string {
  const log = lookQuietly(`${path}-wal`);
  // Whoever opens it as root changes its entry, which is no change of its content.
  return [log?.ino, log?.size, log?.mtimeMs].join(' ');
}

/** Tells whether there is anything at a path. Throws a PresentsError if this process has no permission to look. */
export function isThere(path: string): boolean {
  return lookAt(path) !== undefined;
}

/** Throws a PresentsError if this process may not read the file, which the driver would not tell from other faults. */
export function checkReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw noPermission(path, error);
  }
}

// To open a pipe would wait for who writes to it, and a device may answer anything.
function kindOf(stats: Stats): string | undefined {
  if (stats.isDirectory()) return 'directory';
  if (stats.isFIFO()) return 'named pipe';
  if (stats.isSocket()) return 'socket';
  return stats.isFile() ? undefined : 'device';
}

// Its entry, too, for the time of modification may be set to any, as `cp -p` does.
function fileStamp(stats: Stats | undefined): string {
  return [stats?.size, stats?.mtimeMs, stats?.ctimeMs].join(' ');
}

function lookQuietly(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A name with `-wal` at its end may be too long for any file.
    return undefined;
  }
}

function lookAt(path: string): Stats | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) refuseDanglingLink(path);
    return stats;
  } catch (error) {
    if (error instanceof PresentsError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return undefined;
    if (code === 'ERR_INVALID_ARG_VALUE') throw noName(path, 'it holds a null byte');
    if (code === 'ELOOP') throw linkFault('invalid', `${path} is a link that leads back to itself.`);
    if (code === 'ENAMETOOLONG') throw noName(path, 'the name is too long');
    throw noPermission(path, error);
  }
}

function refuseDanglingLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw linkFault('not_found', `${path} is a link to ${readlinkSync(path)}, and there is nothing.`);
}

function noName(path: string, fault: string): PresentsError {
  return new PresentsError(`No file can be named ${path}: ${fault}.`, {
    code: 'invalid',
    nextStep: 'Name a file.',
    option: '--db FILE',
  });
}

function linkFault(code: PresentsErrorCode, message: string): PresentsError {
  return new PresentsError(message, {
    code,
    nextStep: 'Mend or remove the link, or name a file.',
    option: '--db FILE',
  });
}

function noPermission(path: string, cause: unknown): PresentsError {
  const nextStep = `Check the permissions of the file and of ${dirname(path)}.`;
  return new PresentsError(`There is no permission to read ${path}.`, { code: 'unavailable', nextStep, cause });
}
