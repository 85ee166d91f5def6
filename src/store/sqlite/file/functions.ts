import type { Driver } from './driver.ts';

/**
 * Adds to SQL `folded(text)`, the text in lower case as JavaScript has it, for all languages: SQLite's `lower()` knows ASCII alone.
 */
export function defineFunctions(database: Pick<Driver, 'function'>): void {
  database.function('folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : null,
  );
}
