import { printable } from './printable.ts';

/** More than any sentence with a path in it takes. */
const longestCells = 5000;

/** Returns an error's message as one printable line; names in it are untrusted. */
export function errorText(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error), longestCells);
}

/** The same for where there is little room: files are named without their folders, databases on servers by their names alone. */
export function shortErrorText(error: unknown): string {
  return errorText(error)
    .replaceAll(/\bpostgresql:\/\/[^\s/]*\/([^\s?]*)(?:\?\S*)?/g, '$1')
    .replaceAll(/(?<=^|\s)\/\S*\/(?=[^/\s]+(?:\s|$))/g, '');
}
