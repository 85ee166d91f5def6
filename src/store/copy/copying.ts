import type { RowWriter } from './row-writer.ts';
import { ALL_IDS, type IdRange, type RawRow } from './rows.ts';
import type { CopySource } from './source.ts';
import type { CopyTable } from './tables.ts';
import type { CopyTarget } from './target.ts';

/** Progress of a copy. */
export interface CopyProgress {
  readonly step: 'copying' | 'comparing';
  readonly table: CopyTable;
  /** Share of the table's ids that it has come to, from 0 to 1. */
  readonly share: number;
  /** Rows of all tables that this run has copied. */
  readonly copiedRows: number;
}

/** Options of a copy. */
export interface CopyOptions {
  readonly source: CopySource;
  readonly target: CopyTarget;
  /** Stops it after the chunk that is being written. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CopyProgress) => void;
}

/** A copy that is under way. */
export interface RunningCopy extends CopyOptions {
  readonly writer: RowWriter;
}

/** Tells how far a table is. */
export function tell({ onProgress, writer }: RunningCopy, step: CopyProgress['step'], at: Place): void {
  const { table, id, lastId } = at;
  const share = id <= 0n || lastId <= 0n ? 0 : Number(id) / Number(lastId);
  onProgress({ step, table, share, copiedRows: writer.copiedRows });
}

interface Place {
  readonly table: CopyTable;
  readonly id: bigint;
  readonly lastId: bigint;
}

/** Copies all rows of a range, chunk by chunk; of a table that is copied whole they take the place of those that are there. */
export async function copyRange(copy: RunningCopy, table: CopyTable, { from: first, to }: IdRange): Promise<void> {
  const { source, writer, signal } = copy;
  let from = first;
  let rows = from > to ? [] : await source.readRows(table, { from, to });
  while (rows.length > 0 && !signal.aborted) {
    const id = lastIdOf(rows);
    // The next rows are read while these are written.
    const replaces = table.isCopiedWhole ? { from, to: id } : undefined;
    const written = writer.writeRows(table, rows, { lastId: id, countsBytes: true, replaces });
    from = id + 1n;
    const next = from > to ? [] : source.readRows(table, { from, to });
    [, rows] = await Promise.all([written, next]);
    tell(copy, 'copying', { table, id, lastId: to });
  }
}

/** Copies those rows of a range that are not in the target. */
export async function fillRange(
  { source, target, writer, signal }: RunningCopy,
  table: CopyTable,
  { from: first, to: last, countsBytes }: IdRange & { readonly countsBytes: boolean },
): Promise<void> {
  let from = first;
  while (from <= last && !signal.aborted) {
    const rows = await source.readRows(table, { from, to: last });
    if (rows.length === 0) return;
    const to = lastIdOf(rows);
    const known = await target.knownIds(table, { from, to });
    const missing = rows.filter((row) => !known.has(idOf(row)));
    if (missing.length > 0) await writer.writeRows(table, missing, { lastId: null, countsBytes });
    from = to + 1n;
  }
}

/** The id behind another one, or the first of all. */
export function idBehind(id: bigint | null): bigint {
  return id === null ? ALL_IDS.from : id + 1n;
}

function idOf([id]: RawRow): bigint {
  return typeof id === 'bigint' ? id : BigInt(Number(id));
}

function lastIdOf(rows: readonly RawRow[]): bigint {
  return idOf(rows.at(-1) ?? [0]);
}
