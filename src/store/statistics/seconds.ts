import { EARLIEST, LAST_SECOND, textOf } from '../answers/spans.ts';
import { AFTER_ALL_TIMES } from '../answers/timestamps.ts';

/** Lengths of time for which the index keeps sums, in seconds. */
export const FIVE_MINUTES = 300;
export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 86_400;

/** Limits of what is written to the index together, in calls and seconds. */
export const BATCH_CALLS = 50_000;
export const BATCH_SECONDS = 6 * HOUR_SECONDS;

const LARGEST_FRACTION = 0.9995;
const ZERO = 48;

/** Tells whether a column may hold a time inside a window: text between the first and the last time, in any form. */
export function isWindowed(value: unknown): value is string {
  return typeof value === 'string' && value >= EARLIEST && value < AFTER_ALL_TIMES;
}

/**
 * The second since 1970 of a time as the database holds it, with or without a fraction; -1 where the text is anything else.
 * Only for what this takes do sorting as text, which decides what is in a window, and SQLite's reading of the time, which
 * decides in which bucket of a timeline it is, agree: a fraction that SQLite rounds up is left out.
 */
export class SecondParser {
  #day = '';
  #daySecond = -1;

  parse(text: string): number {
    const second = this.#dayOf(text);
    if (second < 0 || text.charCodeAt(10) !== 32 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return -1;
    const hours = twoDigits(text, 11);
    const minutes = twoDigits(text, 14);
    const seconds = twoDigits(text, 17);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return -1;
    if (text.length !== 19 && !(/^\.\d{1,9}$/.test(text.slice(19)) && Number(text.slice(19)) < LARGEST_FRACTION))
      return -1;
    return second + hours * 3600 + minutes * 60 + seconds;
  }

  #dayOf(text: string): number {
    if (this.#day !== '' && text.startsWith(this.#day)) return this.#daySecond;
    const day = text.slice(0, 10);
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return -1;
    const date = new Date(`${day}T00:00:00Z`);
    // A 30 February would be taken for a day in March.
    if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day)) return -1;
    this.#day = day;
    this.#daySecond = date.getTime() / 1000;
    return this.#daySecond;
  }
}

/** The beginning of the hour in which a text lies, as sorting goes; before 1970 it is the first hour. */
export function hourBefore(text: string): number {
  let low = 0;
  let high = Math.ceil(LAST_SECOND / HOUR_SECONDS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (textOf(middle * HOUR_SECONDS) <= text) low = middle;
    else high = middle;
  }
  return low * HOUR_SECONDS;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
