import type { CallSort, ListedCall } from '../../model/call.ts';
import { type CallQuestion, readSlices, type TimeEnds } from '../../questions/call-slices.ts';
import { type ListPart, readPages } from '../../questions/list-pages.ts';
import type { Store } from '../../store/store.ts';
import { callsWhere, type Where, windowOf } from '../where.ts';

/** Calls of a page: each costs a look at all calls of the time, since they have to be put in order. */
const PAGE_ROWS = 50_000;

/** Calls that a command was asked for. */
export interface AskedCalls {
  readonly where: Where | undefined;
  readonly ends: TimeEnds;
  readonly sort: CallSort;
  readonly descending: boolean;
  /** Number of calls; may be infinite. */
  readonly limit: number;
  /** Length of the time, unless the filter chose it. */
  readonly hours: number | undefined;
  readonly now: Date;
}

/** The question for a page of them. */
export function questionOf({ where, ends, sort, descending }: AskedCalls): CallQuestion {
  return { filter: '', ...callsWhere(where), window: windowOf(ends), sort, descending };
}

/** Reads calls part by part, however many they are. */
export async function* readCalls(store: Store, asked: AskedCalls): AsyncGenerator<readonly ListedCall[]> {
  const question = questionOf(asked);
  const parts =
    asked.sort === 'time'
      ? readSlices(store, { ...asked, query: asked.where?.query, windowOf })
      : rowsOf(
          readPages((place) => store.apiLogs.calls({ ...question, ...place }), {
            limit: asked.limit,
            pageRows: PAGE_ROWS,
          }),
        );
  let left = asked.limit;
  for await (const rows of parts) {
    yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
  }
}

async function* rowsOf(pages: AsyncIterable<ListPart<ListedCall>>): AsyncGenerator<readonly ListedCall[]> {
  for await (const { rows } of pages) yield rows;
}
