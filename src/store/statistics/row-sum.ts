import type { LogRow } from './log-source.ts';
import { SecondParser } from './seconds.ts';

const MOST_TEXTS = 4_096;
const CANONICAL_LENGTH = 19;
const NULL_TAG = 1;
const NUMBER_TAG = 2;
const SECOND_TAG = 3;
const TEXT_TAG = 4;
const BYTES_TAG = 5;
const INTEGER_TAG = 6;

/**
 * The sum of the hashes of rows, in two lanes of 32 bits: the same for the same rows in any order, and another one after any
 * change of them but for one in 2^64.
 */
export class RowSum {
  rows = 0;
  low = 0;
  high = 0;

  add({ rows, low, high }: RowSum): void {
    this.rows += rows;
    this.low = (this.low + low) >>> 0;
    this.high = (this.high + high) >>> 0;
  }

  clear(): void {
    this.rows = 0;
    this.low = 0;
    this.high = 0;
  }

  equals({ rows, low, high }: RowSum): boolean {
    return this.rows === rows && this.low === low && this.high === high;
  }
}

/**
 * Hashes rows of the log by all columns that a statistic depends on, each with its type. The lanes are the 32-bit MurmurHash3
 * and one with the second constants of its 128-bit form (Austin Appleby, public domain).
 */
export class RowHasher {
  readonly #seconds = new SecondParser();
  readonly #double = new Float64Array(1);
  readonly #words = new Int32Array(this.#double.buffer);
  readonly #integer = new BigInt64Array(this.#double.buffer);
  readonly #texts = new Map<string, readonly [low: number, high: number]>();
  #low = 0;
  #high = 0;

  /** Adds rows to a sum. */
  addRows(rows: readonly LogRow[], sum: RowSum): void {
    for (const row of rows) this.addRow(row, sum);
  }

  /** Adds a row to a sum. */
  addRow(row: LogRow, sum: RowSum): void {
    this.#low = 0;
    this.#high = 0;
    this.#mixValue(row[0]);
    this.#mixTime(row[1]);
    for (let column = 2; column < row.length; column += 1) this.#mixValue(row[column]);
    sum.rows += 1;
    sum.low = (sum.low + finish(this.#low)) >>> 0;
    sum.high = (sum.high + finish(this.#high)) >>> 0;
  }

  #mixTime(value: unknown): void {
    const second = typeof value === 'string' && value.length === CANONICAL_LENGTH ? this.#seconds.parse(value) : -1;
    if (second < 0) this.#mixValue(value);
    else this.#mixNumber(second, SECOND_TAG);
  }

  #mixValue(value: unknown): void {
    if (typeof value === 'number') this.#mixNumber(value, NUMBER_TAG);
    else if (typeof value === 'string') this.#mixText(value);
    else if (typeof value === 'bigint') {
      this.#integer[0] = value;
      this.#mixWords(INTEGER_TAG);
    } else if (value instanceof Uint8Array) this.#mixBytes(value);
    else this.#mix(NULL_TAG);
  }

  #mixNumber(value: number, tag: number): void {
    this.#double[0] = value;
    this.#mixWords(tag);
  }

  #mixWords(tag: number): void {
    this.#mix(tag);
    this.#mix(this.#words[0] ?? 0);
    this.#mix(this.#words[1] ?? 0);
  }

  // The same few names come over and over.
  #mixText(text: string): void {
    let known = this.#texts.get(text);
    if (known === undefined) {
      known = hashText(text);
      if (this.#texts.size >= MOST_TEXTS) this.#texts.clear();
      this.#texts.set(text, known);
    }
    this.#mix(TEXT_TAG);
    this.#mix(known[0]);
    this.#mix(known[1]);
  }

  #mixBytes(bytes: Uint8Array): void {
    this.#mix(BYTES_TAG);
    for (const byte of bytes) this.#mix(byte);
    this.#mix(bytes.length);
  }

  #mix(word: number): void {
    this.#low = mixLow(this.#low, word);
    this.#high = mixHigh(this.#high, word);
  }
}

function hashText(text: string): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (let index = 0; index < text.length; index += 1) {
    low = mixLow(low, text.charCodeAt(index));
    high = mixHigh(high, text.charCodeAt(index));
  }
  return [finish(low ^ text.length), finish(high ^ text.length)];
}

function mixLow(hash: number, word: number): number {
  const scrambled = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

function mixHigh(hash: number, word: number): number {
  const scrambled = Math.imul(rotate(Math.imul(word, 0x239b961b), 16), 0xab0e9789);
  return (Math.imul(rotate(hash ^ scrambled, 19), 5) + 0x561ccd1b) | 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
