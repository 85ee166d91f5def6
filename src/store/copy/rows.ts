import { Buffer } from 'node:buffer';

/** Bytes of a text column that are no text in the database's encoding. */
export class BrokenText {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The text, with U+FFFD in place of what cannot be read. */
  get text(): string {
    return Buffer.from(this.bytes).toString('utf8');
  }
}

/** A row as it was read, its columns in the order of `COPY_TABLES`; a time is text, whatever the engine keeps. */
export type RawRow = readonly unknown[];

/** A value as every engine takes it: times are UTC text to the second, true and false are 1 and 0. */
export type Value = string | number | bigint | null;

/** A row as every engine takes it, its columns in the order of `COPY_TABLES`. */
export type Row = readonly Value[];

/** A row that does not fit, kept as it was. */
export interface RejectedRow {
  /** Null if it is no whole number. */
  readonly id: bigint | null;
  /** The row as a JSON object. */
  readonly row: string;
  /** A few words, the same for all rows of which the same is wrong. */
  readonly reason: string;
}

/** Ids from one to another, both included. */
export interface IdRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** All ids that a table can hold. */
export const ALL_IDS: IdRange = { from: -(2n ** 63n), to: 2n ** 63n - 1n };
