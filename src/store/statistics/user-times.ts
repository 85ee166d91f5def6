import type { LatencyScale } from './latency-scale.ts';
import { LatencySums, type Times } from './latency-sums.ts';

const MICROS = 1000;
// Of times that are not kept so many are added up at once.
const WAITING = 4_096;

/** Response times of one user: the times themselves as long as they are not too many, then their distribution. */
export class UserTimes {
  readonly #scale: LatencyScale;
  readonly #most: number;
  // All of them, or those that are yet to be added to the sums.
  #values: number[] = [];
  #sums: LatencySums | undefined;

  /** Up to `most` times make an exact percentile. */
  constructor(scale: LatencyScale, most: number) {
    this.#scale = scale;
    this.#most = most;
  }

  /** True when the percentile is exact, not within 1 %. */
  get isExact(): boolean {
    return this.#sums === undefined;
  }

  /** Adds a time in microseconds; a negative one stands for none measured. */
  add(micros: number): void {
    if (micros < 0) return;
    this.#values.push(micros);
    if (this.#values.length > (this.#sums === undefined ? this.#most : WAITING)) this.#addUp();
  }

  /** Adds some calls of a column. */
  addRun(times: Times, from: number, to: number): void {
    if (this.#sums !== undefined) this.#sums.addRun(times, from, to);
    else for (let place = from; place < to; place += 1) this.add(times[place] ?? -1);
  }

  /** Adds the times of another one. */
  addAll(other: UserTimes): void {
    if (other.#sums !== undefined) this.#addUp().add(other.#sums);
    for (const micros of other.#values) this.add(micros);
  }

  /** The 95th percentile in milliseconds, between neighbours as SQLite's percentile() does; null if nothing was measured. */
  p95Ms(): number | null {
    if (this.#sums !== undefined) return this.#addUp().percentiles([95])[0] ?? null;
    const sorted = Float64Array.from(this.#values).sort();
    const rank = (95 / 100) * (sorted.length - 1);
    const low = Math.floor(rank);
    const [lower, upper] = [sorted[low], sorted[low + 1]].map((micros = 0) => micros / MICROS);
    if (lower === undefined || upper === undefined || sorted.length === 0) return null;
    return rank === low ? lower : lower + (upper - lower) * (rank - low);
  }

  #addUp(): LatencySums {
    this.#sums ??= new LatencySums(this.#scale);
    this.#sums.addRun(Float64Array.from(this.#values), 0, this.#values.length);
    this.#values = [];
    return this.#sums;
  }
}
