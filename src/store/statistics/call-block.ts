import { crc32 } from 'node:zlib';
import { DamagedIndexError } from './bytes.ts';
import type { CallRows } from './call-rows.ts';
import { orderRuns, type RunOrder } from './run-order.ts';

const HEADER_BYTES = 32;
const CHECKSUM_BYTES = 4;
const ALIGNMENT = 8;
const WIDE_USERS = 1;
const WIDE_TIMES = 2;
const LARGEST_SHORT = 2 ** 16 - 1;
const LARGEST_INT = 2 ** 32 - 1;
const LARGEST_SHORT_TIME = 2 ** 31 - 1;

type Numbers = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

/** Lengths of the sections of a block in bytes: `head` has the runs, `times` the response times, `cold` seconds and ids. */
export interface BlockSizes {
  readonly head: number;
  readonly times: number;
  readonly cold: number;
}

/** A block as it is stored. */
export interface PackedBlock extends BlockSizes {
  readonly bytes: Bytes;
  /** A number that another block is unlikely to have. */
  readonly mark: number;
}

/** Places of a block's columns in its bytes. */
interface Layout extends BlockSizes {
  readonly userBytes: 2 | 4;
  readonly timeBytes: 4 | 8;
  readonly idBytes: 2 | 4 | 8;
  readonly users: number;
  readonly mixed: number;
  readonly kinds: number;
  readonly ids: number;
  readonly seconds: number;
}

interface Counts {
  readonly runs: number;
  readonly calls: number;
  readonly mixed: number;
}

type Widths = Pick<Layout, 'userBytes' | 'timeBytes' | 'idBytes'>;

/**
 * The calls of an hour or less in columns, sorted into runs by kind, user, second and id. A user with few calls of a kind has no
 * run: these calls are in the kind's mixed run, sorted by second and id, with a column of users.
 */
export class CallBlock {
  /** All calls lie in `[start, until)`. */
  readonly start: number;
  readonly until: number;
  readonly calls: number;
  readonly runs: number;
  readonly runCalls: Uint32Array;
  readonly runUser: Numbers;
  readonly runKind: Uint16Array;
  /** The user of a mixed run. */
  readonly mixedMark: number;
  /** The users of the calls in mixed runs. */
  readonly mixedUsers: Numbers;
  readonly #layout: Layout;
  readonly #bytes: Bytes;
  readonly #baseId: number;
  #micros: Int32Array | Float64Array | undefined;
  #seconds: Uint16Array | undefined;
  #ids: Numbers | Float64Array | undefined;

  /** Reads a block, or its first sections; the bytes begin an ArrayBuffer or lie on a multiple of 8 in it. */
  constructor(bytes: Bytes, { start, until }: { readonly start: number; readonly until: number }) {
    if (bytes.length < HEADER_BYTES) throw new DamagedIndexError();
    const { buffer, byteOffset: at } = bytes;
    const [runs = 0, calls = 0, mixed = 0, widths = 0] = new Uint32Array(buffer, at, 4);
    const layout = layoutOf({ runs, calls, mixed }, widthsOf(widths));
    if (bytes.length < layout.head) throw new DamagedIndexError();
    const column = layout.userBytes === 2 ? Uint16Array : Uint32Array;
    this.start = start;
    this.until = until;
    this.calls = calls;
    this.runs = runs;
    this.runCalls = new Uint32Array(buffer, at + HEADER_BYTES, runs);
    this.runUser = new column(buffer, at + layout.users, runs);
    this.mixedUsers = new column(buffer, at + layout.mixed, mixed);
    this.runKind = new Uint16Array(buffer, at + layout.kinds, runs);
    this.mixedMark = layout.userBytes === 2 ? LARGEST_SHORT : LARGEST_INT;
    this.#baseId = new Float64Array(buffer, at + 16, 1)[0] ?? 0;
    this.#layout = layout;
    this.#bytes = bytes;
  }

  /** True when the response times were read. */
  get hasTimes(): boolean {
    return this.#bytes.length >= this.#layout.head + this.#layout.times;
  }

  /** The response times in microseconds; NOT_TIMED where none was measured. */
  get micros(): Int32Array | Float64Array {
    const { head, timeBytes } = this.#layout;
    this.#micros ??= new (timeBytes === 4 ? Int32Array : Float64Array)(...this.#at(head, this.calls, timeBytes));
    return this.#micros;
  }

  /** The seconds since the block's start; they rise in each run. */
  get seconds(): Uint16Array {
    this.#seconds ??= new Uint16Array(...this.#at(this.#layout.seconds, this.calls, 2));
    return this.#seconds;
  }

  /** Returns the id of a call. */
  idAt(index: number): number {
    const { idBytes, ids } = this.#layout;
    const column = idBytes === 2 ? Uint16Array : idBytes === 4 ? Uint32Array : Float64Array;
    this.#ids ??= new column(...this.#at(ids, this.calls, idBytes));
    return this.#baseId + (this.#ids[index] ?? 0);
  }

  /** Throws a DamagedIndexError where the sections that were read are not as they were written. */
  check(): void {
    const { head, times, cold } = this.#layout;
    let from = 0;
    for (const size of [head, times, cold]) {
      const section = this.#bytes.subarray(from, from + size);
      if (section.length === 0) return;
      if (section.length < size || !isAsWritten(section)) throw new DamagedIndexError();
      from += size;
    }
  }

  /** Adds all calls to a list. */
  addTo(rows: CallRows): void {
    const { micros, seconds } = this;
    let index = 0;
    let mixed = 0;
    for (let run = 0; run < this.runs; run += 1) {
      const kind = this.runKind[run] ?? 0;
      const user = this.runUser[run] ?? 0;
      const end = index + (this.runCalls[run] ?? 0);
      for (; index < end; index += 1) {
        const second = this.start + (seconds[index] ?? 0);
        const one = user === this.mixedMark ? (this.mixedUsers[mixed++] ?? 0) : user;
        rows.push({ second, user: one, kind, micros: micros[index] ?? 0, id: this.idAt(index) });
      }
    }
  }

