import type { BucketSums, Buckets, HeatCount } from '../answers/call-sums.ts';
import type { Span } from '../answers/spans.ts';
import { ByteReader, type ByteWriter } from './bytes.ts';
import type { CallRun, RunSink } from './call-run.ts';
import { ExactTimes } from './exact-times.ts';
import type { LatencyScale } from './latency-scale.ts';
import type { LatencySums } from './latency-sums.ts';
import type { Names } from './names.ts';
import { OverallSums } from './overall-sums.ts';

// A bucket with few calls shows its percentile exactly; sorting more would take longer than all else.
const MOST_VALUES = 200;

/** Scale of response times, and names of kinds and users. */
export interface Scales {
  readonly scale: LatencyScale;
  readonly names: Names;
}

/** Adds calls up by buckets; `last` takes what lies past it. */
export class TimelineSums implements RunSink {
  readonly needsTimes = true;
  readonly #buckets: OverallSums[] = [];
  readonly #scales: Scales;
  readonly #seconds: number;
  readonly #first: number;
  readonly #last: number;

  constructor(scales: Scales, from: number, { seconds, last }: Buckets) {
    this.#scales = scales;
    this.#first = Math.floor(from / seconds);
    this.#seconds = seconds;
    this.#last = last;
  }

  needsSeconds({ from, until }: Span): boolean {
    return this.#indexAt(from) !== this.#indexAt(until - 1);
  }

  /** Adds a run of calls. */
  addRun(run: CallRun): void {
    const { names } = this.#scales;
    if (!this.needsSeconds(run.span)) {
      this.#bucket(this.#indexAt(run.span.from)).addRun(run, names);
      return;
    }
    let start = run.from;
    while (start < run.to) {
      const index = this.#indexAt(run.secondAt(start));
      const until = index + this.#first >= this.#last ? Number.POSITIVE_INFINITY : this.#untilOf(index);
      let end = start + 1;
      while (end < run.to && run.secondAt(end) < until) end += 1;
      this.#bucket(index).addRun(run, names, start, end);
      start = end;
    }
  }

  /** Counts a run that lies in one bucket, and returns the sums that its times belong to. */
  countIn(run: CallRun): LatencySums {
    const bucket = this.#bucket(this.#indexAt(run.span.from));
    bucket.count(run.kind, this.#scales.names, run.to - run.from);
    return bucket.latency;
  }

  /** Adds the stored sums of a time that lies in one bucket and begins at a second. */
  addStored(second: number, stored: unknown): void {
    this.#bucket(this.#indexAt(second)).merge(new ByteReader(stored));
  }

  /** The sums of the times of the bucket that a second lies in. */
  timesAt(second: number): LatencySums {
    return this.#bucket(this.#indexAt(second)).latency;
  }

  /** Adds those of other buckets of which each lies in one of these. */
  addAll(other: TimelineSums): void {
    for (const [second, sums] of other.entries()) this.#bucket(this.#indexAt(second)).add(sums);
  }

  /** The beginning and the sums of each bucket with calls, to be stored. */
  *entries(): Generator<readonly [second: number, sums: OverallSums]> {
    for (const [index, sums] of this.#buckets.entries()) {
      if (sums !== undefined) yield [(this.#first + index) * this.#seconds, sums];
    }
  }

  /** Makes the sums of each bucket ready to be stored. */
  *store(writer: ByteWriter): Generator<readonly [second: number, overall: Buffer]> {
    for (const [second, sums] of this.entries()) {
      sums.write(writer);
      yield [second, writer.finish()];
    }
  }

  rows(): BucketSums[] {
    return [...this.entries()].map(([second, { calls, errors, serverErrors, latency }]) => ({
      bucket: second / this.#seconds,
      callCount: calls,
      errorCount: errors,
      serverErrorCount: serverErrors,
      avgResponseMs: latency.averageMs,
      p95ResponseMs: latency.percentiles([95])[0] ?? null,
    }));
  }

  /** Counts the calls of each bucket in each step of response time. */
  heat(): HeatCount[] {
    return [...this.entries()].flatMap(([second, { latency }]) =>
      latency.steps().map((counted) => ({ ...counted, bucket: second / this.#seconds })),
    );
  }

  #indexAt(second: number): number {
    return Math.min(Math.floor(second / this.#seconds), this.#last) - this.#first;
  }

  #untilOf(index: number): number {
    return (this.#first + index + 1) * this.#seconds;
  }

  #bucket(index: number): OverallSums {
    const known = this.#buckets[index];
    if (known !== undefined) return known;
    const bucket = new OverallSums(this.#scales.scale, new ExactTimes(MOST_VALUES));
    this.#buckets[index] = bucket;
    return bucket;
  }
}
