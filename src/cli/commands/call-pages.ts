import type { ListedCall } from '../../model/call.ts';
import type { CallPage, CallPageRequest, Store } from '../../store/store.ts';

/** Calls to read, and their order. */
export type CallQuestion = Omit<CallPageRequest, 'offset' | 'limit' | 'anchorId'>;

/** Calls of a list one after another, and how many fit, among how many. */
export interface CallPart {
  readonly rows: readonly ListedCall[];
  readonly total: number;
  readonly unfilteredTotal: number;
}

/** Numbers of calls that are read: at most `limit`, which may be infinite, so many at once. */
export interface PageSize {
  readonly limit: number;
  readonly pageRows: number;
}

/**
 * Reads the calls of a list part by part, at least one part, and never more than there were at the first. Rows that come or go
 * meanwhile move nothing.
 */
export async function* readPages(
  store: Store,
  question: CallQuestion,
  { limit, pageRows }: PageSize,
): AsyncGenerator<CallPart> {
  const ask = (place: Place) => store.apiLogs.calls({ ...question, ...place });
  let part: CallPart = await ask({ offset: 0, limit: Math.min(pageRows, limit), anchorId: null });
  const end = Math.min(limit, part.total);
  for (let count = 0; ; ) {
    yield part;
    count += part.rows.length;
    if (part.rows.length === 0 || count >= end) return;
    part = await readBehind(ask, { rows: part.rows, count, wanted: Math.min(pageRows, end - count) });
  }
}

type Place = Pick<CallPageRequest, 'offset' | 'limit' | 'anchorId'>;
type Ask = (place: Place) => Promise<CallPage>;

interface Position {
  /** The rows that were read last. */
  readonly rows: readonly ListedCall[];
  /** Number of rows up to the last of them. */
  readonly count: number;
  readonly wanted: number;
}

/** Reads on behind the last row: from its place, or if that has moved, from where it is now. */
async function readBehind(ask: Ask, { rows, count, wanted }: Position): Promise<CallPart> {
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
