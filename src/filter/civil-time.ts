import type { TimePoint } from './query.ts';

/** Context of times that were typed: the current time, and the zone of whoever reads. */
export interface Reader {
  readonly now: Date;
  readonly isUtc: boolean;
}

type Civil = Extract<TimePoint, { readonly at: 'civil' }>;
type Start = Extract<TimePoint, { readonly at: 'start' }>;

const DAY_HOURS = 24;
const MINUTE_MS = 60_000;
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant of a point of time in milliseconds since 1970, as `reader` means it now. */
export function instantMs(point: TimePoint, reader: Reader): number {
  switch (point.at) {
    case 'instant':
      return point.ms;
    case 'ago':
      return reader.now.getTime() - point.ms;
    case 'start':
      return startMs(point, reader);
    case 'civil':
      return withinYears(civilMs(point, reader));
  }
}

/** The midnight that begins the day of a time, or the day so many days later, in the zone of `reader`. */
export function startOfDay(time: Date, { isUtc }: Reader, daysLater = 0): Date {
  const reader = { now: time, isUtc };
  const [year = 0, month = 1, day = 1] = dateOf(reader);
  return new Date(msOf([year, month - 1, day + daysLater, 0, 0, 0, 0], reader));
}

/** The instant, or the nearest one that is in a year of four digits: there is no call beyond, and no way to write it. */
export function withinYears(ms: number): number {
  return Math.min(Math.max(ms, FIRST_MS), LAST_MS);
}

/** True if a date and a clock time exist: no 31 November, no 25:00; 24:00 is the next midnight. */
export function isReal({ date, clock }: Pick<Civil, 'date' | 'clock'>): boolean {
  const [year = 2000, month = 1, day = 1] = numbersOf(date, '-');
  const [hour = 0, minute = 0, second = 0] = numbersOf(clock, ':');
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  const isMidnight = hour === DAY_HOURS && minute === 0 && second === 0;
  return isDay && (hour < DAY_HOURS || isMidnight) && minute < 60 && second < 60;
}

function civilMs({ date, clock, isEnd }: Civil, reader: Reader): number {
  const today = dateOf(reader);
  const day = date === null ? today : numbersOf(date, '-');
  const time = numbersOf(clock, ':');
  const lastGiven = day.length + time.length - 1;
  const step = (place: number) => (isEnd && place === lastGiven ? 1 : 0);
  const [year = 0, month = 1, dayOfMonth = 1] = day;
  const [hour = 0, minute = 0, second = 0] = time;
  const wholeSecond = Math.floor(second);
  const ms = Math.round((second - wholeSecond) * 1000);
  const [seconds, restMs] = isEnd && ms > 0 ? [wholeSecond, ms + 1] : [wholeSecond + step(5), ms];
  return msOf(
    [year, month - 1 + step(1), dayOfMonth + step(2), hour + step(3), minute + step(4), seconds, restMs],
    reader,
  );
}

function startMs({ of }: Start, reader: Reader): number {
  const { now, isUtc } = reader;
  const [year = 0, month = 1, day = 1] = dateOf(reader);
  if (of === 'day') return msOf([year, month - 1, day, 0, 0, 0, 0], reader);
  if (of === 'yesterday') return msOf([year, month - 1, day - 1, 0, 0, 0, 0], reader);
  if (of === 'week') {
    // Weeks begin on Monday.
    const weekday = ((isUtc ? now.getUTCDay() : now.getDay()) + 6) % 7;
    return msOf([year, month - 1, day - weekday, 0, 0, 0, 0], reader);
  }
  const minutes = of === 'minute' ? 0 : isUtc ? now.getUTCMinutes() : now.getMinutes();
  // Counted back, since an hour that comes twice has two beginnings.
  return Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - minutes * MINUTE_MS;
}

function dateOf({ now, isUtc }: Reader): readonly number[] {
  return isUtc
    ? [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()]
    : [now.getFullYear(), now.getMonth() + 1, now.getDate()];
}

type Parts = readonly [number, number, number, number, number, number, number];

// The constructors take years below 100 for those of the 20th century.
function msOf([year, month, day, ...time]: Parts, { isUtc }: Reader): number {
  const date = new Date(0);
  if (isUtc) {
    date.setUTCFullYear(year, month, day);
    return date.setUTCHours(...time);
  }
  date.setHours(12);
  date.setFullYear(year, month, day);
  return date.setHours(...time);
}

function numbersOf(text: string | null, separator: string): readonly number[] {
  return text === null ? [] : text.split(separator).map(Number);
}
