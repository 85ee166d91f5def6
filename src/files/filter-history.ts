import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOwnFileOrMissing, prepareOwnFolder } from './own-folder.ts';

const most = 50;
const longest = 10_000;

/** The filters that were applied lately, in this run and earlier ones. */
export interface FilterHistory {
  /** The latest first; the same list until one is added. */
  list(): readonly string[];
  /** Puts a filter first. */
  add(filter: string): void;
}

/**
 * Opens the history that a folder holds, readable by its owner alone. Where there is no folder, or it cannot be used, the history
 * lasts as long as the program.
 */
export function openFilterHistory(folder: string | undefined): FilterHistory {
  const path = folder === undefined ? undefined : join(folder, 'filters');
  let filters: readonly string[] | undefined;
  const list = (): readonly string[] => {
    filters ??= path === undefined ? [] : readLines(path);
    return filters;
  };
  return {
    list,
    add(filter) {
      if (filter.length > longest || /[\r\n]/u.test(filter)) return;
      // Another dashboard may have added some meanwhile.
      const before = path === undefined ? list() : readLines(path);
      filters = [filter, ...before.filter((known) => known !== filter)].slice(0, most);
      if (folder !== undefined && path !== undefined) keep(folder, path, filters);
    },
  };
}

function readLines(path: string): readonly string[] {
  try {
    if (!isOwnFileOrMissing(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, most);
  } catch {
    return [];
  }
}

// A filter is applied all the same if it cannot be remembered.
function keep(folder: string, path: string, lines: readonly string[]): void {
  try {
    if (!prepareOwnFolder(folder) || !isOwnFileOrMissing(path)) return;
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    // The folder is full, or not to be written.
  }
}
