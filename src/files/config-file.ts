import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type PresentsError, UsageError } from '../model/presents-error.ts';
import { printable } from '../text/printable.ts';
import { commandLine } from '../text/shell.ts';
import { fileNamed } from './file-named.ts';
import { homeFolder } from './home-folder.ts';
import { userId } from './user-id.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A config file by its path, and its text; null if there is none. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string | null;
}

/** Place of a config file, and the option or variable that named it; undefined if it is where it always is. */
export interface ConfigPlace {
  readonly path: string;
  readonly namedBy: string | undefined;
}

const MOST_BYTES = 1_000_000;
const WRITABLE_BY_OTHERS = 0o022;
/** The name for no file at all, as other programs take it. */
const NO_FILE = '/dev/null';

/**
 * Returns the place of the config file: as `named` (of `--config`) or PRESENTS_CONFIG says, else `presents/config.json` in XDG_CONFIG_HOME or in
 * `.config` at home; undefined if none is known. Nothing is looked at.
 */
export function configPlace(
  env: Environment,
  named: string | undefined,
  workingDirectory: () => string,
): ConfigPlace | undefined {
  const name = named ?? (env.PRESENTS_CONFIG || undefined);
  const namedBy = named === undefined ? 'PRESENTS_CONFIG' : '--config';
  if (name !== undefined) return { path: fileNamed(name, namedBy, workingDirectory), namedBy };
  const { XDG_CONFIG_HOME: folder } = env;
  const home = homeFolder(env);
  const base = folder !== undefined && isAbsolute(folder) ? folder : home && join(home, '.config');
  return base === undefined ? undefined : { path: join(base, 'presents', 'config.json'), namedBy: undefined };
}

/**
 * Reads a config file; one that is not there is no fault unless it was named. Throws a PresentsError (exit code 2) if it is no file, of another
 * person, writable by others, too large or not UTF-8.
 */
export function readConfigFile({ path, namedBy }: ConfigPlace): ConfigFile {
  if (path === NO_FILE) return { path, text: null };
  const stats = namedBy === undefined ? look(path) : attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined && namedBy === undefined) return { path, text: null };
  if (stats === undefined) {
    throw refusal(`${namedBy} names ${printable(path)}, which does not exist`, 'Name a file that exists, or none.');
  }
  refuseUntrusted(path, stats, namedBy);
  return { path, text: readText(path, namedBy) };
}

/** Looks for the file where it always is. A home that may not be entered is of another person, as for a program that lost its rights. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'ENOTDIR'))
      return undefined;
    return attempt(path, () => {
      throw error;
    });
  }
}

function readText(path: string, namedBy: string | undefined): string {
  // What was looked at may be another file by now: a FIFO would hold the program up.
  const file = attempt(path, () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    refuseUntrusted(path, fstatSync(file), namedBy);
    return decoded(
      path,
      attempt(path, () => readFileSync(file)),
    );
  } finally {
    closeSync(file);
  }
}

// The file names databases and whether they may be changed: somebody else's word on that is not taken.
function refuseUntrusted(path: string, stats: Stats, namedBy: string | undefined): void {
  const name = `The config file ${printable(path)}`;
  if (stats.isDirectory()) throw refusal(`${name} is a folder`, 'Put a file in its place.');
  if (!stats.isFile()) throw refusal(`${name} is no ordinary file`, 'Put a file in its place.');
  if (namedBy === undefined && stats.uid !== 0 && stats.uid !== userId()) {
    throw refusal(`${name} belongs to another user`, 'Make it yours, or name it with --config.');
  }
  if ((stats.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw refusal(
      `${name} can be written by other users`,
      `Take that away: ${commandLine(['chmod', 'go-w', path]) ?? 'chmod go-w'}`,
    );
  }
  if (stats.size > MOST_BYTES) {
    throw refusal(`${name} is larger than 1 MB`, 'Settings take a few kilobytes; is it another file?');
  }
}

function decoded(path: string, bytes: Uint8Array): string {
  const name = `The config file ${printable(path)}`;
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw refusal(`${name} is UTF-16`, 'Save it as UTF-8.');
  }
  try {
    // A byte order mark in front is left out.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refusal(`${name} is not UTF-8`, 'Save it as UTF-8.', cause);
  }
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw refusal(`The config file ${printable(path)} cannot be read: ${reasons[code] ?? code}`, '', cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOTDIR: 'a part of its path is no folder',
  ELOOP: 'it is a link that leads to itself',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENXIO: 'it is no ordinary file',
};

function refusal(fault: string, nextStep: string, cause?: unknown): PresentsError {
  return new UsageError(`${fault}.`, { nextStep, cause });
}
