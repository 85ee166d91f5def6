import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `schema.sql` and `package.json`, whether this runs from `src` or bundled from `dist`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'schema.sql')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
