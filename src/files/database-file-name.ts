import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** Names a file about a database, which is a path or a text with `://`: so that a person knows it, and unlike that of any other database. */
export function databaseFileName(database: string, extension: string): string {
  const path = database.includes('://') ? database : realPathOf(database);
  const name = basename(path)
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 40);
  return `${name}-${createHash('sha256').update(path).digest('hex').slice(0, 16)}${extension}`;
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // The first question meets the fault.
    return resolve(path);
  }
}
