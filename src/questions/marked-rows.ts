import type { Id } from '../model/id.ts';
import { type AskPage, readPages } from './list-pages.ts';

/** Rows that are read at once: each page costs a look at all rows, and has to cross to another thread. */
const PAGE_ROWS = 10_000;

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

/** Reads the chosen rows of a list, page by page, in the order of the list; of `some` no more than until all are found. */
export async function* readChosen<Row extends { readonly id: Id }>(
  ask: AskPage<Row>,
  chosen: ChosenRows,
  watch: ReadingWatch = {},
): AsyncGenerator<readonly Row[]> {
  const whole = { ...watch, total: 0 };
  yield* chosenOf(
    partsOf(ask, (total) => {
      whole.total = total;
    }),
    chosen,
    whole,
  );
}

/** The chosen rows of parts of a list; of `some` no more parts are read than until all are found. */
export async function* chosenOf<Row extends { readonly id: Id }>(
  parts: AsyncIterable<readonly Row[]>,
  { of, ids }: ChosenRows,
  watch: ReadingWatch & { readonly total: number },
): AsyncGenerator<readonly Row[]> {
  const known = new Set(ids);
  let read = 0;
  let found = 0;
  for await (const rows of parts) {
    if (watch.signal?.aborted) return;
    const chosen = rows.filter(({ id }) => known.has(id) === (of === 'some'));
    read += rows.length;
    found += chosen.length;
    watch.onProgress?.(read, Math.max(read, watch.total));
    if (chosen.length > 0) yield chosen;
    if (of === 'some' && found >= ids.length) return;
  }
}

async function* partsOf<Row extends { readonly id: Id }>(
  ask: AskPage<Row>,
  onTotal: (total: number) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const { rows, total } of readPages(ask, { limit: Number.POSITIVE_INFINITY, pageRows: PAGE_ROWS })) {
    onTotal(total);
    yield rows;
  }
}
