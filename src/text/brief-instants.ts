import { comesTwice, formatClock, formatDate, formatDateTime, formatDayOfMonth, formatInstant } from './dates.ts';
import { NONE } from './numbers.ts';

/** Current time, and local time or UTC. */
interface Reading {
  readonly now: Date;
  readonly utc: boolean;
}

/**
 * `07:59:12` today, `21 Nov 07:59:12` on another day, `21 Nov 2025 07:59` in another year; without the seconds where `width`
 * cells are too few. Where the clock shows this time twice, as `formatInstant` does if that fits; or `–`.
 */
export function formatBriefInstant(date: Date | null, { now, utc }: Reading, width = Number.POSITIVE_INFINITY): string {
  if (date === null || Number.isNaN(date.getTime())) return NONE;
  const forms = [...(comesTwice(date, utc) ? [formatInstant(date, utc, width)] : []), ...briefForms(date, now, utc)];
  return forms.find((form) => form.length <= width) ?? forms.at(-1) ?? '';
}

function briefForms(date: Date, now: Date, utc: boolean): readonly string[] {
  const [today, day] = [formatDate(now, utc), formatDate(date, utc)];
  const time = formatDateTime(date, utc).slice(day.length + 1);
  if (day === today) return [time];
  const [dayOfMonth, clock] = [formatDayOfMonth(date, utc), formatClock(date, utc)];
  if (day.slice(0, 4) === today.slice(0, 4)) return [`${dayOfMonth} ${time}`, `${dayOfMonth} ${clock}`];
  return [`${dayOfMonth} ${day.slice(0, 4)} ${clock}`, day];
}
