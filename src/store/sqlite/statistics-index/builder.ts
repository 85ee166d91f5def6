import { DayActivity } from './activity.ts';
import { ByteWriter } from './bytes.ts';
import { CallParser, type OddCall } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import type { IndexContent } from './content.ts';
import type { Part } from './index-tables.ts';
import { boundsOf, type LogReader, type Span } from './log-reader.ts';
import { packRows } from './part-rows.ts';
import { DAY_SECONDS, HOUR_SECONDS, hourBefore, SLICE_SECONDS } from './seconds.ts';
import { Summary } from './summary.ts';
import type { Tail } from './tail.ts';

// A part is decoded whole where a window cuts it and written whole where calls are added, each in a few milliseconds.
const PART_CALLS = 50_000;
const PART_SECONDS = 6 * HOUR_SECONDS;
const READ_SECONDS = [1, 10, 60, 300, 900, 1800, 3600];
// An hour with so many calls of one user has sums of its own for them.
const BUSY_CALLS = 200;
const EVERYTHING = { routes: true, callers: true } as const;

/** A part that is being read from the log, hour by hour from its end. */
interface Reading {
  readonly until: number;
  readonly lowest: number;
  /** What was read reaches down to here. */
  from: number;
  readonly rows: CallRows;
  readonly odd: OddCall[];
}

/** Makes the index of the log, newest hours first, and adds what comes. */
export class IndexBuilder {
  readonly #content: IndexContent;
  readonly #writer = new ByteWriter();
  #reading: Reading | undefined;
  #readSeconds = HOUR_SECONDS;

  constructor(content: IndexContent) {
    this.#content = content;
  }

  /** Whether a part was begun and not yet written: meanwhile nothing else may be changed. */
  get isReading(): boolean {
    return this.#reading !== undefined;
  }

