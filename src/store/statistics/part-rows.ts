import { ByteReader, type ByteWriter } from './bytes.ts';
import type { CallRows } from './call-rows.ts';

// A user with fewer calls in a part has no piece of their own: their calls are in the part's mixed piece, and a question
// about them finds so few in the log that it reads them there.
const FEW_CALLS = 16;
const MOST_DECIMALS = 3;
const AS_FLOAT = 4;

/** The key of the piece of a part that holds the calls of users with few of them. */
export const MIXED = -1;

/** The calls of a part, piece by piece: one for each user with many calls, and one for all others, whose key is MIXED. */
export function* packRows(rows: CallRows, writer: ByteWriter): Generator<readonly [caller: number, piece: Buffer]> {
  const mixed: number[] = [];
  for (const [caller, places] of placesByCaller(rows)) {
    if (places.length < FEW_CALLS) mixed.push(...places);
    else yield [caller, packPiece(rows, inTime(rows, places), writer, { hasCallers: false })];
  }
  if (mixed.length > 0) yield [MIXED, packPiece(rows, inTime(rows, mixed), writer, { hasCallers: true })];
}

/** Adds the calls of a piece to a list. */
export function unpackRows(caller: number, piece: unknown, rows: CallRows): void {
  const reader = new ByteReader(piece);
  const format = reader.varint();
  const count = reader.varint();
  const first = rows.length;
  const end = first + count;
  rows.reserve(count);
  reader.varints(rows.second, first, count);
  for (let index = first + 1; index < end; index += 1) {
    rows.second[index] = (rows.second[index] ?? 0) + (rows.second[index - 1] ?? 0);
  }
  if (caller === MIXED) reader.varints(rows.caller, first, count);
  else rows.caller.fill(caller, first, end);
  reader.varints(rows.kind, first, count);
  if (format === AS_FLOAT) {
    for (let index = first; index < end; index += 1) rows.ms[index] = reader.float();
  } else {
    reader.varints(rows.ms, first, count);
    unscale(rows.ms, { first, end, scale: 10 ** format });
  }
  rows.length = end;
}

function unscale(
  ms: Float64Array,
  { first, end, scale }: { readonly first: number; readonly end: number; readonly scale: number },
): void {
  for (let index = first; index < end; index += 1) {
    const scaled = ms[index] ?? 0;
    ms[index] = scaled === 0 ? Number.NaN : (scaled - 1) / scale;
  }
}

function packPiece(
  rows: CallRows,
  places: readonly number[],
  writer: ByteWriter,
  { hasCallers }: { readonly hasCallers: boolean },
): Buffer {
  const format = formatOf(rows, places);
  const scale = 10 ** format;
  writer.varint(format);
  writer.varint(places.length);
  let last = 0;
  for (const place of places) {
    const second = rows.second[place] ?? 0;
    writer.varint(second - last);
    last = second;
  }
  if (hasCallers) for (const place of places) writer.varint(rows.caller[place] ?? 0);
  for (const place of places) writer.varint(rows.kind[place] ?? 0);
  for (const place of places) {
    const ms = rows.ms[place] ?? 0;
    if (format === AS_FLOAT) writer.float(ms);
    else writer.varint(Number.isNaN(ms) ? 0 : Math.round(ms * scale) + 1);
  }
  return writer.finish();
}

/** Returns the fewest decimals with which all times of a piece come back as exactly the same numbers. */
function formatOf(rows: CallRows, places: readonly number[]): number {
  let decimals = 0;
  for (const place of places) {
    const ms = rows.ms[place] ?? 0;
    while (decimals <= MOST_DECIMALS && !Number.isNaN(ms) && Math.round(ms * 10 ** decimals) / 10 ** decimals !== ms) {
      decimals += 1;
    }
  }
  return Math.min(decimals, AS_FLOAT);
}

function placesByCaller(rows: CallRows): ReadonlyMap<number, number[]> {
  const byCaller = new Map<number, number[]>();
  for (let index = 0; index < rows.length; index += 1) {
    const caller = rows.caller[index] ?? 0;
    const places = byCaller.get(caller);
    if (places === undefined) byCaller.set(caller, [index]);
    else places.push(index);
  }
  return byCaller;
}

function inTime(rows: CallRows, places: number[]): readonly number[] {
  const { second } = rows;
  const isInOrder = places.every((place, at) => (second[place] ?? 0) >= (second[places[at - 1] ?? place] ?? 0));
  return isInOrder ? places : places.sort((a, b) => (second[a] ?? 0) - (second[b] ?? 0));
}