  #at(offset: number, count: number, width: number): [ArrayBuffer, number, number] {
    if (offset + count * width > this.#bytes.length) throw new DamagedIndexError();
    return [this.#bytes.buffer, this.#bytes.byteOffset + offset, count];
  }
}

/** Makes a block of calls that lie in less than 18 hours from `start` on. */
export function packBlock(rows: CallRows, start: number): PackedBlock {
  const order = orderRuns(rows);
  const counts = { runs: order.kinds.length, calls: rows.length, mixed: order.mixedCalls };
  const ids = rows.id.subarray(0, rows.length);
  const baseId = ids.reduce((least, id) => Math.min(least, id), Number.POSITIVE_INFINITY);
  const widths = widthsFor(rows, ids.reduce((most, id) => Math.max(most, id), 0) - baseId);
  const layout = layoutOf(counts, widths);
  const bytes = new Uint8Array(layout.head + layout.times + layout.cold);
  new Uint32Array(bytes.buffer, 0, 4).set([counts.runs, counts.calls, counts.mixed, flagsOf(widths)]);
  new Float64Array(bytes.buffer, 16, 1)[0] = widths.idBytes === 8 ? 0 : baseId;
  writeRuns(bytes.buffer, layout, order, rows);
  writeCalls(bytes.buffer, layout, order, { rows, start, baseId: widths.idBytes === 8 ? 0 : baseId });
  let from = 0;
  let mark = 0;
  for (const size of [layout.head, layout.times, layout.cold]) {
    mark += addChecksum(bytes.subarray(from, from + size));
    from += size;
  }
  const { head, times, cold } = layout;
  return { bytes, head, times, cold, mark };
}

function writeRuns(buffer: ArrayBuffer, layout: Layout, order: RunOrder, rows: CallRows): void {
  const column = layout.userBytes === 2 ? Uint16Array : Uint32Array;
  const runs = order.kinds.length;
  new Uint32Array(buffer, HEADER_BYTES, runs).set(order.calls);
  // The mark of a mixed run, -1, wraps to the largest number.
  new column(buffer, layout.users, runs).set(order.users);
  new Uint16Array(buffer, layout.kinds, runs).set(order.kinds);
  const mixedUsers = new column(buffer, layout.mixed, order.mixedCalls);
  let place = 0;
  let mixed = 0;
  for (let run = 0; run < runs; run += 1) {
    const end = place + (order.calls[run] ?? 0);
    if (order.users[run] === -1)
      for (; place < end; place += 1) mixedUsers[mixed++] = rows.user[order.places[place] ?? 0] ?? 0;
    place = end;
  }
}

interface CallSource {
  readonly rows: CallRows;
  readonly start: number;
  readonly baseId: number;
}

function writeCalls(
  buffer: ArrayBuffer,
  layout: Layout,
  { places }: RunOrder,
  { rows, start, baseId }: CallSource,
): void {
  const micros = new (layout.timeBytes === 4 ? Int32Array : Float64Array)(buffer, layout.head, rows.length);
  const idColumn = layout.idBytes === 2 ? Uint16Array : layout.idBytes === 4 ? Uint32Array : Float64Array;
  const ids = new idColumn(buffer, layout.ids, rows.length);
  const seconds = new Uint16Array(buffer, layout.seconds, rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const place = places[index] ?? 0;
    micros[index] = rows.micros[place] ?? 0;
    ids[index] = (rows.id[place] ?? 0) - baseId;
    seconds[index] = (rows.second[place] ?? 0) - start;
  }
}

function widthsFor(rows: CallRows, idRange: number): Widths {
  let largestUser = 0;
  let areShort = true;
  for (let index = 0; index < rows.length; index += 1) {
    const micros = rows.micros[index] ?? 0;
    largestUser = Math.max(largestUser, rows.user[index] ?? 0);
    areShort &&= micros <= LARGEST_SHORT_TIME && Number.isInteger(micros);
  }
  return {
    userBytes: largestUser < LARGEST_SHORT ? 2 : 4,
    timeBytes: areShort ? 4 : 8,
    idBytes: idRange <= LARGEST_SHORT ? 2 : idRange <= LARGEST_INT ? 4 : 8,
  };
}

function flagsOf({ userBytes, timeBytes, idBytes }: Widths): number {
  return (userBytes === 4 ? WIDE_USERS : 0) | (timeBytes === 8 ? WIDE_TIMES : 0) | (idBytes << 8);
}

function widthsOf(flags: number): Widths {
  const idBytes = flags >>> 8;
  if (idBytes !== 2 && idBytes !== 4 && idBytes !== 8) throw new DamagedIndexError();
  return { userBytes: flags & WIDE_USERS ? 4 : 2, timeBytes: flags & WIDE_TIMES ? 8 : 4, idBytes };
}

// Wider columns come first, so that each lies on a multiple of its width.
function layoutOf({ runs, calls, mixed: mixedCalls }: Counts, { userBytes, timeBytes, idBytes }: Widths): Layout {
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

function addChecksum(section: Uint8Array): number {
  const end = section.length - CHECKSUM_BYTES;
  const checksum = crc32(section.subarray(0, end));
  viewOf(section).setUint32(end, checksum);
  return checksum;
}

function isAsWritten(section: Uint8Array): boolean {
  const end = section.length - CHECKSUM_BYTES;
  return crc32(section.subarray(0, end)) === viewOf(section).getUint32(end);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
