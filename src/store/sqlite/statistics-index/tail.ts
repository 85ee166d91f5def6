import { CallParser, type OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import type { LogReader } from './log-reader.ts';
import type { Names } from './names.ts';

const BATCH_ROWS = 5_000;

/** Whether the tail now ends where the log does, is longer than it may be, or held calls that are gone. */
export type TailOutcome = 'complete' | 'too long' | 'changed';

/** The few calls that came after those the index holds, read anew where they changed. */
export class Tail {
  readonly rows = new CallRows();
  readonly odd: OddCall[] = [];
  readonly sealed: number;
  /** The last id that was read. */
  last: number;
  readonly #parser: CallParser;
  #count = 0;

  constructor(sealed: number, names: Names) {
    this.sealed = sealed;
    this.last = sealed;
    this.#parser = new CallParser(names);
  }

  /** Reads what is new. */
  catchUp(log: LogReader, most: number): TailOutcome {
    while (this.#count <= most) {
      const batch = log.rowsAfter(this.last, BATCH_ROWS);
      this.#parser.parse(batch, this);
      this.#count += batch.length;
      this.last = batch.at(-1)?.[0] ?? this.last;
      if (batch.length < BATCH_ROWS)
        return log.countBetween(this.sealed, this.last) === this.#count ? 'complete' : 'changed';
    }
    return 'too long';
  }
}
