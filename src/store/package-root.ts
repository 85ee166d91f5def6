import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PresentsError } from '../model/presents-error.ts';

/**
 * The folder that holds `schema.sql` and `package.json`, whether this runs from `src` or bundled from `dist`. Throws a
 * PresentsError if there is none, as for a program that was bundled with this library.
 */
export function packageRoot(): string {
  const from = dirname(fileURLToPath(import.meta.url));
  let folder = from;
  while (!existsSync(join(folder, 'schema.sql'))) {
    if (folder === dirname(folder)) throw missingSchema(from);
    folder = dirname(folder);
  }
  return folder;
}

function missingSchema(folder: string): PresentsError {
  return new PresentsError(`There is no schema.sql in ${folder} or above.`, {
    code: 'unavailable',
    nextStep: 'Leave predict-presents out of your bundle, or copy its schema.sql and schema.postgres.sql beside it.',
  });
}
