import type { CallSort } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { PageRequest } from '../../../model/page.ts';
import type { Window } from '../../../model/window.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { toId } from '../../answers/ids.ts';
import { type PagePlace, placeOf } from '../../answers/pages.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { Connection } from '../file/connection.ts';
import { bindId } from '../file/ids.ts';
import { FALLING_CALLS, RISING_CALLS } from './call-orders.ts';
import { askAbout } from './call-question.ts';

const HOUR_SECONDS = 3600;
const SECOND_MS = 1000;

/** Number of calls in each hour, by its first second since 1970. */
export type HourCounts = ReadonlyMap<number, number>;

/** The calls of a list by time, and how many of them are in each hour. */
interface CountedCalls {
  readonly window: Window;
  readonly calls: SummedCalls;
  readonly counts: HourCounts;
}

/** Reads the time of a call. */
export const CALL_TIME = 'SELECT date_time FROM user_api_call_log WHERE id = ?';

/** Sums up hours. */
export function totalOf(counts: HourCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** A page of calls by time from anywhere in the list: only the hours that it lies in are read. */
export function pageByHours(connection: Connection, counted: CountedCalls, request: PageRequest<CallSort>): PagePlace {
  const { descending } = request;
  const hours = [...counted.counts].sort(([one], [other]) => (descending ? other - one : one - other));
  const total = totalOf(counted.counts);
  const anchorIndex = request.anchorId === null ? null : anchorIn(connection, counted, { ...request, hours });
  const { limit, ...place } = placeOf({ total, anchorIndex }, request);
  const ids: Id[] = [];
  let passed = 0;
  for (const [hour, count] of hours) {
    const skipped = Math.max(0, place.offset - passed);
    passed += count;
    if (skipped >= count) continue;
    const wanted = Math.min(limit - ids.length, count - skipped);
    ids.push(...idsOfHour(connection, { ...counted, hour, count }, { descending, offset: skipped, limit: wanted }));
    if (ids.length >= limit) break;
  }
  return { ...place, ids };
}

interface PlacedAnchor extends PageRequest<CallSort> {
  readonly hours: readonly (readonly [hour: number, count: number])[];
}

function anchorIn(connection: Connection, counted: CountedCalls, { anchorId, descending, hours }: PlacedAnchor) {
  if (anchorId === null) return null;
  const id = bindId(anchorId);
  const time = fromTimestamp(connection.prepare(CALL_TIME).pluck().get(id))?.getTime();
  if (time === undefined) return null;
  const hour = Math.floor(time / SECOND_MS / HOUR_SECONDS) * HOUR_SECONDS;
  const { sql, parameters } = askAboutHour(connection, { ...counted, hour });
  const { place } = (descending ? FALLING_CALLS : RISING_CALLS).time;
  const inHour = connection
    .prepare(sql(place))
    .pluck()
    .get({ ...parameters, anchorId: id });
  if (typeof inHour !== 'number') return null;
  const before = hours.filter(([other]) => (descending ? other > hour : other < hour));
  return before.reduce((sum, [, count]) => sum + count, inHour);
}

interface CountedHour extends CountedCalls {
  readonly hour: number;
  readonly count: number;
}

/** Reads some calls of an hour from its nearer end. */
function idsOfHour(
  connection: Connection,
  counted: CountedHour,
  { descending, offset, limit }: { readonly descending: boolean; readonly offset: number; readonly limit: number },
): readonly Id[] {
  const { sql, parameters } = askAboutHour(connection, counted);
  const fromEnd = counted.count - offset - limit;
  const isFromStart = offset <= fromEnd;
  const { page } = (descending === isFromStart ? FALLING_CALLS : RISING_CALLS).time;
  const found = connection
    .prepareExact(sql(page))
    .pluck()
    .all({ ...parameters, offset: isFromStart ? offset : fromEnd, limit });
  const ids = found.map(toId);
  return isFromStart ? ids : ids.reverse();
}

function askAboutHour(connection: Connection, { window, calls, hour }: Omit<CountedHour, 'counts' | 'count'>) {
  const fromMs = Math.max(window.from.getTime(), hour * SECOND_MS);
  const toMs = Math.min(window.to?.getTime() ?? Number.POSITIVE_INFINITY, (hour + HOUR_SECONDS) * SECOND_MS);
  const slice = { from: new Date(fromMs), to: new Date(toMs) };
  return askAbout(connection, { window: slice, calls, isCanonical: true });
}
