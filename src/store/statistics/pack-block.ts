import {
  addChecksum,
  type BlockSizes,
  flagsOf,
  HEADER_BYTES,
  LARGEST_INT,
  LARGEST_SHORT,
  type Layout,
  layoutOf,
  type Widths,
} from './block-layout.ts';
import type { CallRows } from './call-rows.ts';
import { orderRuns, type RunOrder } from './run-order.ts';

const LARGEST_SHORT_TIME = 2 ** 31 - 1;

/** A block as it is stored. */
export interface PackedBlock extends BlockSizes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** A number that another block is unlikely to have. */
  readonly mark: number;
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
