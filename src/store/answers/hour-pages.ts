import type { Window } from '../../model/window.ts';

const HOUR_SECONDS = 3600;
const SECOND_MS = 1000;

/** Number of calls in each hour, by its first second since 1970. */
export type HourCounts = ReadonlyMap<number, number>;

/** Hours in the order of a list. */
export type OrderedHours = readonly (readonly [hour: number, count: number])[];

/** Part of a page: some calls of one hour, which is read from its nearer end. */
export interface HourPart {
  readonly hour: number;
  /** True if the calls are skipped in the order of the list, false if from its end. */
  readonly isFromStart: boolean;
  /** Number of calls to be skipped. */
  readonly offset: number;
  readonly limit: number;
}

/** Sums up hours. */
export function totalOf(counts: HourCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Puts hours in the order of a list. */
export function orderHours(counts: HourCounts, descending: boolean): OrderedHours {
  return [...counts].sort(([one], [other]) => (descending ? other - one : one - other));
}

/** Counts the calls of the hours before one in the order of a list. */
export function countBefore(hours: OrderedHours, hour: number, descending: boolean): number {
  const before = hours.filter(([other]) => (descending ? other > hour : other < hour));
  return before.reduce((sum, [, count]) => sum + count, 0);
}

/** Divides a page of a list into the hours that it lies in. */
export function partsOfPage(
  hours: OrderedHours,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): readonly HourPart[] {
  const parts: HourPart[] = [];
  let passed = 0;
  let left = limit;
  for (const [hour, count] of hours) {
    const skipped = Math.max(0, offset - passed);
    passed += count;
    if (skipped >= count) continue;
    const wanted = Math.min(left, count - skipped);
    const fromEnd = count - skipped - wanted;
    const isFromStart = skipped <= fromEnd;
    parts.push({ hour, isFromStart, offset: isFromStart ? skipped : fromEnd, limit: wanted });
    left -= wanted;
    if (left <= 0) break;
  }
  return parts;
}

/** The hour of a time, as its first second since 1970. */
export function hourAt(timeMs: number): number {
  return Math.floor(timeMs / SECOND_MS / HOUR_SECONDS) * HOUR_SECONDS;
}

/** The part of a window that lies in an hour. */
export function windowOfHour({ from, to }: Window, hour: number): Window {
  const fromMs = Math.max(from.getTime(), hour * SECOND_MS);
  const toMs = Math.min(to?.getTime() ?? Number.POSITIVE_INFINITY, (hour + HOUR_SECONDS) * SECOND_MS);
  return { from: new Date(fromMs), to: new Date(toMs) };
}
