import type { ByteReader, ByteWriter } from './bytes.ts';
import type { CallRun } from './call-run.ts';
import type { ExactTimes } from './exact-times.ts';
import type { LatencyScale } from './latency-scale.ts';
import { LatencySums } from './latency-sums.ts';
import type { Names } from './names.ts';

/** Number of calls, of failed ones and of those that the server is to blame for, and their response times. */
export class OverallSums {
  calls = 0;
  errors = 0;
  serverErrors = 0;
  readonly latency: LatencySums;

  constructor(scale: LatencyScale, exact?: ExactTimes) {
    this.latency = new LatencySums(scale, exact);
  }

  /** Adds a run, or the calls from one place of it to another. */
  addRun(run: CallRun, names: Names, from = run.from, to = run.to): void {
    this.count(run.kind, names, to - from);
    this.latency.addRun(run.micros, from, to);
  }

  /** Adds calls of a kind without their times. */
  count(kind: number, { isError, isServerError }: Names, calls: number): void {
    this.calls += calls;
    this.errors += calls * (isError[kind] ?? 0);
    this.serverErrors += calls * (isServerError[kind] ?? 0);
  }

  /** Adds other sums. */
  add(other: OverallSums): void {
    this.addCounts(other);
    this.latency.add(other.latency);
  }

  /** Adds other sums, but for the times. */
  addCounts({ calls, errors, serverErrors }: OverallSums): void {
    this.calls += calls;
    this.errors += errors;
    this.serverErrors += serverErrors;
  }

  write(writer: ByteWriter): void {
    for (const count of [this.calls, this.errors, this.serverErrors]) writer.varint(count);
    this.latency.write(writer);
  }

  /** Adds what was written. */
  merge(reader: ByteReader): void {
    this.mergeCounts(reader);
    this.latency.merge(reader);
  }

  /** Adds what was written, but for the times. */
  mergeCounts(reader: ByteReader): void {
    this.calls += reader.varint();
    this.errors += reader.varint();
    this.serverErrors += reader.varint();
  }
}
