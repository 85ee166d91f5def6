import { join } from 'node:path';
import { keepLines, readKeptLines } from './kept-lines.ts';

const most = 200;
const longest = 1000;

/** Number of times that an entry of the palette was chosen, and the last of them. */
export interface PaletteUse {
  readonly id: string;
  readonly count: number;
  readonly lastAt: Date;
}

/** The entries of the palette that were chosen lately, in this run and earlier ones. */
export interface PaletteUses {
  /** The latest first; the same list until one is added. */
  list(): readonly PaletteUse[];
  /** Counts a use of the entry with this id. */
  add(id: string, at: Date): void;
}

/** Opens what a folder remembers, readable by its owner alone. Without a folder it lasts as long as the program. */
export function openPaletteUses(folder: string | undefined): PaletteUses {
  const path = folder === undefined ? undefined : join(folder, 'palette');
  let uses: readonly PaletteUse[] | undefined;
  const read = (): readonly PaletteUse[] =>
    path === undefined ? (uses ?? []) : readKeptLines(path, most).flatMap(useIn);
  return {
    list() {
      uses ??= read();
      return uses;
    },
    add(id, lastAt) {
      if (id.length > longest) return;
      // Another dashboard may have added some meanwhile.
      const before = read();
      const count = 1 + (before.find((use) => use.id === id)?.count ?? 0);
      uses = [{ id, count, lastAt }, ...before.filter((use) => use.id !== id)].slice(0, most);
      if (folder !== undefined && path !== undefined) keepLines(folder, path, uses.map(lineOf));
    },
  };
}

function lineOf({ id, count, lastAt }: PaletteUse): string {
  return JSON.stringify([count, lastAt.toISOString(), id]);
}

function useIn(line: string): readonly PaletteUse[] {
  try {
    const [count, at, id]: readonly unknown[] = Object(JSON.parse(line));
    const lastAt = new Date(String(at));
    const isUse = Number.isSafeInteger(count) && typeof id === 'string' && !Number.isNaN(lastAt.getTime());
    return isUse ? [{ id, count: Number(count), lastAt }] : [];
  } catch {
    return [];
  }
}
