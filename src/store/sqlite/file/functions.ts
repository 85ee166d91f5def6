import { Buffer } from 'node:buffer';
import type { BoundTerm } from '../../../filter/bound-query.ts';
import { fits } from '../../../filter/fits.ts';
import { createGroupFinder } from '../../../filter/group-of.ts';
import type { Driver } from './driver.ts';

const TERMS_KEPT = 2_000;
const FAILED = 500;

/**
 * Adds functions to SQL: `folded(text)`, the text in lower case as JavaScript has it, for all languages, since SQLite's
 * `lower()` knows ASCII alone; `utf8_bytes(text)`, the bytes that a text takes in UTF-8, whatever the file keeps; `fits_term(term, value)`, which tests the value that a term of a query looks at; and
 * `group_of(status, message, route)`, the id of the group of a failed call.
 */
export function defineFunctions(database: Pick<Driver, 'function'>): void {
  database.function('folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : null,
  );
  database.function('utf8_bytes', { deterministic: true }, (text) =>
    typeof text === 'string' ? Buffer.byteLength(text) : null,
  );
  const groupOf = createGroupFinder();
  database.function(
    'group_of',
    { deterministic: true },
    (status, message, route) => groupOf({ status, message, route }) ?? null,
  );
  const testers = new Map<unknown, (value: unknown) => boolean>();
  database.function('fits_term', { deterministic: true }, (term, value) => {
    const tester = testers.get(term) ?? testerOf(String(term));
    if (testers.size >= TERMS_KEPT) testers.clear();
    testers.set(term, tester);
    return tester(value) ? 1 : 0;
  });
}

/** Writes a term as `fits_term` takes it. */
export function termText(term: BoundTerm): string {
  return JSON.stringify(term, (_, value) => (Math.abs(value) === Infinity ? String(value) : value));
}

// A term looks at one value of a call, wherever that stands.
function testerOf(term: string): (value: unknown) => boolean {
  const test = fits(JSON.parse(term, (key, value) => (key === 'from' || key === 'to' ? Number(value) : value)));
  const call = { userId: 0, status: FAILED, ms: null, timeMs: undefined, response: null };
  return (value) => test({ ...call, route: value, message: value, request: value });
}
