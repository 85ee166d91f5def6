import { CallParser, type OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { isHourTrue } from './comparison.ts';
import type { IndexContent } from './content.ts';
import type { Part } from './index-tables.ts';
import { boundsOf, type LogReader, type Span } from './log-reader.ts';
import { PartWriter, rowsBy } from './part-writer.ts';
import { RowSum } from './row-sum.ts';
import { DAY_SECONDS, HOUR_SECONDS, SLICE_SECONDS } from './seconds.ts';
import type { Tail } from './tail.ts';

// A part is decoded whole where a window cuts it and written whole where calls are added, each in a few milliseconds.
const PART_CALLS = 50_000;
const PART_SECONDS = 6 * HOUR_SECONDS;
const READ_SECONDS = [1, 10, 60, 300, 900, 1800, 3600];

/** A part that is being read from the log, hour by hour from its end. */
interface Reading {
  readonly until: number;
  readonly lowest: number;
  /** What was read reaches down to here. */
  from: number;
  readonly rows: CallRows;
  readonly odd: OddCall[];
  /** What the rows of each hour add up to. */
  readonly sums: Map<number, RowSum>;
}

/** A part that is being compared with the log, hour by hour from its end. */
interface Checking {
  readonly part: Part;
  /** What was compared reaches down to here. */
  from: number;
}

/** Makes the index of the log, newest hours first, and adds what comes. */
export class IndexBuilder {
  readonly #content: IndexContent;
  readonly #writer: PartWriter;
  #reading: Reading | undefined;
  #checking: Checking | undefined;
  #readSeconds = HOUR_SECONDS;

  constructor(content: IndexContent) {
    this.#content = content;
    this.#writer = new PartWriter(content);
  }

  /** Whether a part was begun and not yet written: meanwhile nothing else may be changed. */
  get isBusy(): boolean {
    return this.#reading !== undefined || this.#checking !== undefined;
  }

  /**
   * Goes one short step down the log: reads about so many rows, writes the part that they complete, or compares an hour of a
   * part that is there with the log.
   */
  step(log: LogReader, rowsPerRead: number): void {
    if (this.#checking !== undefined) this.#check(this.#checking, log);
    else if (this.#reading === undefined) this.#begin(log);
    else if (this.#isComplete(this.#reading)) this.#finish(this.#reading);
    else this.#read(this.#reading, log, rowsPerRead);
  }

  /** Forgets the part that was begun. */
  cancel(): void {
    this.#reading = undefined;
    this.#checking = undefined;
  }

  /** Adds the calls of the tail to the index. */
  seal(tail: Tail, log: LogReader): void {
    const { tables, reach } = this.#content;
    const byPart = new Map<number, CallRows>();
    const anchor = log.fingerprintOf(tail.last);
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
        tables.addOdd(tail.odd.filter(({ dateTime }) => dateTime >= lowest));
        this.#content.save({ sealed: tail.last, anchor });
      })
      .immediate();
  }

  #begin(log: LogReader): void {
    const { tables, reach } = this.#content;
    const hour = log.hourBefore(reach.frontier);
    const part = hour === undefined ? undefined : tables.partsIn({ from: hour, until: hour + HOUR_SECONDS })[0];
    const empty = { from: hour === undefined ? 0 : (part?.until ?? hour + HOUR_SECONDS), until: reach.frontier };
    tables.database
      .transaction(() => {
        // Hours in which the log has nothing any more.
        for (const gone of tables.partsIn(empty)) if (gone.start >= empty.from) this.#remove(gone);
        this.#forgetOthers(empty);
        if (hour === undefined) this.#content.save({ frontier: 0 });
      })
      .immediate();
    if (part !== undefined) this.#checking = { part, from: part.until };
    else if (hour !== undefined) this.#beginReading(hour);
  }

  #beginReading(hour: number): void {
    const until = hour + HOUR_SECONDS;
    const dayStart = Math.floor(hour / DAY_SECONDS) * DAY_SECONDS;
    const lowest = Math.max(dayStart, until - PART_SECONDS, this.#content.tables.partBefore(hour)?.until ?? 0);
    this.#reading = { until, lowest, from: until, rows: new CallRows(), odd: [], sums: new Map() };
  }

  #check(checking: Checking, log: LogReader): void {
    const { part } = checking;
    const { tables } = this.#content;
    const hour = checking.from - HOUR_SECONDS;
    if (hour >= part.start && isHourTrue(hour, this.#content, log)) {
      checking.from = hour;
      return;
    }
    this.#checking = undefined;
    tables.database
      .transaction(() => {
        if (hour < part.start) this.#content.save({ frontier: part.start });
        else this.#remove(part);
      })
      .immediate();
  }

  #isComplete({ from, lowest, until, rows }: Reading): boolean {
    if (from === lowest) return true;
    return from < until && from % HOUR_SECONDS === 0 && rows.length >= PART_CALLS;
  }

  #read(reading: Reading, log: LogReader, rowsPerRead: number): void {
    const intoHour = reading.from % HOUR_SECONDS || HOUR_SECONDS;
    const seconds = READ_SECONDS.findLast((length) => length <= this.#readSeconds && intoHour % length === 0) ?? 1;
    const span: Span = { from: reading.from - seconds, until: reading.from };
    const rows = log.rowsOf(span, this.#content.reach.sealed);
    new CallParser(this.#content.names).parse(rows, reading);
    const hour = Math.floor(span.from / HOUR_SECONDS) * HOUR_SECONDS;
    const sum = reading.sums.get(hour) ?? new RowSum();
    log.hasher.addRows(rows, sum);
    if (sum.rows > 0) reading.sums.set(hour, sum);
    reading.from = span.from;
    this.#readSeconds = Math.min(HOUR_SECONDS, Math.max(1, (seconds * rowsPerRead) / Math.max(1, rows.length)));
  }

  #finish(reading: Reading): void {
    const { from, until, rows, odd, sums } = reading;
    const { tables } = this.#content;
    this.#reading = undefined;
    tables.database
      .transaction(() => {
        this.#forgetOthers({ from, until });
        tables.addOdd(odd);
        for (const [hour, sum] of sums) tables.writeRowSum(hour, sum);
        this.#writer.writePart({ start: from, until, calls: rows.length }, rows);
        this.#writer.writeHours(rows, rowsBy(SLICE_SECONDS, rows).keys());
        this.#content.save({ frontier: from });
      })
      .immediate();
  }

  // An hour belongs to the part that holds it, to the one before it while that is small, or to a new one.
  #partFor(hour: number): Part {
    const { tables } = this.#content;
    const until = hour + HOUR_SECONDS;
    const before = tables.partBefore(until);
    if (before !== undefined && before.until >= until) return before;
    const isSameDay = before !== undefined && Math.floor(before.start / DAY_SECONDS) === Math.floor(hour / DAY_SECONDS);
    const fits = isSameDay && before.calls < PART_CALLS && until - before.start <= PART_SECONDS;
    if (fits) {
      tables.extendPart(before.start, until);
      return { ...before, until };
    }
    const part = { start: hour, until, calls: 0 };
    tables.writePart(part);
    return part;
  }

  #addToPart(start: number, added: CallRows): void {
    const part = this.#content.tables.partsIn({ from: start, until: start + 1 })[0];
    if (part === undefined) return;
    const rows = new CallRows();
    rows.pushAll(this.#content.rowsOf(part));
    rows.pushAll(added);
    this.#writer.writePart({ ...part, calls: rows.length }, rows);
    this.#writer.writeHours(rows, rowsBy(SLICE_SECONDS, added).keys());
  }

  #addToSum(hour: number, added: RowSum): void {
    const { tables } = this.#content;
    const sum = tables.rowSum(hour);
    sum.add(added);
    tables.writeRowSum(hour, sum);
  }

  // What is known of rows that are in no part.
  #forgetOthers(span: Span): void {
    const { tables } = this.#content;
    const bounds = boundsOf(span);
    tables.removeOdd(bounds.from, bounds.to);
    tables.clear('checked', span);
  }

  #remove(part: Part): void {
    const { tables } = this.#content;
    tables.removePart(part);
    this.#forgetOthers({ from: part.start, until: part.until });
    this.#writer.writeDay(Math.floor(part.start / DAY_SECONDS) * DAY_SECONDS);
  }
}
