import { BlockScan } from './block-scan.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { CallBlock } from './call-block.ts';
import { type CallRows, rowsBy } from './call-rows.ts';
import type { IndexContent } from './index-content.ts';
import { packBlock } from './pack-block.ts';
import { DAY_SECONDS, FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';
import { Summary } from './summary.ts';
import { TimelineSums } from './timeline-sums.ts';

const EVERYTHING = { routes: true, callers: true } as const;

/** Writes the sums of five minutes, hours and days; all of it inside of a transaction. */
export class SumWriter {
  readonly #content: IndexContent;
  readonly #writer = new ByteWriter();

  constructor(content: IndexContent) {
    this.#content = content;
  }

  /** Adds calls to the sums of their times. */
  add(rows: CallRows): void {
    const hours = rowsBy(HOUR_SECONDS, rows);
    for (const [hour, ofHour] of hours) this.#addHour(hour, ofHour);
    for (const day of new Set([...hours.keys()].map(dayOf))) this.#writeDay(day);
  }

  /** Removes all that is known of some hours. */
  remove(hours: readonly number[]): void {
    for (const hour of hours) this.#content.tables.removeHours({ from: hour, until: hour + HOUR_SECONDS });
    for (const day of new Set(hours.map(dayOf))) this.#writeDay(day);
  }

  #addHour(hour: number, rows: CallRows): void {
    const { tables, scale, names } = this.#content;
    const span = { from: hour, until: hour + HOUR_SECONDS };
    const summary = new Summary(scale, names, EVERYTHING);
    const fiveMinutes = new TimelineSums({ scale, names }, hour, { seconds: FIVE_MINUTES, last: Infinity });
    const block = new CallBlock(packBlock(rows, hour).bytes, { start: hour, until: span.until });
    new BlockScan({ span, verdicts: undefined }, [summary, fiveMinutes]).visit(block);
    for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) summary.merge(row);
    tables.writeSummary('hour', hour, summary.store(this.#writer));
    const stored = new Map(tables.summaries('five_minutes', span, ['overall']).map((row) => [row.start, row.overall]));
    for (const [start, sums] of fiveMinutes.entries()) {
      const before = stored.get(start);
      if (before !== undefined) sums.merge(new ByteReader(before));
      sums.write(this.#writer);
      tables.writeFiveMinutes(start, this.#writer.finish());
    }
  }

  /** Writes the sums of a day anew from those of its hours. */
  #writeDay(start: number): void {
    const { tables, scale, names } = this.#content;
    const summary = new Summary(scale, names, EVERYTHING);
    const span = { from: start, until: start + DAY_SECONDS };
    for (const row of tables.summaries('hour', span, ['overall', 'kinds', 'routes', 'callers'])) summary.merge(row);
    if (summary.overall.calls === 0) tables.clear('day', span);
    else tables.writeSummary('day', start, summary.store(this.#writer));
  }
}

function dayOf(second: number): number {
  return Math.floor(second / DAY_SECONDS) * DAY_SECONDS;
}
