import { formatClock, formatDate, formatDay, formatDayOfMonth, wallClock, zoneName } from './dates.ts';
import { formatWindow } from './durations.ts';

/** Context for telling a time range: the time zone, and the current time, to leave out today's date and this year. */
export interface SpanContext {
  readonly utc: boolean;
  readonly now: Date;
}

/** Both ends of a span; `last` says its day only if that is another one. */
export interface SpanEnds {
  readonly first: string;
  readonly last: string;
  readonly isOneDay: boolean;
}

const secondMs = 1000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The shortest words that name a span: `17:10–17:30` today, else `Tue 24 Nov 17:10–17:30`; seconds only if there are some. */
export function spanWords(from: Date, to: Date, context: SpanContext): string {
  const isToday = [from, lastInstant(to)].every((time) => isSameDay(time, context.now, context.utc));
  const { first, last, isOneDay } = spanEnds(from, to, context);
  if (isToday) return `${clock(from, from, to, context.utc)}${zoneOfFirst(from, to, context.utc)}–${last}`;
  return `${first}${isOneDay ? '–' : ' – '}${last}`;
}

/** The shortest words for a span that has not ended: `17:10–now` today, else `Tue 24 Nov 17:10–now`. */
export function sinceWords(from: Date, { utc, now }: SpanContext): string {
  const start = clock(from, from, from, utc);
  return `${isSameDay(from, now, utc) ? start : `${day(from, utc, now)} ${start}`}–now`;
}

/**
 * The fewest cells that name a span exactly: `17:10–17:30` if that was once in the last 24 h, else with its day and, over midnight,
 * by its length: `24 Nov 20:00 + 6 h`.
 */
export function briefSpan(from: Date, to: Date | null, { utc, now }: SpanContext): string {
  const isOneDay = to !== null && isSameDay(from, lastInstant(to), utc);
  if (isOneDay && now.getTime() - from.getTime() < dayMs) return spanWords(from, to, { utc, now: from });
  if (isOneDay) return `${formatDayOfMonth(from, utc)} ${spanWords(from, to, { utc, now: from })}`;
  const isToday = isSameDay(from, now, utc);
  const start = `${isToday ? '' : `${formatDayOfMonth(from, utc)} `}${clock(from, from, from, utc)}`;
  return to === null ? `${start}–now` : `${start} + ${formatWindow((to.getTime() - from.getTime()) / hourMs)}`;
}

/** The two ends of a span with their days, for a sentence around them. The end of a day is its 24:00. */
export function spanEnds(from: Date, to: Date, { utc, now }: SpanContext): SpanEnds {
  const isOneDay = isSameDay(from, lastInstant(to), utc);
  const isMidnight = isOneDay && !isSameDay(from, to, utc);
  const first = `${day(from, utc, now)} ${clock(from, from, to, utc)}${zoneOfFirst(from, to, utc)}`;
  const end = isMidnight ? '24:00' : clock(to, from, to, utc);
  return { first, last: isOneDay ? end : `${day(to, utc, now)} ${end}`, isOneDay };
}

/** The day of a time: `Tue 24 Nov`, with its year where that is not this year. */
export function dayWords(time: Date, { utc, now }: SpanContext): string {
  return day(time, utc, now);
}

function day(time: Date, utc: boolean, now: Date): string {
  const { year } = wallClock(time, utc);
  return `${formatDay(time, utc)}${year === wallClock(now, utc).year ? '' : ` ${year}`}`;
}

function clock(time: Date, from: Date, to: Date, utc: boolean): string {
  const needsSeconds = [from, to].some((end) => end.getTime() % 60_000 !== 0);
  const seconds = String(wallClock(time, utc).seconds).padStart(2, '0');
  return `${formatClock(time, utc)}${needsSeconds ? `:${seconds}` : ''}`;
}

/** The zone of the first end, where summer time begins or ends within the span; that of the last one is told behind it. */
function zoneOfFirst(from: Date, to: Date, utc: boolean): string {
  const zone = zoneName(from, utc);
  return zone === zoneName(to, utc) ? '' : ` ${zone}`;
}

function lastInstant(to: Date): Date {
  return new Date(to.getTime() - secondMs);
}

function isSameDay(one: Date, other: Date, utc: boolean): boolean {
  return formatDate(one, utc) === formatDate(other, utc);
}
