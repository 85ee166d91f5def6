import { ByteReader } from './bytes.ts';
import type { CallRows } from './call-rows.ts';
import type { IndexContent } from './content.ts';
import { LatencySums, microsOf } from './latency-sums.ts';
import type { Span } from './log-reader.ts';

/** Slices of time of so many seconds; `last` is the number of the last, which takes what lies past it. */
export interface SliceOptions {
  readonly seconds: number;
  readonly last: number;
}

// A slice with few calls shows its percentile exactly; sorting more would take longer than all else.
const MOST_VALUES = 200;

/** The sums of one slice of a timeline, as the log's own query names them. */
export interface TimelineRow {
  readonly bucket: number | null;
  readonly callCount: number;
  readonly errorCount: number;
  readonly serverErrorCount: number;
  readonly avgResponseMs: number | null;
  readonly p95ResponseMs: number | null;
}

interface Slice {
  callCount: number;
  errorCount: number;
  serverErrorCount: number;
  readonly latency: LatencySums;
}

/** Adds calls up by slices of time; `last` takes what lies past it. */
export class TimelineSums {
  readonly #slices: Slice[] = [];
  readonly #content: IndexContent;
  readonly #seconds: number;
  readonly #first: number;
  readonly #last: number;

  constructor(content: IndexContent, from: number, { seconds, last }: SliceOptions) {
    this.#content = content;
    this.#first = Math.floor(from / seconds);
    this.#seconds = seconds;
    this.#last = last;
  }

  /** Adds the calls of a list that lie in a span. */
  addRows(rows: CallRows, { from, until }: Span): void {
    const { names, scale } = this.#content;
    for (let index = 0; index < rows.length; index += 1) {
      const second = rows.second[index] ?? 0;
      if (second < from || second >= until) continue;
      const slice = this.#sliceAt(second);
      const kind = rows.kind[index] ?? 0;
      const ms = rows.ms[index] ?? Number.NaN;
      slice.callCount += 1;
      slice.errorCount += names.isError[kind] ?? 0;
      slice.serverErrorCount += names.isServerError[kind] ?? 0;
      if (!Number.isNaN(ms)) slice.latency.add(ms, microsOf(ms), scale.binOf(ms));
    }
  }

  /** Adds the stored sums of a time that lies in one slice and begins at a second. */
  addStored(second: number, stored: unknown): void {
    const slice = this.#sliceAt(second);
    const reader = new ByteReader(stored);
    slice.callCount += reader.varint();
    slice.errorCount += reader.varint();
    slice.serverErrorCount += reader.varint();
    slice.latency.merge(reader);
  }

  rows(): TimelineRow[] {
    // Sparse: slices without calls are not there.
    return this.#slices.flatMap(({ callCount, errorCount, serverErrorCount, latency }, index) => ({
      bucket: this.#first + index,
      callCount,
      errorCount,
      serverErrorCount,
      avgResponseMs: latency.averageMs,
      p95ResponseMs: latency.percentiles([95])[0] ?? null,
    }));
  }

  #sliceAt(second: number): Slice {
    const index = Math.min(Math.floor(second / this.#seconds), this.#last) - this.#first;
    const known = this.#slices[index];
    if (known !== undefined) return known;
    const latency = new LatencySums(this.#content.scale, MOST_VALUES);
    const slice = { callCount: 0, errorCount: 0, serverErrorCount: 0, latency };
    this.#slices[index] = slice;
    return slice;
  }
}
