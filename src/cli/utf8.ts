import { isUtf8 } from 'node:buffer';
import { readFileSync, readlinkSync } from 'node:fs';
import { type PresentsError, UsageError } from '../model/presents-error.ts';

const REPLACEMENT = '\uFFFD';

/** Arguments that the process was started with, as the system's raw bytes. */
export interface StartBytes {
  /** The words of the command line, or undefined if the system does not tell. */
  readonly words: () => readonly Buffer[] | undefined;
  /** The settings of the environment as `NAME=value`, or undefined if the system does not tell. */
  readonly settings: () => readonly Buffer[] | undefined;
}

/** The bytes as Linux tells them. */
export const procBytes: StartBytes = {
  words: () => readParts('/proc/self/cmdline'),
  settings: () => readParts('/proc/self/environ'),
};

/**
 * Throws a PresentsError if an argument, PRESENTS_DB or DATABASE_PATH is not UTF-8: Node has put replacement characters in its place, and it
 * would name another user or file. Where the system does not tell the bytes, every replacement character is taken for one of those.
 */
export function requireUtf8(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  bytes: StartBytes = procBytes,
): void {
  const isIntact = (value: string, raw: Buffer | undefined) =>
    !value.includes(REPLACEMENT) || (raw !== undefined && isUtf8(raw));
  if (argv.some((word) => word.includes(REPLACEMENT))) {
    const raw = bytes.words()?.slice(-argv.length);
    const broken = argv.findIndex((word, index) => !isIntact(word, raw?.[index]));
    if (broken >= 0) throw refusal(`Argument ${broken + 1}${inBrackets(argv[broken])} is not valid UTF-8.`);
  }
  for (const name of ['PRESENTS_DB', 'DATABASE_PATH']) {
    const { [name]: value = '' } = env;
    if (!value.includes(REPLACEMENT)) continue;
    const raw = bytes.settings()?.find((setting) => setting.toString('latin1').startsWith(`${name}=`));
    if (!isIntact(value, raw)) throw refusal(`${name}${inBrackets(value)} is not valid UTF-8.`);
  }
}

/** A value to be told, unless it may hold a password. */
function inBrackets(value = ''): string {
  return /:\/\/|password/i.test(value) ? '' : ` (${value})`;
}

/**
 * Throws a PresentsError if the name of the working directory is not UTF-8: a file named there would be looked for, and made, in
 * another one.
 */
export function requireUtf8Folder(folder: string): void {
  if (!folder.includes(REPLACEMENT)) return;
  const raw = readLink('/proc/self/cwd');
  if (raw !== undefined && isUtf8(raw)) return;
  throw new UsageError(`The working directory (${folder}) is not valid UTF-8.`, {
    nextStep: 'Change to another one, or name files by absolute paths.',
  });
}

function refusal(fault: string): PresentsError {
  return new UsageError(fault, {
    nextStep: 'Give it as UTF-8; a file whose name is not must be renamed first.',
  });
}

function readLink(path: string): Buffer | undefined {
  try {
    return readlinkSync(path, { encoding: 'buffer' });
  } catch {
    return undefined;
  }
}

function readParts(path: string): readonly Buffer[] | undefined {
  try {
    const bytes = readFileSync(path);
    const parts: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const found = bytes.indexOf(0, from);
      const to = found < 0 ? bytes.length : found;
      parts.push(bytes.subarray(from, to));
      from = to + 1;
    }
    return parts;
  } catch {
    return undefined;
  }
}
