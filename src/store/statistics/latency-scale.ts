import { LATENCY_STEPS_MS } from '../answers/latency-steps.ts';

const MICROS = 1000;
const HIGHEST_POWER = 11;
// Each bound of LATENCY_STEPS_MS from 0.1 on is a bound here, and neighbours differ by 2 % at most: the middle of a bin is
// within 1 % of everything in it.
const BINS_OF_STEP = { 1: 35, 2: 47, 5: 35 } as const;
const NEXT = { 1: 2, 2: 5, 5: 10 } as const;
// The eight highest bits of a whole number, and how many follow them, choose where to look.
const PREFIX_BITS = 8;
const PREFIXES = 2 ** PREFIX_BITS;
const LARGEST_INT = 2 ** 31;
const SHORT_MICROS = 2 ** 16;

/** Response times in milliseconds are counted from 0 up to less than this; the index leaves calls that took longer to the log. */
export const SLOWEST_MS = 1e9;

/** The bins that response times are counted in, in microseconds; bin 0 holds what took less than one. */
export class LatencyScale {
  readonly size: number;
  readonly #bounds: Float64Array;
  readonly #steps: Uint8Array;
  readonly #first: Uint16Array;
  readonly #last: number;
  /** The bins of whole numbers of microseconds below its length, of most calls that is: looked up without a search. */
  readonly binOfShort: Uint16Array;

  constructor() {
    this.#bounds = Float64Array.from(bounds());
    this.size = this.#bounds.length - 1;
    this.#steps = Uint8Array.from({ length: this.size }, (_, bin) => stepAt((this.#bounds[bin] ?? 0) / MICROS));
    this.#first = this.#firstBins();
    this.#last = this.#first.at(-1) ?? 0;
    this.binOfShort = this.#shortBins();
  }

  /** The bin of a response time from 0 up to less than SLOWEST_MS, in microseconds. */
  binOf(micros: number): number {
    let bin = this.#last;
    if (micros < LARGEST_INT) {
      const shift = micros < PREFIXES ? 0 : 32 - PREFIX_BITS - Math.clz32(micros);
      bin = this.#first[shift * PREFIXES + (micros >>> shift)] ?? 0;
    }
    while (micros >= (this.#bounds[bin + 1] ?? Number.POSITIVE_INFINITY)) bin += 1;
    return bin;
  }

  /** Returns the value, in microseconds, that stands for all response times of a bin. */
  valueOf(bin: number): number {
    return Math.sqrt((this.#bounds[bin] ?? 0) * (this.#bounds[bin + 1] ?? 0));
  }

  /** Returns the step of the latency chart to which a bin belongs. */
  stepOf(bin: number): number {
    return this.#steps[bin] ?? 0;
  }

  #shortBins(): Uint16Array {
    const bins = new Uint16Array(SHORT_MICROS);
    for (const [bin, bound] of this.#bounds.entries()) {
      if (bound < SHORT_MICROS) bins.fill(bin, Math.ceil(bound), Math.ceil(this.#bounds[bin + 1] ?? bound));
    }
    return bins;
  }

  /** The bin where what begins with some bits is looked for: the one that holds the least of it. */
  #firstBins(): Uint16Array {
    const first = new Uint16Array((32 - PREFIX_BITS) * PREFIXES);
    let bin = 0;
    for (let place = 0; place < first.length; place += 1) {
      const shift = Math.floor(place / PREFIXES);
      const prefix = place % PREFIXES;
      // A number with lower bits behind its prefix has all bits of the prefix.
      if (shift > 0 && prefix < PREFIXES / 2) continue;
      while (bin < this.size - 1 && (this.#bounds[bin + 1] ?? 0) <= prefix * 2 ** shift) bin += 1;
      first[place] = bin;
    }
    return first;
  }
}

function stepAt(ms: number): number {
  return Math.max(
    0,
    LATENCY_STEPS_MS.findLastIndex((bound) => bound <= ms),
  );
}

function* bounds(): Generator<number> {
  yield 0;
  for (let power = 0; power <= HIGHEST_POWER; power += 1) {
    for (const step of [1, 2, 5] as const) {
      const from = step * 10 ** power;
      const count = BINS_OF_STEP[step];
      for (let index = 0; index < count; index += 1) yield from * (NEXT[step] / step) ** (index / count);
    }
  }
  yield SLOWEST_MS * MICROS;
}
