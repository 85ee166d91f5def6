import { crc32 } from 'node:zlib';

const CHECKSUM_BYTES = 4;
const FIRST_SIZE = 4096;
const FLOAT_BYTES = 8;
const LARGEST_BITWISE = 0x7fffffff;

/** A piece of the index that is not as it was written; the whole index is thrown away then. */
export class DamagedIndexError extends Error {
  constructor(message = 'A piece of the statistics index is damaged.') {
    super(message);
    this.name = 'DamagedIndexError';
  }
}

/** Writes numbers in as few bytes as they need, and a checksum behind them. It is used over and over. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(FLOAT_BYTES);
    let rest = value;
    while (rest > LARGEST_BITWISE) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Any finite number; small whole ones from 0 on take few bytes. */
  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 51) {
      this.varint(value * 2);
    } else {
      this.varint(1);
      this.float(value);
    }
  }

  /** Any number, NaN too, in eight bytes. */
  float(value: number): void {
    this.#reserve(FLOAT_BYTES);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** Returns the bytes written since the last time, with their checksum. */
  finish(): Buffer {
    this.#reserve(CHECKSUM_BYTES);
    const checksum = crc32(this.#bytes.subarray(0, this.#length));
    this.#length = this.#bytes.writeUInt32LE(checksum, this.#length);
    const written = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return written;
  }

  #reserve(count: number): void {
    if (this.#length + count + 2 <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Reads what a ByteWriter wrote. Throws a DamagedIndexError if it is anything else. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #position = 0;

  constructor(bytes: unknown) {
    if (!Buffer.isBuffer(bytes) || bytes.length < CHECKSUM_BYTES) throw new DamagedIndexError();
    this.#bytes = bytes;
    this.#end = bytes.length - CHECKSUM_BYTES;
    if (crc32(bytes.subarray(0, this.#end)) !== bytes.readUInt32LE(this.#end)) throw new DamagedIndexError();
  }

  get isDone(): boolean {
    return this.#position >= this.#end;
  }

  varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#position++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    do {
      if (this.#position >= this.#end) throw new DamagedIndexError();
      byte = bytes[this.#position++] ?? 0;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128);
    return value;
  }

  /** As many whole numbers as the column has places from one on. */
  varints(column: Float64Array | Int32Array, from: number, count: number): void {
    const bytes = this.#bytes;
    let position = this.#position;
    if (count > this.#end - position) throw new DamagedIndexError();
    for (let index = from; index < from + count; index += 1) {
      let byte = bytes[position++] ?? 0;
      let value = byte & 127;
      let factor = 128;
      while (byte > 127) {
        byte = bytes[position++] ?? 0;
        value += (byte & 127) * factor;
        factor *= 128;
      }
      column[index] = value;
    }
    if (position > this.#end) throw new DamagedIndexError();
    this.#position = position;
  }

  number(): number {
    const value = this.varint();
    return value === 1 ? this.float() : value / 2;
  }

  float(): number {
    if (this.#position + FLOAT_BYTES > this.#end) throw new DamagedIndexError();
    const value = this.#bytes.readDoubleLE(this.#position);
    this.#position += FLOAT_BYTES;
    return value;
  }
}
