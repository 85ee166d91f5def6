import { join } from 'node:path';
import { keepLines, readKeptLines } from './kept-lines.ts';

const most = 20;
const longest = 4096;

/** The names of the databases that were opened lately, the latest first, as far as a folder of ours holds them; never a password. */
export function recentDatabases(folder: string | undefined): readonly string[] {
  return folder === undefined ? [] : readKeptLines(join(folder, 'databases'), most);
}

/** Puts the name of a database first. */
export function rememberDatabase(folder: string | undefined, name: string): void {
  if (folder === undefined || name.length > longest || /[\r\n]/u.test(name)) return;
  // Another dashboard may have added some meanwhile.
  const names = [name, ...recentDatabases(folder).filter((known) => known !== name)].slice(0, most);
  keepLines(folder, join(folder, 'databases'), names);
}
