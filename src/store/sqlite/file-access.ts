import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../user-error.ts';

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
      nextStep: '`presents init` creates it; --db FILE or DATABASE_PATH names another.',
    });
  }
  if (stats.isDirectory()) {
    throw new UserError(`${path} is a directory, not a database.`, { nextStep: 'Name a file with --db FILE.' });
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

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
    throw noPermission(path, error);
  }
}

function noPermission(path: string, cause: unknown): UserError {
  const nextStep = `Check the permissions of the file and of ${dirname(path)}.`;
  return new UserError(`There is no permission to read ${path}.`, { nextStep, exitCode: 3, cause });
}
