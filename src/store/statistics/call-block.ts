import {
  HEADER_BYTES,
  isAsWritten,
  LARGEST_INT,
  LARGEST_SHORT,
  type Layout,
  layoutOf,
  widthsOf,
} from './block-layout.ts';
import { DamagedIndexError } from './bytes.ts';
import type { CallRows } from './call-rows.ts';

type Numbers = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
type Bytes = Uint8Array<ArrayBuffer>;

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

  /** Throws a DamagedIndexError if the sections that were read are not as they were written. */
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
