import { boundsOf } from '../answers/spans.ts';
import type { CallBlock } from './call-block.ts';
import type { CallParser, OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { messagesAmong } from './failed-messages.ts';
import { hourBlocks } from './hour-blocks.ts';
import type { LogRow, LogSource, Position } from './log-source.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { HOUR_SECONDS, hourBefore, isWindowed } from './seconds.ts';

const BATCH_ROWS = 5_000;

/** Outcome of reading the tail: it ends where the log does, is longer than it may be, or held calls that are gone. */
export type TailOutcome = 'complete' | 'too long' | 'changed';

/** The few calls that came after those the index holds, read anew where they changed. */
export class Tail {
  readonly rows = new CallRows();
  readonly odd: OddCall[] = [];
  /** Checksum of the rows of each hour. */
  readonly sums = new Map<number, RowSum>();
  /** The position up to which the index holds the log. */
  readonly sealed: Position;
  /** The position up to which the log was read. */
  last: Position;
  readonly #parser: CallParser;
  readonly #hasher = new RowHasher();
  readonly #sum = new RowSum();
  #hour = { start: 0, from: '', to: '' };
  #blocks: readonly CallBlock[] = [];
  #rowsInBlocks = 0;

  constructor(sealed: Position, parser: CallParser) {
    this.sealed = sealed;
    this.last = sealed;
    this.#parser = parser;
  }

  /** Its calls, in a block for each hour. */
  get blocks(): readonly CallBlock[] {
    if (this.#rowsInBlocks === this.rows.length) return this.#blocks;
    this.#blocks = hourBlocks(this.rows);
    this.#rowsInBlocks = this.rows.length;
    return this.#blocks;
  }

  /** Reads what is new. */
  async catchUp(log: LogSource, most: number): Promise<TailOutcome> {
    while (this.#sum.rows <= most) {
      const { rows, position } = await log.rowsAfter(this.last, { limit: BATCH_ROWS });
      const messages = await messagesAmong(rows, { after: this.last, until: position }, log);
      this.#parser.parse(rows, messages, this);
      for (const row of rows) this.#add(row);
      this.last = position;
      if (rows.length < BATCH_ROWS) {
        const count = await log.countBetween(this.sealed, this.last);
        return count === this.#sum.rows ? 'complete' : 'changed';
      }
    }
    return 'too long';
  }

  /** Tells whether the log still holds the rows that were read. */
  async isTrue(log: LogSource): Promise<boolean> {
    const sum = new RowSum();
    for (let after = this.sealed; after !== this.last; ) {
      const { rows, position } = await log.rowsAfter(after, { limit: BATCH_ROWS, until: this.last });
      this.#hasher.addRows(rows, sum);
      after = position;
    }
    return sum.equals(this.#sum);
  }

  #add(row: LogRow): void {
    const one = new RowSum();
    this.#hasher.addRow(row, one);
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
