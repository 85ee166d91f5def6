import type { BucketSums, Buckets } from '../answers/call-sums.ts';
import type { Span } from '../answers/spans.ts';
import { ByteReader } from './bytes.ts';
import type { CallRows } from './call-rows.ts';
import type { IndexContent } from './index-content.ts';
import { LatencySums, microsOf } from './latency-sums.ts';

// A bucket with few calls shows its percentile exactly; sorting more would take longer than all else.
const MOST_VALUES = 200;

interface OpenBucket {
  callCount: number;
  errorCount: number;
  serverErrorCount: number;
  readonly latency: LatencySums;
}

/** Adds calls up by buckets; `last` takes what lies past it. */
export class TimelineSums {
  readonly #buckets: OpenBucket[] = [];
  readonly #content: IndexContent;
  readonly #seconds: number;
  readonly #first: number;
  readonly #last: number;

  constructor(content: IndexContent, from: number, { seconds, last }: Buckets) {
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
      const bucket = this.#bucketAt(second);
      const kind = rows.kind[index] ?? 0;
      const ms = rows.ms[index] ?? Number.NaN;
      bucket.callCount += 1;
      bucket.errorCount += names.isError[kind] ?? 0;
      bucket.serverErrorCount += names.isServerError[kind] ?? 0;
      if (!Number.isNaN(ms)) bucket.latency.add(ms, microsOf(ms), scale.binOf(ms));
    }
  }

  /** Adds the stored sums of a time that lies in one bucket and begins at a second. */
  addStored(second: number, stored: unknown): void {
    const bucket = this.#bucketAt(second);
    const reader = new ByteReader(stored);
    bucket.callCount += reader.varint();
    bucket.errorCount += reader.varint();
    bucket.serverErrorCount += reader.varint();
    bucket.latency.merge(reader);
  }

  rows(): BucketSums[] {
    // Sparse: buckets without calls are not there.
    return this.#buckets.flatMap(({ callCount, errorCount, serverErrorCount, latency }, index) => ({
      bucket: this.#first + index,
      callCount,
      errorCount,
      serverErrorCount,
      avgResponseMs: latency.averageMs,
      p95ResponseMs: latency.percentiles([95])[0] ?? null,
    }));
  }

  #bucketAt(second: number): OpenBucket {
    const index = Math.min(Math.floor(second / this.#seconds), this.#last) - this.#first;
    const known = this.#buckets[index];
    if (known !== undefined) return known;
    const latency = new LatencySums(this.#content.scale, MOST_VALUES);
    const bucket = { callCount: 0, errorCount: 0, serverErrorCount: 0, latency };
    this.#buckets[index] = bucket;
    return bucket;
  }
}
