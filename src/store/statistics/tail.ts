import { CallParser, type LogRow, type OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { boundsOf, type LogReader } from './log-reader.ts';
import type { Names } from './names.ts';
import { RowSum } from './row-sum.ts';
import { HOUR_SECONDS, hourBefore, isWindowed } from './seconds.ts';

const BATCH_ROWS = 5_000;

/** Whether the tail now ends where the log does, is longer than it may be, or held calls that are gone. */
export type TailOutcome = 'complete' | 'too long' | 'changed';

/** The few calls that came after those the index holds, read anew where they changed. */
export class Tail {
  readonly rows = new CallRows();
  readonly odd: OddCall[] = [];
  /** What the rows of each hour add up to. */
  readonly sums = new Map<number, RowSum>();
  readonly sealed: bigint;
  /** The last id that was read. */
  last: bigint;
  readonly #parser: CallParser;
  readonly #sum = new RowSum();
  #hour = { start: 0, from: '', to: '' };

  constructor(sealed: bigint, names: Names) {
    this.sealed = sealed;
    this.last = sealed;
    this.#parser = new CallParser(names);
  }

  /** Reads what is new. */
  catchUp(log: LogReader, most: number): TailOutcome {
    while (this.#sum.rows <= most) {
      const batch = log.rowsAfter(this.last, BATCH_ROWS);
      this.#parser.parse(batch, this);
      for (const row of batch) this.#add(row, log);
      this.last = BigInt(batch.at(-1)?.[0] ?? this.last);
      if (batch.length < BATCH_ROWS)
        return log.countBetween(this.sealed, this.last) === this.#sum.rows ? 'complete' : 'changed';
    }
    return 'too long';
  }

  /** Whether the rows that were read are still what the log holds. */
  isTrue(log: LogReader): boolean {
    const sum = new RowSum();
    for (let after = this.sealed; after < this.last; ) {
      const batch = log.rowsAfter(after, BATCH_ROWS).filter(([id]) => id <= this.last);
      log.hasher.addRows(batch, sum);
      after = BigInt(batch.at(-1)?.[0] ?? this.last);
    }
    return sum.equals(this.#sum);
  }

  #add(row: LogRow, log: LogReader): void {
    const one = new RowSum();
    log.hasher.addRow(row, one);
    this.#sum.add(one);
    const [, dateTime] = row;
    if (!isWindowed(dateTime)) return;
    const hour = this.#hourOf(dateTime);
    const sum = this.sums.get(hour) ?? new RowSum();
    sum.add(one);
    this.sums.set(hour, sum);
  }

  // Most rows come in the same hour as the one before.
  #hourOf(dateTime: string): number {
    if (dateTime < this.#hour.from || dateTime >= this.#hour.to) {
      const start = hourBefore(dateTime);
      this.#hour = { start, ...boundsOf({ from: start, until: start + HOUR_SECONDS }) };
    }
    return this.#hour.start;
  }
}
