import type { Span } from '../answers/spans.ts';
import type { LogSource } from './log-source.ts';
import { HOUR_SECONDS } from './seconds.ts';

const ROWS_PER_READ = 6_000;
// Where a writer waits for whoever reads, each read lasts a few milliseconds, and the gap between as long.
const ROWS_PER_BLOCKING_READ = 2_500;
const LENGTHS = [1, 10, 60, 300, 900, 1800, HOUR_SECONDS];
const FIRST_LENGTH = 300;

/** Chooses how long a time is read at once, so that each read is of about as many rows as is wanted; none goes past an hour. */
export class ReadPace {
  #seconds = FIRST_LENGTH;

  /** Returns the next span to read below a second. */
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

/** About how many rows of a log are read at once. */
export async function rowsPerRead(log: LogSource): Promise<number> {
  return (await log.blocksWriters()) ? ROWS_PER_BLOCKING_READ : ROWS_PER_READ;
}
