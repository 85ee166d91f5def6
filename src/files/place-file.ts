import { join } from 'node:path';
import { databaseFileName } from './database-file-name.ts';
import { readOwnText, replaceOwnText } from './own-text.ts';

const MOST_BYTES = 1_000_000;

/** Reads where an operator left a database, as it was kept; undefined if that is not known. */
export function readPlace(folder: string | undefined, database: string): string | undefined {
  return folder === undefined ? undefined : readOwnText(placePath(folder, database), MOST_BYTES);
}

/** Keeps where an operator leaves a database; forgotten where it cannot be written. */
export function keepPlace(folder: string | undefined, database: string, place: string): void {
  if (folder !== undefined && place.length < MOST_BYTES) replaceOwnText(placePath(folder, database), place);
}

function placePath(folder: string, database: string): string {
  return join(folder, 'places', databaseFileName(database, '.json'));
}
