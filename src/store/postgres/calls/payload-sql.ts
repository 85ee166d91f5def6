import type { BoundTerm } from '../../../filter/bound-query.ts';
import type { Binder } from './text-sql.ts';

// What JSON may write in no other way than these letters themselves, or behind a backslash.
const PLAIN = /^[^"\\\p{Cc}]+$/u;

type PayloadTerm = Extract<BoundTerm, { readonly kind: 'payload' }>;

/** Writes a look for the last key of a path, and for a text, in a payload: one that holds them in no way does not fit. */
export function mayHoldSql(column: string, { path, test }: PayloadTerm, bind: Binder): string {
  const key = path.findLast((step) => 'key' in step)?.key;
  const texts = [
    ...(key !== undefined && isPlain(key) ? [`"${key}"`] : []),
    ...(test.is === 'text' && isPlain(test.text) ? [test.text] : []),
  ];
  if (texts.length === 0) return `${column} IS NOT NULL`;
  const holdsAll = texts.map((text) => `strpos(${column}, ${bind(text)}) > 0`).join(' AND ');
  return `coalesce((${holdsAll}) OR strpos(${column}, '\\') > 0, false)`;
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && text.isWellFormed();
}
