import { accessSync, constants, lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../../model/user-error.ts';

/** Which file a database is, so that a replaced one is noticed. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

/** Which file this is. Throws a UserError where there is none, or none that a database could be read from. */
export function identifyFile(path: string): FileIdentity {
  const stats = lookAt(path);
  if (stats === undefined) {
    throw new UserError(`There is no database at ${path}.`, {
      nextStep: 'Create it.',
      command: 'init',
      option: '--db FILE',
    });
  }
  const kind = kindOf(stats);
  if (kind !== undefined) {
    throw new UserError(`${path} is a ${kind}, not a database.`, { nextStep: 'Name a file.', option: '--db FILE' });
  }
  return { device: stats.dev, inode: stats.ino };
}

/** Whether there is anything at a path. Throws a UserError where this process may not know. */
export function isThere(path: string): boolean {
  return lookAt(path) !== undefined;
}

/** Throws a UserError where this process may not read the file, which the driver would not tell from other faults. */
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

function lookAt(path: string): Stats | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) refuseDanglingLink(path);
    return stats;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw linkFault(`${path} is a link that leads back to itself.`);
    if (code === 'ENAMETOOLONG') {
      throw new UserError(`No file can be named ${path}: the name is too long.`, {
        nextStep: 'Name a file.',
        option: '--db FILE',
      });
    }
    throw noPermission(path, error);
  }
}

function refuseDanglingLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw linkFault(`${path} is a link to ${readlinkSync(path)}, and there is nothing.`);
}

function linkFault(message: string): UserError {
  return new UserError(message, { nextStep: 'Mend or remove the link, or name a file.', option: '--db FILE' });
}

function noPermission(path: string, cause: unknown): UserError {
  const nextStep = `Check the permissions of the file and of ${dirname(path)}.`;
  return new UserError(`There is no permission to read ${path}.`, { nextStep, exitCode: 3, cause });
}
