import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Location } from '../model/location.ts';
import { removeFilled } from '../store/open.ts';

/** Removes the database of a demo: a file with the folder that was made for it, or the tables that were made on a server. */
export async function removeDemo(location: Location): Promise<void> {
  await removeFilled(location);
  if (location.kind === 'file') rmSync(dirname(location.path), { recursive: true, force: true });
}
