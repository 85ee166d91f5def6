import { CallParser, type OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { HourChecker } from './hour-checker.ts';
import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import { lastHourBefore } from './log-times.ts';
import type { Part } from './part-tables.ts';
import { PartWriter, rowsBy } from './part-writer.ts';
import { ReadPace } from './read-pace.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS, PART_CALLS, PART_SECONDS } from './seconds.ts';

/** A part that is being read from the log, hour by hour from its end. */
interface Reading {
  readonly until: number;
  readonly lowest: number;
  /** Lower end of the rows that were read. */
  from: number;
  readonly rows: CallRows;
  readonly odd: OddCall[];
  /** Checksum of the rows of each hour. */
  readonly sums: Map<number, RowSum>;
}

/** A part that is being compared with the log, hour by hour from its end. */
interface Checking {
  readonly part: Part;
  /** Lower end of the rows that were compared. */
  from: number;
}

/** Makes the index of the log, newest hours first. */
export class IndexBuilder {
  readonly #content: IndexContent;
  readonly #log: LogSource;
  readonly #writer: PartWriter;
  readonly #checker: HourChecker;
  readonly #hasher = new RowHasher();
  readonly #pace = new ReadPace();
  #reading: Reading | undefined;
  #checking: Checking | undefined;

  constructor(content: IndexContent, log: LogSource) {
    this.#content = content;
    this.#log = log;
    this.#writer = new PartWriter(content);
    this.#checker = new HourChecker({ content, log });
  }

  /** True when a part was begun and is not yet written: until then nothing else may be changed. */
  get isBusy(): boolean {
    return this.#reading !== undefined || this.#checking !== undefined;
  }

  /**
   * Goes one short step down the log: reads about so many rows, writes the part that they complete, or compares as many of a
   * part that is there with the log.
   */
  async step(rowsPerRead: number): Promise<void> {
    if (this.#checking !== undefined) await this.#check(this.#checking, rowsPerRead);
    else if (this.#reading === undefined) await this.#begin();
    else if (this.#isComplete(this.#reading)) this.#finish(this.#reading);
    else await this.#read(this.#reading, rowsPerRead);
  }

  /** Forgets the part that was begun. */
  cancel(): void {
    this.#reading = undefined;
    this.#checking = undefined;
  }

  async #begin(): Promise<void> {
    const { tables, reach } = this.#content;
    const hour = await lastHourBefore(this.#log, reach.frontier);
    const part = hour === undefined ? undefined : tables.parts.partsIn({ from: hour, until: hour + HOUR_SECONDS })[0];
    const empty = { from: hour === undefined ? 0 : (part?.until ?? hour + HOUR_SECONDS), until: reach.frontier };
    tables.database
      .transaction(() => {
        // Hours in which the log has nothing any more.
        for (const gone of tables.parts.partsIn(empty)) if (gone.start >= empty.from) this.#remove(gone);
        tables.checked.clear(empty);
        if (hour === undefined) this.#content.save({ frontier: 0 });
      })
      .immediate();
    if (part !== undefined) this.#checking = { part, from: part.until };
    else if (hour !== undefined) this.#beginReading(hour);
  }

  #beginReading(hour: number): void {
    const until = hour + HOUR_SECONDS;
    const dayStart = Math.floor(hour / DAY_SECONDS) * DAY_SECONDS;
    const lowest = Math.max(dayStart, until - PART_SECONDS, this.#content.tables.parts.partBefore(hour)?.until ?? 0);
    this.#reading = { until, lowest, from: until, rows: new CallRows(), odd: [], sums: new Map() };
  }

  async #check(checking: Checking, rowsPerRead: number): Promise<void> {
    const { part } = checking;
    const hour = checking.from - HOUR_SECONDS;
    const isAllTrue = hour < part.start;
    const isTrue = isAllTrue || (await this.#checker.step(hour, rowsPerRead));
    if (isTrue === undefined) return;
    if (isTrue && !isAllTrue) {
      checking.from = hour;
      return;
    }
    this.#checking = undefined;
    this.#content.tables.database
      .transaction(() => {
        if (isTrue) this.#content.save({ frontier: part.start });
        else this.#remove(part);
      })
      .immediate();
  }

  #isComplete({ from, lowest, until, rows }: Reading): boolean {
    if (from === lowest) return true;
    return from < until && from % HOUR_SECONDS === 0 && rows.length >= PART_CALLS;
  }

  async #read(reading: Reading, rowsPerRead: number): Promise<void> {
    const span = this.#pace.before(reading.from);
    const rows = await this.#log.rowsOf(span, this.#content.reach.position);
    this.#pace.note(span, rows.length, rowsPerRead);
    new CallParser(this.#content.names).parse(rows, reading);
    const hour = Math.floor(span.from / HOUR_SECONDS) * HOUR_SECONDS;
    const sum = reading.sums.get(hour) ?? new RowSum();
    this.#hasher.addRows(rows, sum);
    if (sum.rows > 0) reading.sums.set(hour, sum);
    reading.from = span.from;
  }

  #finish(reading: Reading): void {
    const { from, until, rows, odd, sums } = reading;
    const { tables } = this.#content;
    this.#reading = undefined;
    tables.database
      .transaction(() => {
        tables.checked.clear({ from, until });
        tables.checked.addOdd(odd);
        for (const [hour, sum] of sums) tables.checked.writeRowSum(hour, sum);
        this.#writer.writePart({ start: from, until, calls: rows.length }, rows);
        this.#writer.writeHours(rows, rowsBy(FIVE_MINUTES, rows).keys());
        this.#content.save({ frontier: from });
      })
      .immediate();
  }

  #remove(part: Part): void {
    this.#content.tables.removePart(part);
    this.#writer.writeDay(Math.floor(part.start / DAY_SECONDS) * DAY_SECONDS);
  }
}
