import type { CallRun, RunSink } from './call-run.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Counts calls by the hours in which they lie. */
export class HourCountSink implements RunSink {
  readonly needsTimes = false;
  readonly counts = new Map<number, number>();

  needsSeconds(): boolean {
    return false;
  }

  /** Counts a run, which lies in one hour. */
  addRun({ span, from, to }: CallRun): void {
    this.add(span.from - (span.from % HOUR_SECONDS), to - from);
  }

  add(hour: number, callCount: number): void {
    this.counts.set(hour, (this.counts.get(hour) ?? 0) + callCount);
  }
}
