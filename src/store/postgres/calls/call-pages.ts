import type { CallSort } from '../../../model/call.ts';
import type { PageRequest } from '../../../model/page.ts';
import type { Window } from '../../../model/window.ts';
import type { CallRow } from '../../answers/call-records.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import {
  countBefore,
  type HourCounts,
  type HourPart,
  hourAt,
  orderHours,
  partsOfPage,
  totalOf,
  windowOfHour,
} from '../../answers/hour-pages.ts';
import { placeOf } from '../../answers/pages.ts';
import type { Asker } from '../server/server.ts';
import { bindId } from '../values.ts';
import { CALL_COUNT, FALLING_CALLS, RISING_CALLS } from './call-orders.ts';
import { askAbout, type FoundIds } from './call-question.ts';
import type { ListedPage } from './call-rows.ts';
import { pageByText } from './text-pages.ts';

/** The calls of a list, and what is known of their number without counting. */
export interface ListOfCalls {
  readonly window: Window;
  readonly calls: SummedCalls;
  readonly found: FoundIds | undefined;
  readonly total?: number | undefined;
  readonly counts?: HourCounts | undefined;
}

/** Reads a page of calls. All that can be asked at once is sent at once. */
export async function pageOfCalls(ask: Asker, list: ListOfCalls, request: PageRequest<CallSort>): Promise<ListedPage> {
  const { sort } = request;
  switch (sort) {
    case 'user':
    case 'route':
    case 'message':
      return pageByText(ask, askAbout(list), { ...request, sort });
    case 'time':
      return request.anchorId === null
        ? pageByOffset(ask, list, { ...request, sort })
        : aroundAnchor(ask, list, request);
    default:
      return pageByOffset(ask, list, { ...request, sort });
  }
}

/** Counts the calls of a list. */
export async function countCalls(ask: Asker, list: ListOfCalls): Promise<number> {
  const { total, counts } = list;
  if (total !== undefined) return total;
  if (counts !== undefined) return totalOf(counts);
  const [row] = await ask.tuples<readonly [number]>(...askAbout(list)(CALL_COUNT));
  return row?.[0] ?? 0;
}

/** A page from its place on, which is guessed until all calls are counted. */
async function pageByOffset(
  ask: Asker,
  list: ListOfCalls,
  request: PageRequest<'time' | 'status' | 'ms'>,
): Promise<ListedPage> {
  const read = ({ offset, limit }: { readonly offset: number; readonly limit: number }) =>
    list.counts !== undefined && request.sort === 'time'
      ? readHours(ask, { ...list, counts: list.counts }, { ...request, offset, limit })
      : ask.rows<CallRow>(...askAbout(list)(orderOf(request).page, [limit, offset]));
  const guess = placeOf({ total: Number.MAX_SAFE_INTEGER, anchorIndex: null }, request);
  const [total, anchorIndex, guessed] = await Promise.all([
    countCalls(ask, list),
    placeOfAnchor(ask, list, request),
    request.anchorId === null ? read(guess) : [],
  ]);
  const { limit, ...place } = placeOf({ total, anchorIndex }, request);
  const isGuessed = request.anchorId === null && place.offset === guess.offset;
  return { ...place, rows: isGuessed ? guessed : await read({ ...place, limit }) };
}

function orderOf({ sort, descending }: PageRequest<'time' | 'status' | 'ms'>) {
  return (descending ? FALLING_CALLS : RISING_CALLS)[sort];
}

async function placeOfAnchor(
  ask: Asker,
  list: ListOfCalls,
  request: PageRequest<'time' | 'status' | 'ms'>,
): Promise<number | null> {
  if (request.anchorId === null) return null;
  const [row] = await ask.tuples<readonly [number]>(
    ...askAbout(list)(orderOf(request).place, [bindId(request.anchorId)]),
  );
  return row?.[0] ?? null;
}

/** A page by time around one of its calls: those before it and those from it on are read along with its place. */
async function aroundAnchor(ask: Asker, list: ListOfCalls, request: PageRequest<string>): Promise<ListedPage> {
  const { descending, anchorId } = request;
  const limit = Math.max(0, Math.floor(request.limit));
  const anchor = anchorId === null ? null : bindId(anchorId);
  const { before, from } = (descending ? FALLING_CALLS : RISING_CALLS).time;
  const about = askAbout(list);
  const [total, anchorIndex, rowsBefore, rowsFrom] = await Promise.all([
    countCalls(ask, list),
    placeByTime(ask, list, { descending, anchor }),
    ask.rows<CallRow>(...about(before, [anchor, limit])),
    ask.rows<CallRow>(...about(from, [anchor, limit])),
  ]);
  if (anchorIndex === null) return pageByOffset(ask, { ...list, total }, { ...request, sort: 'time', anchorId: null });
  const { limit: length, ...place } = placeOf({ total, anchorIndex }, request);
  const start = place.offset - (anchorIndex - rowsBefore.length);
  return { ...place, rows: [...rowsBefore.toReversed(), ...rowsFrom].slice(start, start + length) };
}

async function placeByTime(
  ask: Asker,
  list: ListOfCalls,
  { descending, anchor }: { readonly descending: boolean; readonly anchor: string | null },
): Promise<number | null> {
  const { place, placeInHour } = (descending ? FALLING_CALLS : RISING_CALLS).time;
  const about = askAbout(list);
  if (list.counts === undefined) {
    const [row] = await ask.tuples<readonly [number]>(...about(place, [anchor]));
    return row?.[0] ?? null;
  }
  const [row] = await ask.tuples<readonly [second: number, before: number]>(...about(placeInHour, [anchor]));
  if (row === undefined) return null;
  const [second, inHour] = row;
  return inHour + countBefore(orderHours(list.counts, descending), hourAt(second * 1000), descending);
}

async function readHours(
  ask: Asker,
  list: ListOfCalls & { readonly counts: HourCounts },
  { descending, offset, limit }: PageRequest<string>,
): Promise<readonly CallRow[]> {
  const parts = partsOfPage(orderHours(list.counts, descending), { offset, limit });
  const rows = await Promise.all(parts.map((part) => readHour(ask, list, { ...part, descending })));
  return rows.flat();
}

async function readHour(
  ask: Asker,
  list: ListOfCalls,
  { hour, isFromStart, offset, limit, descending }: HourPart & { readonly descending: boolean },
): Promise<readonly CallRow[]> {
  const { page } = (descending === isFromStart ? FALLING_CALLS : RISING_CALLS).time;
  const about = askAbout({ ...list, window: windowOfHour(list.window, hour) });
  const rows = await ask.rows<CallRow>(...about(page, [limit, offset]));
  return isFromStart ? rows : rows.toReversed();
}
