import { boundsOf } from '../answers/spans.ts';
import { CallRows, rowsBy } from './call-rows.ts';
import type { IndexContent } from './index-content.ts';
import type { Mark } from './log-source.ts';
import type { RowSum } from './row-sum.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { SumWriter } from './sum-writer.ts';
import type { Tail } from './tail.ts';

/** Puts the calls of the tail into the index. */
export class TailSealer {
  readonly #content: IndexContent;
  readonly #sums: SumWriter;

  constructor(content: IndexContent) {
    this.#content = content;
    this.#sums = new SumWriter(content);
  }

  /** Adds the calls of the tail that stay to the hours that they are in; the index then reaches up to the mark, at which the tail ends. */
  seal(tail: Tail, mark: Mark): void {
    const { tables, reach, blocks } = this.#content;
    const { sealable } = tail;
    tables.database
      .transaction(() => {
        const rows = new CallRows();
        const hours = rowsBy(HOUR_SECONDS, sealable.rows);
        for (const [hour, ofHour] of hours) if (hour >= reach.frontier) rows.pushAll(ofHour);
        blocks.add(rows, { young: true });
        this.#sums.add(rows);
        for (const [hour, sum] of sealable.sums) if (hour >= reach.frontier) this.#addToSum(hour, sum);
        // An hour that calls were just added to, and the last one, may get more.
        const last = tables.checked.end - HOUR_SECONDS;
        blocks.settle((start) => start >= last || hours.has(start - (start % HOUR_SECONDS)));
        const lowest = boundsOf({ from: reach.frontier, until: reach.frontier }).from;
        tables.checked.addOdd(sealable.odd.filter(({ dateTime }) => dateTime >= lowest));
        this.#content.save(mark);
      })
      .immediate();
  }

  #addToSum(hour: number, added: RowSum): void {
    const { checked } = this.#content.tables;
    const sum = checked.rowSum(hour);
    sum.add(added);
    checked.writeRowSum(hour, sum);
  }
}
