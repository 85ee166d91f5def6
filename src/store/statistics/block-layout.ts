import { crc32 } from 'node:zlib';
import { DamagedIndexError } from './bytes.ts';

/** Length of the part of a block that says how many runs and calls it has and how wide its columns are. */
export const HEADER_BYTES = 32;
/** Largest number that a column of two bytes holds, and of four. */
export const LARGEST_SHORT = 2 ** 16 - 1;
export const LARGEST_INT = 2 ** 32 - 1;

const CHECKSUM_BYTES = 4;
const ALIGNMENT = 8;
const WIDE_USERS = 1;
const WIDE_TIMES = 2;

/** Lengths of the sections of a block in bytes: `head` has the runs, `times` the response times, `cold` seconds and ids. */
export interface BlockSizes {
  readonly head: number;
  readonly times: number;
  readonly cold: number;
}

/** Places of a block's columns in its bytes. */
export interface Layout extends BlockSizes {
  readonly userBytes: 2 | 4;
  readonly timeBytes: 4 | 8;
  readonly idBytes: 2 | 4 | 8;
  readonly users: number;
  readonly mixed: number;
  readonly kinds: number;
  readonly ids: number;
  readonly seconds: number;
}

/** Number of runs and calls of a block, and of calls in mixed runs. */
export interface Counts {
  readonly runs: number;
  readonly calls: number;
  readonly mixed: number;
}

/** Bytes of a user, a time and an id. */
export type Widths = Pick<Layout, 'userBytes' | 'timeBytes' | 'idBytes'>;

/** Writes widths as one number. */
export function flagsOf({ userBytes, timeBytes, idBytes }: Widths): number {
  return (userBytes === 4 ? WIDE_USERS : 0) | (timeBytes === 8 ? WIDE_TIMES : 0) | (idBytes << 8);
}

/** Reads such a number. Throws a DamagedIndexError if it is none. */
export function widthsOf(flags: number): Widths {
  const idBytes = flags >>> 8;
  if (idBytes !== 2 && idBytes !== 4 && idBytes !== 8) throw new DamagedIndexError();
  return { userBytes: flags & WIDE_USERS ? 4 : 2, timeBytes: flags & WIDE_TIMES ? 8 : 4, idBytes };
}

/** Places columns: wider ones come first, so that each lies on a multiple of its width. */
export function layoutOf(
  { runs, calls, mixed: mixedCalls }: Counts,
  { userBytes, timeBytes, idBytes }: Widths,
): Layout {
  const users = HEADER_BYTES + runs * 4;
  const mixed = users + runs * userBytes;
  const kinds = mixed + mixedCalls * userBytes;
  const head = sectionSize(kinds + runs * 2);
  const times = sectionSize(calls * timeBytes);
  const ids = head + times;
  const cold = sectionSize(calls * (idBytes + 2));
  return { head, times, cold, userBytes, timeBytes, idBytes, users, mixed, kinds, ids, seconds: ids + calls * idBytes };
}

function sectionSize(bytes: number): number {
  return Math.ceil((bytes + CHECKSUM_BYTES) / ALIGNMENT) * ALIGNMENT;
}

/** Writes the checksum of a section at its end, and returns it. */
export function addChecksum(section: Uint8Array): number {
  const end = section.length - CHECKSUM_BYTES;
  const checksum = crc32(section.subarray(0, end));
  viewOf(section).setUint32(end, checksum);
  return checksum;
}

/** Tells whether a section is as it was written. */
export function isAsWritten(section: Uint8Array): boolean {
  const end = section.length - CHECKSUM_BYTES;
  return crc32(section.subarray(0, end)) === viewOf(section).getUint32(end);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
