import { comesTwice, formatClock, formatDayOfMonth, wallClock, zoneName } from './dates.ts';

/** A label of a time axis; it belongs centred under its column. */
export interface TimeTick {
  readonly column: number;
  readonly text: string;
}

/** A step between labels: so many minutes, days or months. */
interface Step {
  readonly minutes?: number;
  readonly days?: number;
  readonly months?: number;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const QUARTER_MINUTES = 15;
const LABEL_GAP = 2;
/** Beyond this a clock time no longer says which day is meant. */
const CLOCK_SPAN_MINUTES = 2 * DAY_MINUTES;
/** Beyond this a month no longer says which year is meant. */
const MONTH_SPAN_MINUTES = 330 * DAY_MINUTES;

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((minutes) => ({ minutes })),
  ...[1, 2, 7, 14].map((days) => ({ days })),
  ...[1, 3, 6, 12].map((months) => ({ months })),
];

/** Labels at round times between `from` and `to` for an axis of `width` cells, never touching: `08:00`, `21 Nov`, or `Nov 2026`. */
export function timeTicks(from: Date, to: Date, width: number, utc: boolean): readonly TimeTick[] {
  const spanMs = to.getTime() - from.getTime();
  if (!(spanMs > 0) || width <= 0) return [];
  const step = chooseStep(spanMs / MINUTE_MS, width);
  const ticks: TimeTick[] = [];
  let end = -LABEL_GAP;
  for (const time of roundTimes(from, to, step, utc)) {
    const column = Math.floor(((time.getTime() - from.getTime()) / spanMs) * width);
    const text = labelOf(time, step, { spanMinutes: spanMs / MINUTE_MS, utc });
    const start = labelStart(column, text, width);
    if (start < end + LABEL_GAP || text.length > width) continue;
    ticks.push({ column, text });
    end = start + text.length;
  }
  return ticks;
}

/** The labels of `timeTicks` in a line of exactly `width` cells. */
export function timeAxis(from: Date, to: Date, width: number, utc: boolean): string {
  let line = '';
  for (const { column, text } of timeTicks(from, to, width, utc)) {
    line = line.padEnd(labelStart(column, text, width)) + text;
  }
  return line.padEnd(Math.max(0, width));
}

function labelOf(
  time: Date,
  step: Step,
  { spanMinutes, utc }: { readonly spanMinutes: number; readonly utc: boolean },
): string {
  if (step.minutes !== undefined) return clockLabel(time, utc);
  const day = formatDayOfMonth(time, utc);
  return namesYear(step, spanMinutes) ? `${day.slice(day.indexOf(' ') + 1)} ${wallClock(time, utc).year}` : day;
}

function namesYear({ months }: Step, spanMinutes: number): boolean {
  return months !== undefined && spanMinutes >= MONTH_SPAN_MINUTES;
}

/** The clock's time, with its zone where the clock shows it twice. */
function clockLabel(time: Date, utc: boolean): string {
  return comesTwice(time, utc) ? `${formatClock(time, utc)} ${zoneName(time, utc)}` : formatClock(time, utc);
}

function labelStart(column: number, text: string, width: number): number {
  return Math.max(0, Math.min(width - text.length, column - Math.floor(text.length / 2)));
}

function chooseStep(spanMinutes: number, width: number): Step {
  const last = STEPS.at(-1) ?? { months: 12 };
  return (
    STEPS.find((step) => {
      if (step.minutes !== undefined && spanMinutes > CLOCK_SPAN_MINUTES) return false;
      const labelWidth = step.minutes !== undefined ? 5 : namesYear(step, spanMinutes) ? 8 : 6;
      return (spanMinutes / stepMinutes(step)) * (labelWidth + 2 * LABEL_GAP) <= width;
    }) ?? last
  );
}

function stepMinutes({ minutes, days, months }: Step): number {
  return minutes ?? (days ?? (months ?? 12) * 30) * DAY_MINUTES;
}

/** Counted on the wall clock, so that local midnight stays midnight where summer time begins or ends. */
function* roundTimes(from: Date, to: Date, step: Step, utc: boolean): Iterable<Date> {
  if (step.minutes !== undefined) {
    yield* roundClockTimes(from, to, step.minutes, utc);
    return;
  }
  for (let index = 0; ; index++) {
    const time = roundTime(from, step, index, utc);
    if (time >= to) return;
    if (time >= from) yield time;
  }
}

/** One after the other as they pass, so that a time which the clock shows twice comes twice. */
function* roundClockTimes(from: Date, to: Date, stepMinutes: number, utc: boolean): Iterable<Date> {
  // All zones differ by whole quarters of an hour.
  const passingMs = (stepMinutes % QUARTER_MINUTES === 0 ? QUARTER_MINUTES : 1) * MINUTE_MS;
  for (let ms = Math.ceil(from.getTime() / passingMs) * passingMs; ms < to.getTime(); ms += passingMs) {
    const time = new Date(ms);
    const { hours, minutes } = wallClock(time, utc);
    if ((hours * 60 + minutes) % stepMinutes === 0) yield time;
  }
}

function roundTime(from: Date, step: Step, index: number, utc: boolean): Date {
  const { year, month, day } = wallClock(from, utc);
  if (step.days !== undefined) {
    // Day 4 since 1970 was a Monday: steps of weeks begin on Mondays, and shorter ones do not jump from month to month.
    const epochDay = Math.floor(Date.UTC(year, month, day) / (DAY_MINUTES * MINUTE_MS));
    const offset = (((epochDay - 4) % step.days) + step.days) % step.days;
    return fromWallClock(utc, [year, month, day - offset + index * step.days]);
  }
  const months = step.months ?? 12;
  return fromWallClock(utc, [year, Math.floor(month / months) * months + index * months, 1]);
}

function fromWallClock(utc: boolean, [year, month, day]: readonly [number, number, number]): Date {
  return utc ? new Date(Date.UTC(year, month, day)) : new Date(year, month, day);
}
