import type { Span } from '../answers/spans.ts';
import { HOUR_SECONDS } from './seconds.ts';

const LENGTHS = [1, 10, 60, 300, 900, 1800];
const FIRST_LENGTH = 300;

/** Chooses how long a time is read at once, so that each read is of about as many rows as is wanted: whole hours, or a part of one. */
export class ReadPace {
  #seconds = FIRST_LENGTH;

  /** Returns the next span to read below a second, not beyond the beginning of an hour. */
  before(second: number, lowest: number): Span {
    const intoHour = second % HOUR_SECONDS;
    if (intoHour === 0 && this.#seconds >= HOUR_SECONDS) {
      return {
        from: Math.max(lowest, second - Math.floor(this.#seconds / HOUR_SECONDS) * HOUR_SECONDS),
        until: second,
      };
    }
    const left = intoHour || HOUR_SECONDS;
    if (this.#seconds >= left) return { from: second - left, until: second };
    const length = LENGTHS.findLast((seconds) => seconds <= this.#seconds && left % seconds === 0) ?? 1;
    return { from: second - length, until: second };
  }

  /** Takes how many rows a span had, of how many that were wanted. */
  note({ from, until }: Span, rowCount: number, wanted: number): void {
    this.#seconds = Math.max(1, ((until - from) * wanted) / Math.max(1, rowCount));
  }
}
