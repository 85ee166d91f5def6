import type { StepCount } from '../answers/call-sums.ts';
import { type ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import type { ExactTimes } from './exact-times.ts';
import { type LatencyScale, SLOWEST_MS } from './latency-scale.ts';

const MICROS = 1000;
const SLOWEST_MICROS = SLOWEST_MS * MICROS;

/** Response times in microseconds; a negative one stands for none measured. */
export type Times = Int32Array | Float64Array;

/**
 * A response time in microseconds: a whole number if it has three decimals at most, so that sums of such times are exact
 * whatever the order; otherwise a sum is exact to about 1e-14 of it, as the log's own is.
 */
export function microsOf(ms: number): number {
  const rounded = Math.round(ms * MICROS);
  return rounded / MICROS === ms ? rounded : ms * MICROS;
}

/** Response times of calls: the number measured, their sum, the fastest, the slowest, and their distribution. */
export class LatencySums {
  timed = 0;
  sumMicros = 0;
  /** Number and sum of the times in the last run. */
  lastTimed = 0;
  lastMicros = 0;
  readonly bins: Uint32Array;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  // The times themselves, as long as nothing but single calls was added, and not too many.
  #values: number[] | undefined;
  readonly #exact: ExactTimes | undefined;
  readonly #scale: LatencyScale;

  constructor(scale: LatencyScale, exact?: ExactTimes) {
    this.#scale = scale;
    this.bins = new Uint32Array(scale.size);
    this.#exact = exact;
    this.#values = exact === undefined ? undefined : [];
  }

  /** Adds some calls of a column, to other sums too. */
  addRun(times: Times, from: number, to: number, others?: LatencySums): void {
    const { bins } = this;
    const otherBins = others?.bins;
    const scale = this.#scale;
    const { binOfShort } = scale;
    const areWhole = times instanceof Int32Array;
    let timed = 0;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let index = from; index < to; index += 1) {
      const micros = times[index] ?? -1;
      if (micros < 0) continue;
      timed += 1;
      sum += micros;
      if (micros < min) min = micros;
      if (micros > max) max = micros;
      const isShort = areWhole && micros < binOfShort.length;
      const bin = isShort ? (binOfShort[micros] ?? 0) : scale.binOf(micros);
      bins[bin] = (bins[bin] ?? 0) + 1;
      if (otherBins !== undefined) otherBins[bin] = (otherBins[bin] ?? 0) + 1;
    }
    this.lastTimed = timed;
    this.lastMicros = sum;
    this.#addSums(timed, sum, min, max);
    if (this.#values !== undefined) this.#keep(times, { from, to, timed });
    if (others === undefined) return;
    others.#addSums(timed, sum, min, max);
    if (others.#values !== undefined) others.#keep(times, { from, to, timed });
  }

  /** The mean in milliseconds; null if nothing was measured. */
  get averageMs(): number | null {
    return this.timed === 0 ? null : this.sumMicros / MICROS / this.timed;
  }

  /** The fastest and the slowest; null if nothing was measured. */
  get minMs(): number | null {
    return this.timed === 0 ? null : this.#min / MICROS;
  }

  get maxMs(): number | null {
    return this.timed === 0 ? null : this.#max / MICROS;
  }

  /** True when percentiles are exact, not within 1 %. */
  get isExact(): boolean {
    return this.#values !== undefined && this.#exact?.isSpent === false;
  }

  /**
   * The times below which so many percent lie, in rising order of the percents, between neighbours as SQLite's percentile()
   * does: exact where the times themselves are known, otherwise within 1 %.
   */
  percentiles(percents: readonly number[]): readonly (number | null)[] {
    if (this.timed === 0) return percents.map(() => null);
    const valueAt = (rank: number) => (this.isExact ? this.#exactly(rank) : this.#binned(rank));
    return percents.map((percent) => {
      const rank = (percent / 100) * (this.timed - 1);
      const low = Math.floor(rank);
      const lower = valueAt(low) / MICROS;
      return rank === low ? lower : lower + (valueAt(low + 1) / MICROS - lower) * (rank - low);
    });
  }

  /** Counts the calls in each step of response time that has some, in rising order. */
  steps(): readonly StepCount[] {
    if (this.timed === 0) return [];
    const steps: StepCount[] = [];
    let step = this.#scale.stepOf(this.#firstBin);
    let callCount = 0;
    for (let bin = this.#firstBin, last = this.#lastBin; bin <= last; bin += 1) {
      const count = this.bins[bin] ?? 0;
      if (count === 0) continue;
      const own = this.#scale.stepOf(bin);
      if (own !== step && callCount > 0) steps.push({ step, callCount });
      callCount = own === step ? callCount + count : count;
      step = own;
    }
    return [...steps, { step, callCount }];
  }

  /** Adds other sums. */
  add(other: LatencySums): void {
    if (other.timed === 0) return;
    this.#addSums(other.timed, other.sumMicros, other.#min, other.#max);
    const { bins } = this;
    const last = other.#lastBin;
    for (let bin = other.#firstBin; bin <= last; bin += 1) bins[bin] = (bins[bin] ?? 0) + (other.bins[bin] ?? 0);
    if (!other.isExact) this.#values = undefined;
    if (this.#values === undefined) return;
    if (this.#exact !== undefined && this.#exact !== other.#exact) this.#exact.left -= other.timed;
    for (const value of other.#values ?? []) this.#values.push(value);
  }

  /** Writes all that is not the times themselves. */
  write(writer: ByteWriter): void {
    writer.varint(this.timed);
    if (this.timed === 0) return;
    writer.number(this.sumMicros);
    writer.number(this.#min);
    writer.number(this.#max);
    let last = 0;
    const end = this.#lastBin;
    for (let bin = this.#firstBin; bin <= end; bin += 1) {
      const count = this.bins[bin] ?? 0;
      if (count === 0) continue;
      writer.varint(bin - last + 1);
      writer.varint(count);
      last = bin;
    }
    writer.varint(0);
  }

  /** Adds what was written. */
  merge(reader: ByteReader): void {
    const timed = reader.varint();
    if (timed === 0) return;
    this.#values = undefined;
    const [micros, min, max] = [reader.number(), reader.number(), reader.number()];
    if (!(min >= 0 && max < SLOWEST_MICROS)) throw new DamagedIndexError();
    this.#addSums(timed, micros, min, max);
    const { bins } = this;
    let bin = 0;
    for (let delta = reader.varint(); delta !== 0; delta = reader.varint()) {
      bin += delta - 1;
      if (bin >= bins.length) throw new DamagedIndexError();
      bins[bin] = (bins[bin] ?? 0) + reader.varint();
    }
  }

  // Bins outside of these two are empty, most of a thousand where times are alike.
  get #firstBin(): number {
    return this.#scale.binOf(this.#min);
  }

  get #lastBin(): number {
    return this.#scale.binOf(this.#max);
  }

  #addSums(timed: number, micros: number, min: number, max: number): void {
    this.timed += timed;
    this.sumMicros += micros;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }

  #keep(
    times: Times,
    { from, to, timed }: { readonly from: number; readonly to: number; readonly timed: number },
  ): void {
    const exact = this.#exact;
    if (exact === undefined || exact.isSpent) {
      this.#values = undefined;
      return;
    }
    exact.left -= timed;
    if (exact.isSpent) return;
    for (let index = from; index < to; index += 1) {
      const micros = times[index] ?? -1;
      if (micros >= 0) this.#values?.push(micros);
    }
  }

  /** The value that stands for all of the bin in which a rank lies. */
  #binned(rank: number): number {
    return Math.min(this.#max, Math.max(this.#min, this.#scale.valueOf(this.#binAt(rank).bin)));
  }

  // Of thousands of times only those of one bin are sorted.
  #exactly(rank: number): number {
    const { bin, passed } = this.#binAt(rank);
    const inBin = Float64Array.from((this.#values ?? []).filter((micros) => this.#scale.binOf(micros) === bin)).sort();
    return inBin[rank - passed] ?? this.#max;
  }

  /** The bin in which a rank lies, and how many times lie in those before it. */
  #binAt(rank: number): { readonly bin: number; readonly passed: number } {
    let passed = 0;
    let bin = this.#firstBin;
    for (const last = this.#lastBin; bin < last; bin += 1) {
      const count = this.bins[bin] ?? 0;
      if (passed + count > rank) break;
      passed += count;
    }
    return { bin, passed };
  }
}
