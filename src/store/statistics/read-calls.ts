import type { CallParser, OddCall, ParsedCalls } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import type { Calls, LogRow } from './log-source.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { HOUR_SECONDS, hourBefore, isWindowed, SecondParser } from './seconds.ts';

/** Calls that were read from the log, and what their rows add up to. */
export class ReadCalls implements ParsedCalls {
  readonly rows = new CallRows();
  readonly odd: OddCall[] = [];
  /** Checksum of the rows of each hour. */
  readonly sums = new Map<number, RowSum>();
  /** Checksum of all rows, those without a time too. */
  readonly sum = new RowSum();
  readonly #parser: CallParser;
  readonly #hasher = new RowHasher();
  readonly #one = new RowSum();
  readonly #seconds = new SecondParser();

  constructor(parser: CallParser) {
    this.#parser = parser;
  }

  /** Adds calls. */
  add({ rows, messages }: Calls): void {
    this.#parser.parse(rows, messages, this);
    for (const row of rows) this.#addToSums(row);
  }

  #addToSums(row: LogRow): void {
    const one = this.#one;
    one.clear();
    this.#hasher.addRow(row, one);
    this.sum.add(one);
    const [, dateTime] = row;
    if (!isWindowed(dateTime)) return;
    const hour = this.#hourOf(dateTime);
    const sum = this.sums.get(hour) ?? new RowSum();
    sum.add(one);
    this.sums.set(hour, sum);
  }

  #hourOf(dateTime: string): number {
    const second = this.#seconds.parse(dateTime);
    return second < 0 ? hourBefore(dateTime) : second - (second % HOUR_SECONDS);
  }
}
