import type { Span } from '../answers/spans.ts';
import { reachDownTo } from './doubts.ts';
import { HourChecker } from './hour-checker.ts';
import type { IndexContent } from './index-content.ts';
import type { Calls, LogSource } from './log-source.ts';
import { lastHourBefore } from './log-times.ts';
import { ReadCalls } from './read-calls.ts';
import { ReadPace } from './read-pace.ts';
import { BATCH_CALLS, BATCH_SECONDS, DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import { SumWriter } from './sum-writer.ts';

/** Hours that are being read from the log together, from their end. */
interface Reading {
  readonly until: number;
  readonly lowest: number;
  /** Lower end of the rows that were read. */
  from: number;
  readonly calls: ReadCalls;
  /** Rows of the next span. */
  ahead?: Ahead | undefined;
}

/** Rows of a span that were asked for. */
interface Ahead {
  readonly span: Span;
  readonly calls: Promise<Calls>;
}

/** Makes the index of the log, newest hours first. */
export class IndexBuilder {
  readonly #content: IndexContent;
  readonly #log: LogSource;
  readonly #sums: SumWriter;
  readonly #checker: HourChecker;
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
    else if (isComplete(this.#reading)) this.#finish(this.#reading);
    else await this.#read(this.#reading, rowsPerRead);
  }

  /** Forgets what was begun. */
  cancel(): void {
    this.#reading = undefined;
    this.#checking = undefined;
  }

  async #begin(): Promise<void> {
    const { tables, reach } = this.#content;
    const { frontier, trusted } = reach;
    const lowest = trusted?.until ?? 0;
    const last = await lastHourBefore(this.#log, frontier);
    const hour = last !== undefined && last >= lowest ? last : undefined;
    const isKnown = hour !== undefined && tables.checked.rowSum(hour).rows > 0;
    const empty = { from: hour === undefined ? lowest : hour + HOUR_SECONDS, until: frontier };
    tables.database
      .transaction(() => {
        // Hours in which the log has nothing any more.
        this.#sums.remove(tables.checked.hoursIn(empty).filter((gone) => gone >= empty.from));
        tables.checked.clear(empty);
        if (hour === undefined) this.#content.save(reachDownTo(reach, lowest));
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
    this.#reading = { until, lowest, from: until, calls: new ReadCalls(this.#content.newParser()) };
  }

  async #check(hour: number, rowsPerRead: number): Promise<void> {
    const isTrue = await this.#checker.step(hour, rowsPerRead);
    if (isTrue === undefined) return;
    this.#checking = undefined;
    this.#content.tables.database
      .transaction(() => {
        if (isTrue) this.#content.save(reachDownTo(this.#content.reach, hour));
        else this.#sums.remove([hour]);
      })
      .immediate();
  }

  async #read(reading: Reading, rowsPerRead: number): Promise<void> {
    const { span, calls: asked } = reading.ahead ?? this.#ask(reading, reading.from);
    reading.ahead = undefined;
    const calls = await asked;
    this.#pace.note(span, calls.rows.length, rowsPerRead);
    reading.from = span.from;
    const rowCount = reading.calls.rows.length + calls.rows.length;
    if (!isComplete(reading, rowCount)) reading.ahead = this.#ask(reading, span.from);
    reading.calls.add(calls);
  }

  // What comes next is on its way while this is added up; a fault of it is met once it is waited for.
  #ask({ lowest }: Reading, before: number): Ahead {
    const span = this.#pace.before(before, lowest);
    const calls = this.#log.callsOf(span, this.#content.reach.position);
    calls.catch(() => undefined);
    return { span, calls };
  }

  #finish(reading: Reading): void {
    const { from, until } = reading;
    const { rows, odd, sums } = reading.calls;
    const { tables } = this.#content;
    this.#reading = undefined;
    tables.database
      .transaction(() => {
        tables.removeHours({ from, until });
        tables.checked.addOdd(odd);
        for (const [hour, sum] of sums) tables.checked.writeRowSum(hour, sum);
        this.#content.blocks.add(rows, { young: false });
        this.#sums.add(rows);
        this.#content.save(reachDownTo(this.#content.reach, from));
      })
      .immediate();
  }
}

function isComplete({ from, lowest, until, calls }: Reading, rowCount = calls.rows.length): boolean {
  if (from === lowest) return true;
  return from < until && from % HOUR_SECONDS === 0 && rowCount >= BATCH_CALLS;
}
