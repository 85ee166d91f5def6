import { type ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import type { LatencyScale } from './latency-scale.ts';

const MICROS = 1000;

/**
 * A response time in microseconds: a whole number where it has three decimals at most, so that sums of such times are exact
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
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  readonly bins: Uint32Array;
  /** The times themselves, as long as nothing but single calls was added, and not too many. */
  values: number[] | undefined;
  readonly #mostValues: number;
  readonly #scale: LatencyScale;

  constructor(scale: LatencyScale, mostValues: number) {
    this.#scale = scale;
    this.bins = new Uint32Array(scale.size);
    this.#mostValues = mostValues;
    this.values = mostValues > 0 ? [] : undefined;
  }

  /** Adds a call that took so long. */
  add(ms: number, micros: number, bin: number): void {
    this.timed += 1;
    this.sumMicros += micros;
    if (ms < this.min) this.min = ms;
    if (ms > this.max) this.max = ms;
    this.bins[bin] = (this.bins[bin] ?? 0) + 1;
    if (this.values !== undefined && this.values.push(ms) > this.#mostValues) this.values = undefined;
  }

  /** The mean in milliseconds; null where nothing was measured. */
  get averageMs(): number | null {
    return this.timed === 0 ? null : this.sumMicros / MICROS / this.timed;
  }

  /** The fastest and the slowest; null where nothing was measured. */
  get minMs(): number | null {
    return this.timed === 0 ? null : this.min;
  }

  get maxMs(): number | null {
    return this.timed === 0 ? null : this.max;
  }

  /**
   * The times below which so many percent lie, in rising order of the percents, between neighbours as SQLite's percentile()
   * does: exact where the times themselves are known, otherwise within 1 %.
   */
  percentiles(percents: readonly number[]): readonly (number | null)[] {
    if (this.timed === 0) return percents.map(() => null);
    const valueAt = this.values === undefined ? this.#binned() : sorted(this.values);
    return percents.map((percent) => {
      const rank = (percent / 100) * (this.timed - 1);
      const low = Math.floor(rank);
      const lower = valueAt(low);
      return rank === low ? lower : lower + (valueAt(low + 1) - lower) * (rank - low);
    });
  }

  /** Writes all that is not the times themselves. */
  write(writer: ByteWriter): void {
    writer.varint(this.timed);
    if (this.timed === 0) return;
    writer.number(this.sumMicros);
    writer.float(this.min);
    writer.float(this.max);
    let last = 0;
    for (let bin = 0; bin < this.bins.length; bin += 1) {
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
    this.values = undefined;
    this.timed += timed;
    this.sumMicros += reader.number();
    this.min = Math.min(this.min, reader.float());
    this.max = Math.max(this.max, reader.float());
    const { bins } = this;
    let bin = 0;
    for (let delta = reader.varint(); delta !== 0; delta = reader.varint()) {
      bin += delta - 1;
      if (bin >= bins.length) throw new DamagedIndexError();
      bins[bin] = (bins[bin] ?? 0) + reader.varint();
    }
  }

  #binned(): (rank: number) => number {
    let bin = -1;
    let passed = 0;
    return (rank) => {
      // Asked in rising order, but the two neighbours of one percent may reach past the lower one of the next.
      if (rank < passed - (this.bins[bin] ?? 0)) {
        bin = -1;
        passed = 0;
      }
      while (passed <= rank && bin < this.bins.length) {
        bin += 1;
        passed += this.bins[bin] ?? 0;
      }
      return Math.min(this.max, Math.max(this.min, this.#scale.valueOf(bin)));
    };
  }
}

function sorted(values: readonly number[]): (rank: number) => number {
  const inOrder = Float64Array.from(values).sort();
  return (rank) => inOrder[rank] ?? 0;
}
