import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import type { Reach } from './reach.ts';
import { ReadPace } from './read-pace.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** The index and the log that it is compared with. */
export interface Compared {
  readonly content: IndexContent;
  readonly log: LogSource;
}

/** An hour of which some rows were read: what it held, and up to which position, when that was begun. */
interface OpenHour {
  readonly hour: number;
  readonly reach: Reach;
  readonly wanted: RowSum;
  readonly found: RowSum;
  /** Lower end of the rows that were read. */
  from: number;
}

/** Compares hours of the index with the log, in reads of about so many rows. */
export class HourChecker {
  readonly #compared: Compared;
  readonly #hasher = new RowHasher();
  readonly #pace = new ReadPace();
  #open: OpenHour | undefined;

  constructor(compared: Compared) {
    this.#compared = compared;
  }

  /** Reads on in an hour; says whether it holds what the log holds, odd rows too, once all was read. */
  async step(hour: number, rowsPerRead: number): Promise<boolean | undefined> {
    if (this.#open?.hour !== hour) this.#open = this.#begin(hour, rowsPerRead);
    const open = this.#open;
    const span = this.#pace.before(open.from, hour);
    const rows = await this.#compared.log.rowsOf(span, open.reach.position);
    this.#pace.note(span, rows.length, rowsPerRead);
    this.#hasher.addRows(rows, open.found);
    open.from = span.from;
    if (open.from > hour) return undefined;
    this.#open = undefined;
    if (open.found.equals(open.wanted)) return true;
    // Calls may have been added to the index since this was begun, or read anew: then only a look at all of the hour tells.
    return open.reach !== this.#compared.content.reach && this.isTrue(hour, rowsPerRead);
  }

  /** Tells whether the index of a whole hour agrees with the log. */
  async isTrue(hour: number, rowsPerRead: number): Promise<boolean> {
    for (;;) {
      const isTrue = await this.step(hour, rowsPerRead);
      if (isTrue !== undefined) return isTrue;
    }
  }

  #begin(hour: number, rowsPerRead: number): OpenHour {
    const { reach, tables } = this.#compared.content;
    const from = hour + HOUR_SECONDS;
    const wanted = tables.checked.rowSum(hour);
    // How long a time is read at first depends on how many rows the hour had.
    this.#pace.note({ from: hour, until: from }, wanted.rows, rowsPerRead);
    return { hour, reach, wanted, found: new RowSum(), from };
  }
}
