import type { Span } from '../answers/spans.ts';
import { HOUR_SECONDS } from './seconds.ts';

const LENGTHS = [1, 10, 60, 300, 900, 1800, HOUR_SECONDS];
const FIRST_LENGTH = 300;

/** Chooses how long a time is read at once, so that each read is of about as many rows as is wanted; none goes past an hour. */
export class ReadPace {
  #seconds = FIRST_LENGTH;

  /** What is to be read next below a second. */
  before(second: number): Span {
    const intoHour = second % HOUR_SECONDS || HOUR_SECONDS;
    const length = LENGTHS.findLast((seconds) => seconds <= this.#seconds && intoHour % seconds === 0) ?? 1;
    return { from: second - length, until: second };
  }

  /** Takes how many rows a span had, of how many that were wanted. */
  note({ from, until }: Span, rowCount: number, wanted: number): void {
    this.#seconds = Math.min(HOUR_SECONDS, Math.max(1, ((until - from) * wanted) / Math.max(1, rowCount)));
  }
}
