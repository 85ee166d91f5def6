import { join } from 'node:path';
import { keepLines, readKeptLines } from './kept-lines.ts';

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
    filters ??= path === undefined ? [] : readKeptLines(path, most);
    return filters;
  };
  return {
    list,
    add(filter) {
      if (filter.length > longest || /[\r\n]/u.test(filter)) return;
      // Another dashboard may have added some meanwhile.
      const before = path === undefined ? list() : readKeptLines(path, most);
      filters = [filter, ...before.filter((known) => known !== filter)].slice(0, most);
      if (folder !== undefined && path !== undefined) keepLines(folder, path, filters);
    },
  };
}
