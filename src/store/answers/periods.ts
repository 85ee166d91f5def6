import { PresentsError } from '../../model/presents-error.ts';
import type { Period, Window } from '../../model/window.ts';
import { END_OF_TIME, toTimestamp } from './timestamps.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const LONGEST_HOURS = 2_000 * 366 * DAY_HOURS;

/** A period with its bounds as the queries take them. */
export interface ResolvedPeriod {
  readonly window: Window;
  readonly hours: number;
  readonly bounds: WindowBounds;
}

/** A window as bound to a query. */
export interface WindowBounds {
  readonly from: string;
  readonly to: string;
}

/** Makes a window of a period, counted back from `now` to the second. Throws a PresentsError if it is no length of time. */
export function resolvePeriod(period: Period, now: Date): ResolvedPeriod {
  const window = 'from' in period ? period : { from: hoursBefore(now, periodHours(period)), to: null };
  const endMs = (window.to ?? now).getTime();
  const hours = 'from' in period ? (endMs - window.from.getTime()) / HOUR_MS : periodHours(period);
  return { window, hours, bounds: windowBounds(window) };
}

/** The bounds of a window as UTC text; one without an end takes all that comes. */
export function windowBounds(window: Window): WindowBounds {
  return { from: toTimestamp(window.from), to: window.to === null ? END_OF_TIME : toTimestamp(window.to) };
}

/** The moment so many days before `now`, as UTC text. Throws a PresentsError if `days` is no length of time. */
export function daysBefore(now: Date, days: number): string {
  return toTimestamp(hoursBefore(now, periodHours({ days })));
}

function periodHours(period: { readonly hours: number } | { readonly days: number }): number {
  const hours = 'hours' in period ? period.hours : period.days * DAY_HOURS;
  if (hours >= 0 && Number.isFinite(hours)) return hours;
  throw new PresentsError('A period is a number of hours or days, zero or more.', { code: 'invalid', exitCode: 2 });
}

function hoursBefore(now: Date, hours: number): Date {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return new Date(second - Math.min(hours, LONGEST_HOURS) * HOUR_MS);
}
