import { NONE } from './numbers.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Text for a time that has not come yet. */
export const IN_THE_FUTURE = 'in the future';

/** The longest window: ten years. */
export const MAX_WINDOW_HOURS = 24 * 3660;

/** Formats an age in one unit: `now`, `3 s ago`, `2 min ago`, `4 h ago`, `12 d ago`, `in the future`; null: `never`. */
export function formatAge(date: Date | null, now: Date): string {
  if (date === null) return 'never';
  const ageMs = now.getTime() - date.getTime();
  if (Number.isNaN(ageMs)) return NONE;
  if (Math.abs(ageMs) < SECOND_MS) return 'now';
  if (ageMs < 0) return IN_THE_FUTURE;
  const stepMs = ageStepMs(date, now);
  const unit = stepMs === SECOND_MS ? 's' : stepMs === MINUTE_MS ? 'min' : stepMs === HOUR_MS ? 'h' : 'd';
  return `${Math.floor(ageMs / stepMs)} ${unit} ago`;
}

/** Tells whether a time is at least a second later than now, which no call and no change can be. */
export function isInFuture(date: Date | null, now: Date): boolean {
  return date !== null && date.getTime() - now.getTime() >= SECOND_MS;
}

/** Longest time that the text of `formatAge` stays true, in milliseconds: a second, a minute, an hour or a day. */
export function ageStepMs(date: Date | null, now: Date): number {
  if (date === null) return DAY_MS;
  const ageMs = Math.abs(now.getTime() - date.getTime());
  if (ageMs < MINUTE_MS) return SECOND_MS;
  if (ageMs < HOUR_MS) return MINUTE_MS;
  return ageMs < DAY_MS ? HOUR_MS : DAY_MS;
}

/** A running time as a clock shows it: `0:42`, `1:02:03`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A refresh interval: `0.5 s`, `10 s`, `2 min`. */
export function formatInterval(ms: number): string {
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return `${ms / MINUTE_MS} min`;
  return `${(ms / SECOND_MS).toFixed(1).replace(/\.0$/, '')} s`;
}

/** The length of a window: `40 s`, `90 min`, `24 h`, `7 d`. */
export function formatWindow(hours: number): string {
  const seconds = Math.round(hours * 3600);
  if (seconds % 60 !== 0) return seconds < 120 ? `${seconds} s` : `${(seconds / 60).toFixed(1)} min`;
  if (seconds % 3600 !== 0) return `${seconds / 60} min`;
  return hours >= 48 && hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`;
}

/** A typed window in hours: `90m`, `6h`, `3d`, `2w`, a bare number means hours; undefined if it is none or over ten years. */
export function parseWindow(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(m|min|h|d|w)?$/.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const hoursPerUnit = { m: 1 / 60, min: 1 / 60, h: 1, d: 24, w: 168 }[match[2] ?? 'h'] ?? 1;
  const hours = Math.round(Number(match[1]) * hoursPerUnit * 60) / 60;
  return hours > 0 && hours <= MAX_WINDOW_HOURS ? hours : undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
