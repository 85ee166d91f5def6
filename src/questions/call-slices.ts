import { printFilter } from '../filter/print.ts';
import type { Query } from '../filter/query.ts';
import type { ListedCall } from '../model/call.ts';
import type { Window } from '../model/window.ts';
import type { CallPageRequest, Store } from '../store/store.ts';
import { readPages } from './list-pages.ts';

const SECOND_MS = 1000;
const FIRST_LENGTH_MS = 60_000;
/** Calls of a slice at most, unless they are of one second; one with few is followed by a longer one. */
const MOST_ROWS = 4000;
const FEW_ROWS = 1000;

/** Calls to read, and their order. */
export type CallQuestion = Omit<CallPageRequest, 'offset' | 'limit' | 'anchorId'>;

/** From when to when; null is open. */
export interface TimeEnds {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Calls between two times that fit a query, the newest first or last. */
export interface CallsByTime {
  readonly query: Query | undefined;
  readonly ends: TimeEnds;
  readonly descending: boolean;
  readonly now: Date;
  /** The window between two ends, which has a beginning. */
  readonly windowOf: (ends: TimeEnds) => Window;
}

/**
 * Reads calls by time in slices that hold about as many each: however many there are, a question looks at those of its slice
 * alone, and what is logged or deleted meanwhile moves nothing.
 */
export async function* readSlices(store: Store, asked: CallsByTime): AsyncGenerator<readonly ListedCall[]> {
  const { start, stop, question } = courseOf(asked);
  let length = FIRST_LENGTH_MS;
  for (let at = start; ; ) {
    const next = start > stop ? Math.max(stop, at - length) : Math.min(stop, at + length);
    const slice = question(Math.min(at, next), Math.max(at, next));
    const ask = (place: Pick<CallPageRequest, 'offset' | 'limit' | 'anchorId'>) =>
      store.apiLogs.calls({ ...slice, ...place });
    const { rows, total } = await ask({ offset: 0, limit: MOST_ROWS, anchorId: null });
    const sliceMs = Math.abs(at - next);
    if (total > MOST_ROWS && sliceMs > SECOND_MS) {
      length = wholeSeconds((sliceMs * FEW_ROWS) / total);
      continue;
    }
    if (total > MOST_ROWS)
      for await (const part of readPages(ask, { limit: total, pageRows: MOST_ROWS })) yield part.rows;
    else yield rows;
    if (next === stop) return;
    at = next;
    if (rows.length < FEW_ROWS) length *= 2;
  }
}

/** The filter for those calls that fit a query and lie between two ends. */
export function filterWithin(query: Query | undefined, { from, to }: TimeEnds): string {
  const point = (time: Date | null) => time && ({ at: 'instant', ms: time.getTime() } as const);
  const test: Query = { kind: 'time', values: [{ is: 'between', from: point(from), to: point(to) }] };
  const whole = query ?? { kind: 'and', parts: [] };
  return printFilter(from === null && to === null ? whole : { kind: 'and', parts: [whole, test] });
}

/** The way through a time: from where to where, in milliseconds since 1970, and the question for a slice of it. */
function courseOf({ query, ends, descending, now, windowOf }: CallsByTime) {
  const lowest = Math.floor((ends.from?.getTime() ?? 0) / SECOND_MS) * SECOND_MS;
  const highest = Math.max(lowest, wholeSeconds((ends.to ?? now).getTime()));
  const question = (fromMs: number, toMs: number): CallQuestion => {
    // Calls may lie beyond an end that is open.
    const slice: TimeEnds = {
      from: fromMs === lowest ? ends.from : new Date(fromMs),
      to: toMs === highest ? ends.to : new Date(toMs),
    };
    return { filter: filterWithin(query, slice), window: windowOf(slice), sort: 'time', descending };
  };
  const [start, stop] = descending ? [highest, lowest] : [lowest, highest];
  return { start, stop, question };
}

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / SECOND_MS)) * SECOND_MS;
}
