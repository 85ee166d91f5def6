import { type Reader, startOfDay } from '../../filter/civil-time.ts';
import type { WindowChoice } from './window-choice.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayHours = 24;
/** Lengths that the clock is divided into, in minutes. */
const clockMinutes = [720, 480, 360, 240, 180, 120, 60, 30, 20, 15, 10, 5, 2, 1];

/**
 * The choice one window earlier or later, aligned to the clock: whole days from midnight, hours at full hours, minutes at full
 * minutes. From a live one back to the last that lies whole before now; a step that would pass now is live.
 */
export function stepWindow(choice: WindowChoice, by: 1 | -1, reader: Reader): WindowChoice {
  const now = new Date(Math.floor(reader.now.getTime() / 1000) * 1000);
  const end = choice.endsAt ?? now;
  const from = new Date(end.getTime() - Math.round(choice.hours * hourMs));
  const days = daysOf(choice, from, reader);
  const next =
    days === undefined ? stepByClock([from, end], by, reader) : stepByDays([from, end], { by, days, reader });
  if (next.to > now) return { hours: days === undefined ? choice.hours : days * dayHours, endsAt: null };
  return { hours: (next.to.getTime() - next.from.getTime()) / hourMs, endsAt: next.to };
}

type Ends = readonly [from: Date, to: Date];

/** Returns how many days a window stands for; those on which summer time begins or ends have 23 or 25 hours. */
function daysOf({ hours, endsAt }: WindowChoice, from: Date, reader: Reader): number | undefined {
  if (hours % dayHours === 0) return hours / dayHours;
  const isMidnight = (time: Date) => startOfDay(time, reader).getTime() === time.getTime();
  const days = Math.round(hours / dayHours);
  return endsAt !== null && days > 0 && isMidnight(from) && isMidnight(endsAt) ? days : undefined;
}

function stepByDays(
  [from, to]: Ends,
  { by, days, reader }: { readonly by: 1 | -1; readonly days: number; readonly reader: Reader },
): { readonly from: Date; readonly to: Date } {
  if (by > 0) return { from: startOfDay(to, reader), to: startOfDay(to, reader, days) };
  const start = startOfDay(from, reader);
  const isMidnight = start.getTime() === from.getTime();
  return {
    from: startOfDay(from, reader, isMidnight ? -days : 1 - days),
    to: isMidnight ? start : startOfDay(from, reader, 1),
  };
}

function stepByClock([from, to]: Ends, by: 1 | -1, reader: Reader): { readonly from: Date; readonly to: Date } {
  const lengthMs = to.getTime() - from.getTime();
  const minutes = clockMinutes.find((length) => lengthMs % (length * minuteMs) === 0) ?? 1;
  if (by > 0) {
    const start = clockBefore(to, minutes, reader);
    return { from: start, to: new Date(start.getTime() + lengthMs) };
  }
  const before = clockBefore(from, minutes, reader);
  const end =
    before.getTime() === from.getTime()
      ? from
      : clockBefore(new Date(from.getTime() + minutes * minuteMs), minutes, reader);
  return { from: new Date(end.getTime() - lengthMs), to: end };
}

/** The last time at or before another at which the clock shows a multiple of so many minutes since midnight. */
function clockBefore(time: Date, minutes: number, { isUtc }: Reader): Date {
  const whole = Math.floor(time.getTime() / minuteMs) * minuteMs;
  // Counted back, since an hour that comes twice has two beginnings.
  const [hour, minute] = isUtc ? [time.getUTCHours(), time.getUTCMinutes()] : [time.getHours(), time.getMinutes()];
  return new Date(whole - ((hour * 60 + minute) % minutes) * minuteMs);
}
