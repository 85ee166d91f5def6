import { NONE } from './numbers.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

// No zone changes its clock twice within so long a time, nor by more.
const LONGEST_SHIFT_MINUTES = 180;
const MINUTE_MS = 60_000;

/** A date as calendar and clock show it, in local time or UTC; months count from 0. */
export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Takes a date apart. */
export function wallClock(date: Date, utc: boolean): WallClock {
  const shifted = utc ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth(),
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hours: shifted.getUTCHours(),
    minutes: shifted.getUTCMinutes(),
    seconds: shifted.getUTCSeconds(),
  };
}

/** `2026-11-22`, or `–`. */
export function formatDate(date: Date | null, utc: boolean): string {
  if (!isDate(date)) return NONE;
  const { year, month, day } = wallClock(date, utc);
  return `${String(year).padStart(4, '0')}-${twoDigits(month + 1)}-${twoDigits(day)}`;
}

/** `2026-11-22 07:59:12`, or `–`. */
export function formatDateTime(date: Date | null, utc: boolean): string {
  if (!isDate(date)) return NONE;
  return `${formatDate(date, utc)} ${formatClock(date, utc)}:${twoDigits(wallClock(date, utc).seconds)}`;
}

/**
 * `2026-11-22 07:59:12`, with its zone where the clock shows this time twice, since summer time ends: `2026-10-25 02:30:00 CEST`.
 * Where that does not fit into `width` cells, without the year, then with the difference to UTC; or `–`.
 */
export function formatInstant(date: Date | null, utc: boolean, width = Number.POSITIVE_INFINITY): string {
  const text = formatDateTime(date, utc);
  if (!isDate(date) || !comesTwice(date, utc)) return text;
  const monthOn = text.slice('YYYY-'.length);
  const forms = [`${text} ${zoneName(date, utc)}`, `${monthOn} ${zoneName(date, utc)}`];
  return forms.find((form) => form.length <= width) ?? `${monthOn.slice(0, -':SS'.length)} ${offsetOf(date)}`;
}

/** True when the same local date and time also shows another moment, because clocks are set back. */
export function comesTwice(date: Date, utc: boolean): boolean {
  if (utc) return false;
  const offset = date.getTimezoneOffset();
  return [-LONGEST_SHIFT_MINUTES, LONGEST_SHIFT_MINUTES].some((minutes) => {
    const shift = new Date(date.getTime() + minutes * MINUTE_MS).getTimezoneOffset() - offset;
    if (shift === 0) return false;
    // The moment that would show the same, had it the other offset; it must really have it.
    return new Date(date.getTime() + shift * MINUTE_MS).getTimezoneOffset() - offset === shift;
  });
}

/** `07:59`, or `–`. */
export function formatClock(date: Date | null, utc: boolean): string {
  if (!isDate(date)) return NONE;
  const { hours, minutes } = wallClock(date, utc);
  return `${twoDigits(hours)}:${twoDigits(minutes)}`;
}

/** `Sat 21 Nov`, or `–`. */
export function formatDay(date: Date | null, utc: boolean): string {
  if (!isDate(date)) return NONE;
  return `${WEEKDAYS[wallClock(date, utc).weekday]} ${formatDayOfMonth(date, utc)}`;
}

/** `21 Nov`, or `–`. */
export function formatDayOfMonth(date: Date | null, utc: boolean): string {
  if (!isDate(date)) return NONE;
  const { day, month } = wallClock(date, utc);
  return `${day} ${MONTHS[month]}`;
}

/** The zone's short name at that date: `CET`, `CEST`, `EST`, `UTC`, or `UTC+9` if it has none. */
export function zoneName(date: Date, utc: boolean): string {
  if (utc || !isDate(date) || isZoneUtc(date)) return 'UTC';
  // British English knows Europe's abbreviations, American English America's; both write GMT+9 for the rest.
  const british = shortZone(date, 'en-GB');
  const name = /^GMT[+-]/.test(british) ? shortZone(date, 'en-US') : british;
  return name.replace(/^GMT(?=[+-])/, 'UTC').replace('-', '−');
}

/**
 * From when to when, and in which zone: `Sat 21 Nov 08:00 – Sun 22 Nov 08:00 CET`. Says only once what both ends share, and years only if
 * one of them is not this year, that of `now`.
 */
export function formatSpan(from: Date, to: Date, utc: boolean, now: Date = to): string {
  if (!isDate(from) || !isDate(to)) return NONE;
  const [fromZone, toZone] = [zoneName(from, utc), zoneName(to, utc)];
  const [start, end] = [wallClock(from, utc), wallClock(to, utc)];
  const isThisYear = [start, end].every(({ year }) => year === wallClock(now, utc).year);
  const year = isThisYear ? ['', ''] : [` ${start.year}`, ` ${end.year}`];
  const sameDay = formatDate(from, utc) === formatDate(to, utc);
  const first = `${formatDay(from, utc)}${year[0]} ${formatClock(from, utc)}${fromZone === toZone ? '' : ` ${fromZone}`}`;
  const last = `${sameDay ? '' : `${formatDay(to, utc)}${year[1]} `}${formatClock(to, utc)}`;
  return `${first} – ${last} ${toZone}`;
}

/** `+02:00`, as ISO 8601 writes it. */
function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const amount = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(amount / 60))}:${twoDigits(amount % 60)}`;
}

// The first format that Intl makes takes 15 ms of a start, and most servers live in UTC.
function isZoneUtc(date: Date): boolean {
  return date.getTimezoneOffset() === 0 && date.toString().endsWith('(Coordinated Universal Time)');
}

function shortZone(date: Date, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

function isDate(date: Date | null): date is Date {
  return date !== null && !Number.isNaN(date.getTime());
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
