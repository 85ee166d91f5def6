import type { Id } from '../model/id.ts';
import type { Page } from '../model/page.ts';

/** Part of a list to read: around a record that is still in the list, otherwise from an offset. */
export interface Place {
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

/** Asks for a part of a list. */
export type AskPage<Row> = (place: Place) => Promise<Page<Row>>;

/** Rows of a list one after another, and how many fit, among how many. */
export type ListPart<Row> = Pick<Page<Row>, 'rows' | 'total' | 'unfilteredTotal'>;

/** Numbers of rows that are read: at most `limit`, which may be infinite, so many at once. */
export interface PageSize {
  readonly limit: number;
  readonly pageRows: number;
}

/**
 * Reads a list part by part, at least one part, and never more than there were at the first. Rows that come or go meanwhile move
 * nothing.
 */
export async function* readPages<Row extends { readonly id: Id }>(
  ask: AskPage<Row>,
  { limit, pageRows }: PageSize,
): AsyncGenerator<ListPart<Row>> {
  let part: ListPart<Row> = await ask({ offset: 0, limit: Math.min(pageRows, limit), anchorId: null });
  const end = Math.min(limit, part.total);
  for (let count = 0; ; ) {
    yield part;
    count += part.rows.length;
    if (part.rows.length === 0 || count >= end) return;
    part = await readBehind(ask, { rows: part.rows, count, wanted: Math.min(pageRows, end - count) });
  }
}

interface Position<Row> {
  /** The rows that were read last. */
  readonly rows: readonly Row[];
  /** Number of rows up to the last of them. */
  readonly count: number;
  readonly wanted: number;
}

/** Reads on behind the last row: from its place, or if that has moved, from where it is now. */
async function readBehind<Row extends { readonly id: Id }>(
  ask: AskPage<Row>,
  { rows, count, wanted }: Position<Row>,
): Promise<ListPart<Row>> {
  const page = await ask({ offset: count - 1, limit: wanted + 1, anchorId: null });
  if (page.rows[0]?.id === rows.at(-1)?.id) return { ...page, rows: page.rows.slice(1) };
  const known = new Set(rows.map(({ id }) => id));
  // The last row may be gone, and those before it: rows farther and farther away are looked for.
  for (let back = 1; back <= rows.length; back *= 2) {
    const around = await ask({ offset: count, limit: 2 * (wanted + back), anchorId: rows.at(-back)?.id ?? null });
    if (around.anchorIndex === null) continue;
    const behind = around.rows.slice(around.anchorIndex + 1 - around.offset);
    return { ...around, rows: behind.filter(({ id }) => !known.has(id)).slice(0, wanted) };
  }
  return { ...page, rows: [] };
}
