import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pattern of a key. */
export const KEY = /(?<![\w-])[\w-]{43}(?![\w-])/;

/** The forms in which a key could lie somewhere: as it is, its 32 bytes, and as others would write it down. */
function formsOf(key: string): readonly Buffer[] {
  const text = Buffer.from(key);
  const bytes = Buffer.from(key, 'base64url');
  const encodings = ['base64', 'base64url', 'hex'] as const;
  const written = encodings.flatMap((encoding) => [text.toString(encoding), bytes.toString(encoding)]);
  // Unpadded and without its end, which depends on what follows.
  const forms = [key, ...written.flatMap((form) => [form, form.toUpperCase()])].map((form) => form.replace(/=*$/, ''));
  return [bytes, ...[...new Set(forms)].map((form) => Buffer.from(form)), Buffer.from(key, 'utf16le')];
}

/** Tells whether a place holds a key, in any form; a masked key does not count. */
export function holds(where: string | Buffer, key: string): boolean {
  const buffer = Buffer.from(where);
  return [...formsOf(key), Buffer.from(masked(key))].some((form) => buffer.includes(form));
}

/** Returns the part behind the dots: a screen that is drawn anew only where it changed writes no more than that. */
function masked(key: string): string {
  return key.slice(4, -3);
}

/** The files below a folder that hold the key in any form. */
export function filesWith(folder: string, key: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => holds(readFileSync(path), key));
}

/**
 * Returns the arguments of a running process, which everybody may read, and its environment, which its owner may read.
 */
export function visibleOf(pid: number): string {
  return `${readFileSync(`/proc/${pid}/cmdline`)}${readFileSync(`/proc/${pid}/environ`)}`;
}
