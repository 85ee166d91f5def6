import { ByteWriter } from './bytes.ts';
import { CallRows } from './call-rows.ts';
import { DayActivity } from './day-activity.ts';
import type { IndexContent } from './index-content.ts';
import { packRows } from './part-rows.ts';
import type { Part } from './part-tables.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { Summary } from './summary.ts';

// A part with so many calls of one user has sums of its own for them, hour by hour.
const BUSY_CALLS = 600;
// And so do all such hours of a day together, where they are many.
const BUSY_HOURS = 12;
const EVERYTHING = { routes: true, callers: true } as const;

/** Writes parts with their calls, and the sums of their five minutes, hours and days; all of it inside of a transaction. */
export class PartWriter {
  readonly #content: IndexContent;
  readonly #writer = new ByteWriter();

  constructor(content: IndexContent) {
    this.#content = content;
  }

  /** Makes or replaces a part, its pieces, and the sums of its busy users; those of its time in all are left to `writeHours`. */
  writePart(part: Part, rows: CallRows): void {
    const { tables } = this.#content;
    tables.parts.writePart(part);
    for (const [caller, piece] of packRows(rows, this.#writer)) tables.parts.writePiece(part.start, caller, piece);
    this.#writeBusy(part, rows);
  }

  /** Writes the sums of some five minutes of a part, and those of their hours and of their day. */
  writeHours(rows: CallRows, starts: Iterable<number>): void {
    const { tables, scale, names } = this.#content;
    const byStart = rowsBy(FIVE_MINUTES, rows);
    const hours = new Set<number>();
    for (const start of starts) {
      const summary = new Summary(scale, names, {});
      addAll(summary, byStart.get(start));
      tables.writeFiveMinutes(start, summary.storeOverall(this.#writer));
      hours.add(Math.floor(start / HOUR_SECONDS) * HOUR_SECONDS);
    }
    for (const hour of hours) {
      const summary = new Summary(scale, names, EVERYTHING);
      for (let start = hour; start < hour + HOUR_SECONDS; start += FIVE_MINUTES) addAll(summary, byStart.get(start));
      tables.writeSummary('hour', hour, summary.store(this.#writer));
    }
    for (const day of new Set([...hours].map(dayOf))) this.writeDay(day);
  }

  #writeBusy({ start, until }: Part, rows: CallRows): void {
    const { tables, scale, names } = this.#content;
    tables.clear('busy', { from: start, until });
    const callsOf = new Uint32Array(names.userIds.length);
    for (let index = 0; index < rows.length; index += 1) {
      const caller = rows.caller[index] ?? 0;
      callsOf[caller] = (callsOf[caller] ?? 0) + 1;
    }
    for (const [hour, inHour] of rowsBy(HOUR_SECONDS, rows)) {
      const sums = new Map<number, Summary>();
      for (let index = 0; index < inHour.length; index += 1) {
        const caller = inHour.caller[index] ?? 0;
        if ((callsOf[caller] ?? 0) < BUSY_CALLS) continue;
        let summary = sums.get(caller);
        if (summary === undefined) {
          summary = new Summary(scale, names, { routes: true });
          sums.set(caller, summary);
        }
        summary.addRow(inHour, index);
      }
      for (const [caller, summary] of sums) tables.callers.writeBusy('busy', caller, hour, summary.store(this.#writer));
    }
  }

  /** Writes the sums of a day anew from those of its hours. */
  writeDay(start: number): void {
    const { tables, scale, names } = this.#content;
    const summary = new Summary(scale, names, EVERYTHING);
    const span = { from: start, until: start + DAY_SECONDS };
    const activity = new DayActivity(names);
    for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) {
      summary.merge(row);
      activity.add((row.start - start) / HOUR_SECONDS, summary);
    }
    tables.clear('activity', span);
    for (const [caller, calls] of activity.pack(summary, this.#writer))
      tables.callers.writeActivity(caller, start, calls);
    if (summary.calls === 0) tables.clear('day', span);
    else tables.writeSummary('day', start, summary.store(this.#writer));
    this.#writeBusyDays(start);
  }

  // The last day still grows and has few hours: its sums are made when the next has begun.
  #writeBusyDays(day: number): void {
    const { tables, end } = this.#content;
    const dayBefore = day - DAY_SECONDS;
    tables.clear('busy_day', { from: day, until: day + DAY_SECONDS });
    if (day + DAY_SECONDS < end) this.#addBusyDay(day);
    else if (!tables.callers.hasBusyDay(dayBefore)) this.#addBusyDay(dayBefore);
  }

  #addBusyDay(day: number): void {
    const { tables, scale, names } = this.#content;
    const span = { from: day, until: day + DAY_SECONDS };
    for (const caller of tables.callers.busyCallers(span, BUSY_HOURS)) {
      const summary = new Summary(scale, names, { routes: true });
      for (const row of tables.callers.busy('busy', caller, span, ['overall', 'kinds', 'routes'])) summary.merge(row);
      tables.callers.writeBusy('busy_day', caller, day, summary.store(this.#writer));
    }
  }
}

function addAll(summary: Summary, rows: CallRows | undefined): void {
  if (rows !== undefined) summary.addRows(rows, 0, Number.POSITIVE_INFINITY);
}

function dayOf(second: number): number {
  return Math.floor(second / DAY_SECONDS) * DAY_SECONDS;
}

/** The calls by the multiple of so many seconds in which they lie. */
export function rowsBy(seconds: number, rows: CallRows): ReadonlyMap<number, CallRows> {
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
