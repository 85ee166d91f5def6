import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import { ReadPace } from './read-pace.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** The index and the log that it is compared with. */
export interface Compared {
  readonly content: IndexContent;
  readonly log: LogSource;
}

/** Compares hours of the index with the log, in reads of about so many rows. */
export class HourChecker {
  readonly #compared: Compared;
  readonly #hasher = new RowHasher();
  readonly #pace = new ReadPace();
  #open: { readonly hour: number; readonly reach: object; readonly sum: RowSum; from: number } | undefined;

  constructor(compared: Compared) {
    this.#compared = compared;
  }

  /** Reads on in an hour; says whether it holds what the log holds, odd rows too, once all was read. */
  async step(hour: number, rowsPerRead: number): Promise<boolean | undefined> {
    const { content, log } = this.#compared;
    // What was read so far is worth nothing where the index holds other rows now.
    if (this.#open?.hour !== hour || this.#open.reach !== content.reach) {
      this.#open = { hour, reach: content.reach, sum: new RowSum(), from: hour + HOUR_SECONDS };
      // How long a time is read at first depends on how many rows the hour had.
      const whole = { from: hour, until: hour + HOUR_SECONDS };
      this.#pace.note(whole, content.tables.checked.rowSum(hour).rows, rowsPerRead);
    }
    const open = this.#open;
    const span = this.#pace.before(open.from);
    const rows = await log.rowsOf(span, content.reach.position);
    this.#pace.note(span, rows.length, rowsPerRead);
    this.#hasher.addRows(rows, open.sum);
    open.from = span.from;
    if (open.from > hour) return undefined;
    this.#open = undefined;
    return open.sum.equals(content.tables.checked.rowSum(hour));
  }

  /** Whether a whole hour holds what the log holds. */
  async isTrue(hour: number, rowsPerRead: number): Promise<boolean> {
    for (;;) {
      const isTrue = await this.step(hour, rowsPerRead);
      if (isTrue !== undefined) return isTrue;
    }
  }
}