  /**
   * Goes one short step down the log: reads about so many rows, writes the part that they complete, or finds that a part that
   * is there still holds what the log holds.
   */
  step(log: LogReader, rowsPerRead: number): void {
    if (this.#reading === undefined) this.#begin(log);
    else if (this.#isComplete(this.#reading)) this.#finish(this.#reading);
    else this.#read(this.#reading, log, rowsPerRead);
  }

  /** Forgets the part that was begun. */
  cancel(): void {
    this.#reading = undefined;
  }

  /** Whether the hours of a part hold what the log holds, as far as sums of all columns tell. */
  isTrue(part: Part, log: LogReader): boolean {
    for (let hour = part.start; hour < part.until; hour += HOUR_SECONDS) {
      if (!this.isHourTrue(hour, log)) return false;
    }
    return true;
  }

  /** The same of one hour. */
  isHourTrue(hour: number, log: LogReader): boolean {
    const { tables, names, scale, reach } = this.#content;
    const span = { from: hour, until: hour + HOUR_SECONDS };
    const found = log.sumsOf(span, reach.sealed);
    const { from, to } = boundsOf(span);
    const oddCount = tables.countOdd(from, to);
    const summary = new Summary(scale, names, EVERYTHING);
    for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) summary.merge(row);
    if (found.rows !== summary.calls + oddCount) return false;
    if (oddCount > 0) return true;
    const isNear = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.abs(other);
    const users = summary.callers.reduce((sum, n) => sum + (names.userIds[n] ?? 0) * (summary.callsOf[n] ?? 0), 0);
    const overKinds = (of: (kind: number) => number) =>
      summary.callsOfKind.reduce((sum, calls, kind) => sum + (calls === 0 ? 0 : calls * of(kind)), 0);
    return (
      isNear(summary.overall.sumMicros / 1000, found.ms) &&
      isNear(users, found.users) &&
      isNear(
        overKinds((kind) => names.statusOf[kind] ?? 0),
        found.statuses,
      ) &&
      overKinds((kind) => Buffer.byteLength(names.routes[names.routeOf[kind] ?? 0] ?? '')) === found.routeBytes
    );
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
        const lowest = boundsOf({ from: reach.frontier, until: reach.frontier }).from;
        tables.addOdd(tail.odd.filter(({ dateTime }) => dateTime >= lowest));
        this.#content.save({ sealed: tail.last, anchor });
      })
      .immediate();
  }

  #begin(log: LogReader): void {
    const { tables, reach } = this.#content;
    const newest = log.newestBefore(reach.frontier);
    const hour = newest === null ? -HOUR_SECONDS : hourBefore(newest);
    const empty = { from: hour + HOUR_SECONDS, until: reach.frontier };
    const part = tables.partsIn({ from: hour, until: hour + HOUR_SECONDS })[0];
    const isTrue = part !== undefined && this.isTrue(part, log);
    tables.database
      .transaction(() => {
        // Parts of hours in which the log has nothing any more.
        for (const gone of tables.partsIn(empty)) if (gone.start >= empty.from) this.#remove(gone);
        if (newest === null) this.#content.save({ frontier: 0 });
        else if (isTrue) this.#content.save({ frontier: part.start });
        else if (part !== undefined) this.#remove(part);
      })
      .immediate();
    if (newest === null || isTrue) return;
    const until = hour + HOUR_SECONDS;
    const dayStart = Math.floor(hour / DAY_SECONDS) * DAY_SECONDS;
    const lowest = Math.max(dayStart, until - PART_SECONDS, tables.partBefore(hour)?.until ?? 0);
    this.#reading = { until, lowest, from: until, rows: new CallRows(), odd: [] };
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
    reading.from = span.from;
    this.#readSeconds = Math.min(HOUR_SECONDS, Math.max(1, (seconds * rowsPerRead) / Math.max(1, rows.length)));
  }

  #finish(reading: Reading): void {
    const { from, until, rows, odd } = reading;
    const { tables } = this.#content;
    this.#reading = undefined;
    tables.database
      .transaction(() => {
        const bounds = boundsOf({ from, until });
        tables.removeOdd(bounds.from, bounds.to);
        tables.addOdd(odd);
        this.#writePart({ start: from, until, calls: rows.length }, rows);
        this.#writeHours(rows, rowsBy(SLICE_SECONDS, rows).keys());
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
    this.#writePart({ ...part, calls: rows.length }, rows);
    this.#writeHours(rows, rowsBy(SLICE_SECONDS, added).keys());
  }

  #writePart(part: Part, rows: CallRows): void {
    const { tables } = this.#content;
    tables.writePart(part);
    for (const [caller, piece] of packRows(rows, this.#writer)) tables.writePiece(part.start, caller, piece);
  }

  /** Writes the sums of some slices of a part, and those of their hours and of their day. */
  #writeHours(rows: CallRows, slices: Iterable<number>): void {
    const { tables, scale, names } = this.#content;
    const bySlice = rowsBy(SLICE_SECONDS, rows);
    const hours = new Set<number>();
    for (const slice of slices) {
      const summary = new Summary(scale, names, {});
      addAll(summary, bySlice.get(slice));
      tables.writeSlice(slice, summary.storeOverall(this.#writer));
      hours.add(Math.floor(slice / HOUR_SECONDS) * HOUR_SECONDS);
    }
    for (const hour of hours) {
      const summary = new Summary(scale, names, EVERYTHING);
      for (let slice = hour; slice < hour + HOUR_SECONDS; slice += SLICE_SECONDS) addAll(summary, bySlice.get(slice));
      tables.writeSummary('hour', hour, summary.store(this.#writer));
      this.#writeBusy(hour, summary, bySlice);
    }
    for (const day of new Set([...hours].map(dayOf))) this.#writeDay(day);
  }

  #writeBusy(hour: number, { callers, callsOf }: Summary, bySlice: ReadonlyMap<number, CallRows>): void {
    const { tables, scale, names } = this.#content;
    tables.clear('busy', { from: hour, until: hour + 1 });
    const busy = callers.filter((caller) => (callsOf[caller] ?? 0) >= BUSY_CALLS);
    const sums = new Map(busy.map((caller) => [caller, new Summary(scale, names, { routes: true })]));
    if (sums.size === 0) return;
    for (let slice = hour; slice < hour + HOUR_SECONDS; slice += SLICE_SECONDS) {
      const rows = bySlice.get(slice);
      for (let index = 0; index < (rows?.length ?? 0); index += 1) {
        if (rows !== undefined) sums.get(rows.caller[index] ?? 0)?.addRow(rows, index);
      }
    }
    for (const [caller, summary] of sums) tables.writeBusyHour(caller, hour, summary.store(this.#writer));
  }

  #writeDay(start: number): void {
    const { tables, scale, names } = this.#content;
    const summary = new Summary(scale, names, EVERYTHING);
    const span = { from: start, until: start + DAY_SECONDS };
    const activity = new DayActivity(names);
    for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) {
      summary.merge(row);
      activity.add((row.start - start) / HOUR_SECONDS, summary);
    }
    tables.clear('activity', span);
    for (const [caller, calls] of activity.pack(summary, this.#writer)) tables.writeActivity(caller, start, calls);
    if (summary.calls === 0) tables.clear('day', span);
    else tables.writeSummary('day', start, summary.store(this.#writer));
  }

  #remove(part: Part): void {
    const { tables } = this.#content;
    tables.removePart(part);
    const bounds = boundsOf({ from: part.start, until: part.until });
    tables.removeOdd(bounds.from, bounds.to);
    this.#writeDay(dayOf(part.start));
  }
}

function addAll(summary: Summary, rows: CallRows | undefined): void {
  if (rows !== undefined) summary.addRows(rows, 0, Number.POSITIVE_INFINITY);
}

function dayOf(second: number): number {
  return Math.floor(second / DAY_SECONDS) * DAY_SECONDS;
}

/** The calls by the multiple of so many seconds in which they lie. */
function rowsBy(seconds: number, rows: CallRows): ReadonlyMap<number, CallRows> {
  const groups = new Map<number, CallRows>();
  for (let index = 0; index < rows.length; index += 1) {
    const second = rows.second[index] ?? 0;
    const start = Math.floor(second / seconds) * seconds;
    let group = groups.get(start);
    if (group === undefined) {
      group = new CallRows();
      groups.set(start, group);
    }
    group.pushRow(rows, index);
  }
  return groups;
}
