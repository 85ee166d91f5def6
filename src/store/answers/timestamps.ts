/** The last millisecond that SQLite knows: the upper bound of a window that has none, behind every second. */
export const END_OF_TIME = '9999-12-31 23:59:59.999';

/** The first and the last moment that SQLite knows, in milliseconds since 1970. */
export const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
export const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A text behind which no time sorts, in whatever form it is written: `9999-12-31T00:00:00` sorts behind the end of time. */
export const AFTER_ALL_TIMES = '9999-12-31~';

const BLANK = '[ \\t\\n\\v\\f\\r]';
const PATTERN = new RegExp(
  `^(\\d{4})-(\\d\\d)-(\\d\\d)(?:T|${BLANK})*` +
    `(?:(\\d\\d):(\\d\\d)(?::(\\d\\d)(\\.\\d+)?)?${BLANK}*(?:[Zz]|([+-]\\d\\d):(\\d\\d))?${BLANK}*)?$`,
);
// Nearly every time that there is. Each request whose key is checked reads two of them.
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const CANONICAL_LENGTH = 19;
const MINUTE_MS = 60_000;

/** A time as the database holds it: UTC text to the second, `YYYY-MM-DD HH:MM:SS`. */
export function toTimestamp(date: Date): string {
  const iso = date.toISOString();
  if (iso.startsWith('-')) return '0000-01-01 00:00:00';
  if (iso.startsWith('+')) return END_OF_TIME;
  return iso.slice(0, CANONICAL_LENGTH).replace('T', ' ');
}

/**
 * The instant that a column denotes; null if it holds none. Times are the texts that begin with a date and that SQLite's
 * `datetime()` reads, as it reads them (`instantOf` is the same in SQL): with `T` or blanks before the clock time, with
 * fractions, without seconds, as a date alone, with `Z` or an offset of less than 15 hours behind a clock time, with blanks at
 * the end. 30 February is 2 March, 24:00 the next midnight. Numbers, `now`, times without a date, the second 60, and what lies
 * after the year 9999 are none.
 */
export function fromTimestamp(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  // As below, in a fifth of the time.
  if (PLAIN.test(value)) return new Date(`${value.slice(0, 10)}T${value.slice(11)}Z`);
  // For SQLite a null byte ends a text.
  const parts = PATTERN.exec(value.split('\0', 1)[0] ?? '');
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [fraction = 0, offsetHours = '+0', offsetMinutes = 0] = parts.slice(7);
  const isInRange =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    (hours <= 23 || (hours === 24 && minutes === 0 && seconds === 0)) &&
    minutes <= 59 &&
    seconds <= 59 &&
    Math.abs(Number(offsetHours)) <= 14 &&
    Number(offsetMinutes) <= 59;
  if (!isInRange) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // To the millisecond as SQLite rounds it.
  date.setUTCHours(hours, minutes, 0, Math.trunc((seconds + Math.min(Number(fraction), 0.999)) * 1000 + 0.5));
  // What is no time before its offset is none behind it.
  if (date.getTime() > LAST_MS) return null;
  const offset = Number(offsetMinutes) + Math.abs(Number(offsetHours)) * 60;
  date.setTime(date.getTime() - (offsetHours.toString().startsWith('-') ? -offset : offset) * MINUTE_MS);
  return date.getTime() <= LAST_MS ? date : null;
}

/** Tells whether a column holds a time in the canonical form, which sorts as the instant that it denotes. */
export function isCanonical(value: unknown): boolean {
  const date = fromTimestamp(value);
  return date !== null && toTimestamp(date) === value;
}
