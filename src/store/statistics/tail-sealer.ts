import { boundsOf } from '../answers/spans.ts';
import { CallRows } from './call-rows.ts';
import type { IndexContent } from './index-content.ts';
import type { Mark } from './log-source.ts';
import type { Part } from './part-tables.ts';
import { PartWriter, rowsBy } from './part-writer.ts';
import type { RowSum } from './row-sum.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS, PART_CALLS, PART_SECONDS } from './seconds.ts';
import type { Tail } from './tail.ts';

/** Puts the calls of the tail into the index. */
export class TailSealer {
  readonly #content: IndexContent;
  readonly #writer: PartWriter;

  constructor(content: IndexContent) {
    this.#content = content;
    this.#writer = new PartWriter(content);
  }

  /** Adds the calls of the tail to the parts of their hours; the index then reaches up to the mark, at which the tail ends. */
  seal(tail: Tail, mark: Mark): void {
    const { tables, reach } = this.#content;
    const byPart = new Map<number, CallRows>();
    tables.database
      .transaction(() => {
        for (const [hour, rows] of rowsBy(HOUR_SECONDS, tail.rows)) {
          if (hour < reach.frontier) continue;
          const { start } = this.#partFor(hour);
          const together = byPart.get(start) ?? new CallRows();
          together.pushAll(rows);
          byPart.set(start, together);
        }
        for (const [start, rows] of byPart) this.#addToPart(start, rows);
        for (const [hour, sum] of tail.sums) if (hour >= reach.frontier) this.#addToSum(hour, sum);
        const lowest = boundsOf({ from: reach.frontier, until: reach.frontier }).from;
        tables.checked.addOdd(tail.odd.filter(({ dateTime }) => dateTime >= lowest));
        this.#content.save(mark);
      })
      .immediate();
  }

  // An hour belongs to the part that holds it, to the one before it while that is small, or to a new one.
  #partFor(hour: number): Part {
    const { parts } = this.#content.tables;
    const until = hour + HOUR_SECONDS;
    const before = parts.partBefore(until);
    if (before !== undefined && before.until >= until) return before;
    const isSameDay = before !== undefined && Math.floor(before.start / DAY_SECONDS) === Math.floor(hour / DAY_SECONDS);
    const fits = isSameDay && before.calls < PART_CALLS && until - before.start <= PART_SECONDS;
    if (fits) {
      parts.extendPart(before.start, until);
      return { ...before, until };
    }
    const part = { start: hour, until, calls: 0 };
    parts.writePart(part);
    return part;
  }

  #addToPart(start: number, added: CallRows): void {
    const part = this.#content.tables.parts.partsIn({ from: start, until: start + 1 })[0];
    if (part === undefined) return;
    const rows = new CallRows();
    rows.pushAll(this.#content.rowsOf(part));
    rows.pushAll(added);
    this.#writer.writePart({ ...part, calls: rows.length }, rows);
    this.#writer.writeHours(rows, rowsBy(FIVE_MINUTES, added).keys());
  }

  #addToSum(hour: number, added: RowSum): void {
    const { checked } = this.#content.tables;
    const sum = checked.rowSum(hour);
    sum.add(added);
    checked.writeRowSum(hour, sum);
  }
}
