import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { fileNamed } from '../files/file-named.ts';
import { PresentsError, UsageError } from '../model/presents-error.ts';
import { usernameFault } from '../model/username.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './io.ts';

const MOST_BYTES = 16_000_000;

/** A name of a file, and the line it is in, from 1. */
export interface NamedLine {
  readonly line: number;
  readonly name: string;
}

/** Reads the names of a file, one a line, or of standard input if it is named `-`. Blank lines and those that begin with # hold none. */
export async function readNames(io: Io, file: string): Promise<readonly NamedLine[]> {
  const shown = file === '-' ? 'Standard input' : printable(file);
  const bytes = await readBytes(io, file).catch((error: unknown) => {
    throw error instanceof PresentsError ? error : unreadable(shown, error);
  });
  if (bytes.length > MOST_BYTES) throw refusal(`${shown} is too large: a file of names has at most 16 MB.`);
  if (!isUtf8(bytes)) throw refusal(`${shown} is not valid UTF-8.`);
  const lines = bytes
    .toString()
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/);
  const names = lines
    .map((text, index): NamedLine => ({ line: index + 1, name: text.trim() }))
    .filter(({ name }) => name !== '' && !name.startsWith('#'));
  if (names.length === 0) throw refusal(`${shown} holds no name.`);
  return names;
}

async function readBytes(io: Io, file: string): Promise<Buffer> {
  const stream = file === '-' ? io.stdin : createReadStream(fileNamed(file, '--from-file', () => io.cwd));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    length += chunks.at(-1)?.length ?? 0;
    if (length > MOST_BYTES) break;
  }
  return Buffer.concat(chunks);
}

/** Says of each name that no new user can have why not: it is refused, stands twice, or is taken. */
export function faultsOf(names: readonly NamedLine[], taken: ReadonlySet<string>): readonly string[] {
  const lines = new Map<string, number>();
  return names.flatMap(({ line, name }) => {
    const first = lines.get(name);
    if (first === undefined) lines.set(name, line);
    const fault = usernameFault(name) ?? whyNotFree(name, first, taken);
    return fault === undefined ? [] : [`Line ${line}: ${fault}`];
  });
}

function whyNotFree(name: string, first: number | undefined, taken: ReadonlySet<string>): string | undefined {
  if (first !== undefined) return `“${printable(name)}” stands in line ${first} already.`;
  return taken.has(name) ? `There already is a user “${printable(name)}”.` : undefined;
}

function unreadable(shown: string, error: unknown): PresentsError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new PresentsError(`${shown} cannot be read: ${REASONS[code] ?? code}.`, {
    code: 'refused',
    nextStep: 'Name a file with a name a line, or - for standard input.',
    cause: error,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

function refusal(sentence: string): PresentsError {
  return new UsageError(sentence, { nextStep: 'Give it a name a line, as UTF-8.' });
}
