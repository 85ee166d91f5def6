import { LATENCY_STEPS_MS } from '../answers/latency-steps.ts';

const LOWEST_POWER = -3;
const HIGHEST_POWER = 8;
// Each bound of LATENCY_STEPS_MS from 0.1 on is a bound here, and neighbours differ by 2 % at most: the middle of a bin is
// within 1 % of everything in it.
const BINS_OF_STEP = { 1: 35, 2: 47, 5: 35 } as const;
const NEXT = { 1: 2, 2: 5, 5: 10 } as const;
// The exponent and the first six bits of the fraction of a double choose where to look.
const SHIFT = 14;

/** Response times are counted from 0 up to less than this; the index leaves calls that took longer to the log. */
export const SLOWEST_MS = 1e9;

/** The bins that response times are counted in, in milliseconds; bin 0 holds what took less than a microsecond. */
export class LatencyScale {
  readonly size: number;
  readonly #bounds: Float64Array;
  readonly #steps: Uint8Array;
  readonly #start: Uint16Array;
  readonly #firstStart: number;
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);

  constructor() {
    this.#bounds = Float64Array.from(bounds());
    this.size = this.#bounds.length - 1;
    this.#steps = Uint8Array.from({ length: this.size }, (_, bin) => this.#stepAt(this.#bounds[bin] ?? 0));
    this.#firstStart = this.#prefixOf(10 ** LOWEST_POWER);
    const startCount = this.#prefixOf(SLOWEST_MS) - this.#firstStart + 1;
    this.#start = this.#firstBins(startCount);
  }

  /** The bin of a response time from 0 up to less than SLOWEST_MS. */
  binOf(ms: number): number {
    if (ms < (this.#bounds[1] ?? 0)) return 0;
    let bin = this.#start[this.#prefixOf(ms) - this.#firstStart] ?? 0;
    while (ms >= (this.#bounds[bin + 1] ?? 0)) bin += 1;
    return bin;
  }

  /** Returns the value that stands for all response times of a bin. */
  valueOf(bin: number): number {
    return Math.sqrt((this.#bounds[bin] ?? 0) * (this.#bounds[bin + 1] ?? 0));
  }

  /** Returns the step of the latency chart to which a bin belongs. */
  stepOf(bin: number): number {
    return this.#steps[bin] ?? 0;
  }

  #prefixOf(ms: number): number {
    this.#double[0] = ms;
    return (this.#words[1] ?? 0) >>> SHIFT;
  }

  /** The bin where what begins with a prefix is looked for: the one that holds the least of it. */
  #firstBins(count: number): Uint16Array {
    const start = new Uint16Array(count);
    let bin = 0;
    for (let index = 0; index < count; index += 1) {
      this.#words[0] = 0;
      this.#words[1] = (this.#firstStart + index) << SHIFT;
      const lowest = this.#double[0] ?? 0;
      while (bin < this.size - 1 && (this.#bounds[bin + 1] ?? 0) <= lowest) bin += 1;
      start[index] = bin;
    }
    return start;
  }

  #stepAt(ms: number): number {
    return Math.max(
      0,
      LATENCY_STEPS_MS.findLastIndex((bound) => bound <= ms),
    );
  }
}

function* bounds(): Generator<number> {
  yield 0;
  for (let power = LOWEST_POWER; power <= HIGHEST_POWER; power += 1) {
    for (const step of [1, 2, 5] as const) {
      // Written as text, so that it is the very number that the chart's steps and the log's literals are.
      const from = Number(`${step}e${power}`);
      const count = BINS_OF_STEP[step];
      for (let index = 0; index < count; index += 1) yield from * (NEXT[step] / step) ** (index / count);
    }
  }
  yield SLOWEST_MS;
}
