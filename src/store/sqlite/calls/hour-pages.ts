import type { CallSort } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { PageRequest } from '../../../model/page.ts';
import type { Window } from '../../../model/window.ts';
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
import { toId } from '../../answers/ids.ts';
import { type PagePlace, placeOf } from '../../answers/pages.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
import { FALLING_CALLS, RISING_CALLS } from './call-orders.ts';
import { askAbout, type CallQuestion } from './call-question.ts';

/** The calls of a list by time, and how many of them are in each hour. */
interface CountedCalls {
  readonly window: Window;
  readonly calls: SummedCalls;
  readonly counts: HourCounts;
}

/** Reads the time of a call. */
export const CALL_TIME = 'SELECT date_time FROM user_api_call_log WHERE id = ?';

/** A page of calls by time from anywhere in the list: only the hours that it lies in are read. */
export function pageByHours(connection: Connection, counted: CountedCalls, request: PageRequest<CallSort>): PagePlace {
  const { descending } = request;
  const hours = orderHours(counted.counts, descending);
  const anchorIndex = placeOfAnchor(connection, counted, request);
  const { limit, ...place } = placeOf({ total: totalOf(counted.counts), anchorIndex }, request);
  const parts = partsOfPage(hours, { offset: place.offset, limit });
  return { ...place, ids: parts.flatMap((part) => idsOfHour(connection, counted, { ...part, descending })) };
}

function placeOfAnchor(
  connection: Connection,
  counted: CountedCalls,
  { anchorId, descending }: PageRequest<CallSort>,
): number | null {
  if (anchorId === null) return null;
  const id = bindId(anchorId);
  const time = fromTimestamp(connection.prepare(CALL_TIME).pluck().get(id))?.getTime();
  if (time === undefined) return null;
  const hour = hourAt(time);
  const { sql, parameters } = askAboutHour(connection, counted, hour);
  const { place } = (descending ? FALLING_CALLS : RISING_CALLS).time;
  const inHour = connection
    .prepare(sql(place))
    .pluck()
    .get({ ...parameters, anchorId: id });
  if (typeof inHour !== 'number') return null;
  return inHour + countBefore(orderHours(counted.counts, descending), hour, descending);
}

/** Reads some calls of an hour from its nearer end. */
function idsOfHour(
  connection: Connection,
  counted: CountedCalls,
  { hour, isFromStart, offset, limit, descending }: HourPart & { readonly descending: boolean },
): readonly Id[] {
  const { sql, parameters } = askAboutHour(connection, counted, hour);
  const { page } = (descending === isFromStart ? FALLING_CALLS : RISING_CALLS).time;
  const found = connection
    .prepareExact(sql(page))
    .pluck()
    .all({ ...parameters, offset, limit });
  const ids = found.map(toId);
  return isFromStart ? ids : ids.reverse();
}

function askAboutHour(connection: Connection, { window, calls }: CountedCalls, hour: number): CallQuestion {
  return askAbout(connection, { window: windowOfHour(window, hour), calls, isCanonical: true });
}
