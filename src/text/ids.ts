import { printable } from './printable.ts';

const LONGEST = 80;

/** A row's id as it is shown: all its digits without separators, text made harmless. */
export function formatId(id: number | bigint | string): string {
  return printable(String(id), LONGEST);
}
