import type { OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import { messagesAmong } from './failed-messages.ts';
import { HourChecker } from './hour-checker.ts';
import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import { lastHourBefore } from './log-times.ts';
import { ReadPace } from './read-pace.ts';
import { RowHasher, RowSum } from './row-sum.ts';
import { BATCH_CALLS, BATCH_SECONDS, DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import { SumWriter } from './sum-writer.ts';

/** Hours that are being read from the log together, from their end. */
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

/** Makes the index of the log, newest hours first. */
export class IndexBuilder {
  readonly #content: IndexContent;
  readonly #log: LogSource;
  readonly #sums: SumWriter;
  readonly #checker: HourChecker;
  readonly #hasher = new RowHasher();
  readonly #pace = new ReadPace();
  #reading: Reading | undefined;
  /** An hour that is being compared with the log. */
  #checking: number | undefined;

  constructor(content: IndexContent, log: LogSource) {
    this.#content = content;
    this.#log = log;
    this.#sums = new SumWriter(content);
    this.#checker = new HourChecker({ content, log });
  }

  /** True when hours were begun and are not yet written: until then nothing else may be changed. */
  get isBusy(): boolean {
    return this.#reading !== undefined || this.#checking !== undefined;
  }

  /**
   * Goes one short step down the log: reads about so many rows, writes the hours that they complete, or compares as many of an
   * hour that is there with the log.
   */
  async step(rowsPerRead: number): Promise<void> {
    if (this.#checking !== undefined) await this.#check(this.#checking, rowsPerRead);
    else if (this.#reading === undefined) await this.#begin();
    else if (this.#isComplete(this.#reading)) this.#finish(this.#reading);
    else await this.#read(this.#reading, rowsPerRead);
  }

  /** Forgets what was begun. */
  cancel(): void {
    this.#reading = undefined;
    this.#checking = undefined;
  }

  async #begin(): Promise<void> {
    const { tables, reach } = this.#content;
    const hour = await lastHourBefore(this.#log, reach.frontier);
    const isKnown = hour !== undefined && tables.checked.rowSum(hour).rows > 0;
    const empty = { from: hour === undefined ? 0 : hour + HOUR_SECONDS, until: reach.frontier };
    tables.database
      .transaction(() => {
        // Hours in which the log has nothing any more.
        this.#sums.remove(tables.checked.hoursIn(empty).filter((gone) => gone >= empty.from));
        tables.checked.clear(empty);
        if (hour === undefined) this.#content.save({ frontier: 0 });
      })
      .immediate();
    if (isKnown) this.#checking = hour;
    else if (hour !== undefined) this.#beginReading(hour);
  }

  #beginReading(hour: number): void {
    const until = hour + HOUR_SECONDS;
    const dayStart = Math.floor(hour / DAY_SECONDS) * DAY_SECONDS;
    const known = this.#content.tables.checked.hourBefore(hour);
    const lowest = Math.max(dayStart, until - BATCH_SECONDS, known === undefined ? 0 : known + HOUR_SECONDS);
    this.#reading = { until, lowest, from: until, rows: new CallRows(), odd: [], sums: new Map() };
  }

  async #check(hour: number, rowsPerRead: number): Promise<void> {
    const isTrue = await this.#checker.step(hour, rowsPerRead);
    if (isTrue === undefined) return;
    this.#checking = undefined;
    this.#content.tables.database
      .transaction(() => {
        if (isTrue) this.#content.save({ frontier: hour });
        else this.#sums.remove([hour]);
      })
      .immediate();
  }

  #isComplete({ from, lowest, until, rows }: Reading): boolean {
    if (from === lowest) return true;
    return from < until && from % HOUR_SECONDS === 0 && rows.length >= BATCH_CALLS;
  }

  async #read(reading: Reading, rowsPerRead: number): Promise<void> {
    const span = this.#pace.before(reading.from);
    const rows = await this.#log.rowsOf(span, this.#content.reach.position);
    this.#pace.note(span, rows.length, rowsPerRead);
    const range = { span, until: this.#content.reach.position };
    const messages = await messagesAmong(rows, range, this.#log);
    this.#content.newParser().parse(rows, messages, reading);
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
        tables.removeHours({ from, until });
        tables.checked.addOdd(odd);
        for (const [hour, sum] of sums) tables.checked.writeRowSum(hour, sum);
        this.#content.blocks.add(rows, { young: false });
        this.#sums.add(rows);
        this.#content.save({ frontier: from });
      })
      .immediate();
  }
}
