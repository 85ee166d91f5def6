import type { WindowBounds } from '../../answers/periods.ts';
import { AFTER_ALL_TIMES, END_OF_TIME, fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import { IN_WINDOW, IS_ERROR } from '../calls/call-sql.ts';

// Canonical times sort as the instants that they denote; others do not. A log of canonical times alone is asked by text, over
// its indexes; one that holds others near a window is asked by instant, among the rows whose text lies not far from it.

const HOUR_MS = 3_600_000;
const LARGEST_OFFSET_MS = 15 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MONTH_OVERFLOW = 3;

/** The instant that a column denotes, as a number that sorts (a Julian day); null if it holds none. As `fromTimestamp`. */
export function instantOf(column: string): string {
  return `CASE WHEN typeof(${column}) = 'text' AND ${column} GLOB '[0-9][0-9][0-9][0-9]-*' THEN julianday(${column}) END`;
}

/** The column is text in another form than the canonical one, or no time at all. */
export function isOtherForm(column: string): string {
  return `datetime(${column}) IS NOT ${column}`;
}

/** The rows of a window by the instants that they denote; `@fromText` and `@toText` are those of `nearBounds`. */
export const IN_WINDOW_BY_INSTANT = `date_time >= @fromText AND date_time < @toText
  AND ${instantOf('date_time')} >= julianday(@from) AND ${instantOf('date_time')} < julianday(@to)`;

/** The texts between which every row of a window sorts, in whatever form its time is written. */
export interface NearBounds {
  readonly fromText: string;
  readonly toText: string;
}

/** The texts between which all sort that denote an instant of a window. */
export function nearBounds({ from, to }: WindowBounds): NearBounds {
  return { fromText: earliestText(from), toText: latestText(to) };
}

/** A text after which all sort that denote a time from then on. */
export function earliestText(from: string): string {
  const day = toTimestamp(new Date(instantMs(from) - LARGEST_OFFSET_MS)).slice(0, 10);
  // The first days of a month may be written as the last ones of the month before, which it does not have.
  if (Number(day.slice(8)) > LONGEST_MONTH_OVERFLOW) return day;
  const before = new Date(instantMs(`${day.slice(0, 8)}01`) - DAY_MS);
  return before.getUTCFullYear() < 0 ? '' : `${toTimestamp(before).slice(0, 8)}29`;
}

/** A text before which all sort that denote an earlier time. */
export function latestText(to: string): string {
  const nextDay = toTimestamp(new Date(instantMs(to) + LARGEST_OFFSET_MS + DAY_MS)).slice(0, 10);
  return nextDay >= END_OF_TIME.slice(0, 10) ? AFTER_ALL_TIMES : nextDay;
}

function instantMs(timestamp: string): number {
  return fromTimestamp(timestamp)?.getTime() ?? 0;
}

/** A statement about a window, made one that goes by instants. */
export function byInstant(sql: string): string {
  return sql
    .replaceAll(IN_WINDOW, IN_WINDOW_BY_INSTANT)
    .replaceAll(/ORDER BY (?:l\.)?date_time( DESC)?/g, `ORDER BY ${instantOf('date_time')}$1 NULLS LAST`);
}

/** Finds rows near a window that have a time in another form. */
export const HAS_OTHER_FORMS = `
  SELECT 1 FROM user_api_call_log
  WHERE date_time >= @fromText AND date_time < @toText AND ${isOtherForm('date_time')} LIMIT 1`;

/** The same of the failed calls alone, which the index of errors answers. */
export const HAS_OTHER_FORMS_AMONG_ERRORS = HAS_OTHER_FORMS.replace(' LIMIT', ` AND ${IS_ERROR} LIMIT`);

/** The same of one user's calls. */
export const HAS_OTHER_FORMS_OF_USER = HAS_OTHER_FORMS.replace('WHERE', 'WHERE user_id = @userId AND');
