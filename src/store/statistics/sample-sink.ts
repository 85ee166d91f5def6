import type { Sampling } from '../answers/call-sums.ts';
import type { CallRun, RunSink } from './call-run.ts';

/** Chooses calls evenly, in the order in which they are handed over. */
export class SampleSink implements RunSink {
  readonly needsTimes = false;
  readonly ids: number[] = [];
  callCount = 0;
  readonly #every: number;
  #next: number;

  constructor({ every, first }: Sampling) {
    this.#every = every;
    this.#next = first;
  }

  // Ids stand beside the seconds.
  needsSeconds(): boolean {
    return true;
  }

  addRun(run: CallRun): void {
    const first = this.callCount;
    this.callCount += run.to - run.from;
    for (; Math.floor(this.#next) < this.callCount; this.#next += this.#every) {
      this.ids.push(run.idAt(run.from + Math.floor(this.#next) - first));
    }
  }
}
