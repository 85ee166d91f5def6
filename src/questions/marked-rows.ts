import type { Id } from '../model/id.ts';
import { type AskPage, readPages } from './list-pages.ts';

/** Rows that are read at once: few enough to cross to another thread without a halt. */
const PAGE_ROWS = 1000;

/** Records of a list that somebody chose: some by their ids, or all but some. */
export interface ChosenRows {
  readonly of: 'some' | 'all';
  readonly ids: readonly Id[];
}

/** Signs of life of a long reading, and the signal that ends it. */
export interface ReadingWatch {
  readonly onProgress?: (read: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Reads the chosen rows of a list, part by part, in the order of the list; of `some` no more than until all are found. */
export async function* readChosen<Row extends { readonly id: Id }>(
  ask: AskPage<Row>,
  { of, ids }: ChosenRows,
  { onProgress, signal }: ReadingWatch = {},
): AsyncGenerator<readonly Row[]> {
  const known = new Set(ids);
  const isChosen = (row: Row): boolean => known.has(row.id) === (of === 'some');
  let read = 0;
  let found = 0;
  for await (const { rows, total } of readPages(ask, { limit: Number.POSITIVE_INFINITY, pageRows: PAGE_ROWS })) {
    if (signal?.aborted) return;
    const chosen = rows.filter(isChosen);
    read += rows.length;
    found += chosen.length;
    onProgress?.(read, total);
    if (chosen.length > 0) yield chosen;
    if (of === 'some' && found >= ids.length) return;
  }
}
