import type { CallBlock } from './call-block.ts';
import type { CallParser, OddCall } from './call-parser.ts';
import { hourBlocks } from './hour-blocks.ts';
import type { Calls, LogSource, Mark, Position, Standing } from './log-source.ts';
import { ReadCalls } from './read-calls.ts';
import { RowHasher, RowSum } from './row-sum.ts';

/** Outcome of reading the tail: it ends where the log does, is longer than it may be, or held calls that are gone. */
export type TailOutcome = 'complete' | 'too long' | 'changed' | Standing;

/** The few calls that came after those the index holds, read anew where they changed. */
export class Tail {
  /** The calls that stay, which may be added to the index. */
  readonly sealable: ReadCalls;
  /** The position up to which the index holds the log. */
  readonly sealed: Position;
  /** The position up to which the log was read. */
  last: Position;
  /** The version of the log when it was read last, if it told. */
  version: string | undefined;
  readonly #parser: CallParser;
  // The calls that may go again, as they were seen last.
  #unsealed: ReadCalls;
  #blocks: readonly CallBlock[] = [];
  #blocksOf: ReadCalls | undefined;

  constructor(sealed: Position, parser: CallParser) {
    this.sealed = sealed;
    this.last = sealed;
    this.#parser = parser;
    this.sealable = new ReadCalls(parser);
    this.#unsealed = new ReadCalls(parser);
  }

  /** True when it holds no call. */
  get isEmpty(): boolean {
    return this.sealable.sum.rows + this.#unsealed.sum.rows === 0;
  }

  /** All its calls, in blocks of an hour each. */
  get blocks(): readonly CallBlock[] {
    if (this.#blocksOf !== this.#unsealed) {
      this.#blocks = [...hourBlocks(this.sealable.rows), ...hourBlocks(this.#unsealed.rows)];
      this.#blocksOf = this.#unsealed;
    }
    return this.#blocks;
  }

  /** The calls that the index does not take. */
  get odd(): readonly OddCall[] {
    return [...this.sealable.odd, ...this.#unsealed.odd];
  }

  /** True when the time of a call has a fraction of a second. */
  get hasFractions(): boolean {
    return this.sealable.rows.hasFractions || this.#unsealed.rows.hasFractions;
  }

  /** Reads what is new, where the log stands as it did when it was marked. */
  async catchUp(log: LogSource, mark: Mark, most: number): Promise<TailOutcome> {
    while (this.sealable.sum.rows <= most) {
      const { standing, added, version } = await log.news(mark, this.last);
      this.version = version;
      if (standing.is !== 'same') return standing;
      if (added === undefined) return 'too long';
      this.sealable.add(added.calls);
      this.#replaceUnsealed(added.unsealed);
      this.last = added.position;
      if (added.isAll) {
        const count = await log.countBetween(this.sealed, this.last);
        return count === undefined || count === this.sealable.sum.rows ? 'complete' : 'changed';
      }
    }
    return 'too long';
  }

  /** Tells whether the log still holds the rows that stay. */
  async isTrue(log: LogSource): Promise<boolean> {
    const hasher = new RowHasher();
    const sum = new RowSum();
    for (let after = this.sealed; after !== this.last; ) {
      const { rows, position } = await log.rowsBetween(after, this.last);
      hasher.addRows(rows, sum);
      after = position;
    }
    return sum.equals(this.sealable.sum);
  }

  #replaceUnsealed(calls: Calls): void {
    this.#unsealed = new ReadCalls(this.#parser);
    this.#unsealed.add(calls);
  }
}
