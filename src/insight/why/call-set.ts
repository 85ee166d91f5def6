import type { Counts } from './score.ts';

const BITS = 32;

/** A set of calls as bits, so that what two of them have in common is counted in microseconds. */
export class CallSet {
  readonly #bits: Int32Array;

  constructor(bits: Int32Array) {
    this.#bits = bits;
  }

  /** The set of some calls, of `total` that there are. */
  static of(calls: Iterable<number>, total: number): CallSet {
    const bits = new Int32Array(Math.ceil(total / BITS));
    for (const call of calls) bits[call >> 5] = (bits[call >> 5] ?? 0) | (1 << (call & 31));
    return new CallSet(bits);
  }

  /** The calls that are in both. */
  and(other: CallSet): CallSet {
    return new CallSet(this.#bits.map((word, at) => word & (other.#bits[at] ?? 0)));
  }

  /** Counts the calls that are in both; the first `hereCount` calls are selected. */
  countWith(other: CallSet, hereCount: number): Counts {
    const [wholeWords, rest] = [hereCount >> 5, hereCount & 31];
    let here = 0;
    let all = 0;
    for (let at = 0; at < this.#bits.length; at += 1) {
      const both = (this.#bits[at] ?? 0) & (other.#bits[at] ?? 0);
      if (both === 0) continue;
      const count = bitCount(both);
      all += count;
      if (at < wholeWords) here += count;
      else if (at === wholeWords) here += bitCount(both & ((1 << rest) - 1));
    }
    return { here, elsewhere: all - here };
  }
}

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
