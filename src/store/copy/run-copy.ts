import type { CopyCheck } from '../../model/copy.ts';
import { type FittedRow, type FittedRows, fitRows, rejectedRow } from './fit.ts';
import { ALL_IDS, type IdRange, type RawRow } from './rows.ts';
import type { CopySource, RowCounts } from './source.ts';
import { addSums, checksOf, NO_SUMS, type TableSums } from './sums.ts';
import { COPY_TABLES, type CopyTable, forEachTable, type TableName } from './tables.ts';
import type { Bookmark, Bookmarks, CopyPiece, CopyTarget, RejectedCount } from './target.ts';

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

/** Result of a copy. */
export interface CopyReport {
  /** True when it was stopped before it was through. */
  readonly isStopped: boolean;
  /** Rows that this run copied. */
  readonly copied: RowCounts;
  /** Rows that were rejected, in this run or in one before it. */
  readonly rejected: readonly RejectedCount[];
  /** Texts in which characters were replaced, in this run or in one before it. */
  readonly replacedTexts: number;
  /** Sums of both sides over the rows that were not compared before; none if it was stopped. */
  readonly checks: readonly CopyCheck[];
}

/** Ids before the bookmark that are looked at again: transactions of a server end in another order than they draw ids. */
const OVERLAP_IDS = 20_000n;
const COMPARED_ROWS = 100_000;

/** Copies all rows that are not in the target yet, and compares both sides. */
export async function copyDatabase(options: CopyOptions): Promise<CopyReport> {
  const { source, target } = options;
  const { bookmarks } = await target.look(source.name);
  const from = bookmarks?.user_api_call_log.lastId ?? ALL_IDS.from;
  const findDays = () => source.callDays({ from, to: ALL_IDS.to });
  return await new Copy(options, await target.begin(source.name, findDays)).run();
}

class Copy {
  readonly #options: CopyOptions;
  readonly #copied: Record<TableName, number> = { ...forEachTable(() => 0) };
  #bookmarks: Bookmarks;

  constructor(options: CopyOptions, bookmarks: Bookmarks) {
    this.#options = options;
    this.#bookmarks = bookmarks;
  }

  async run(): Promise<CopyReport> {
    const { target } = this.#options;
    for (const table of COPY_TABLES) await this.#copyTable(table);
    const checks: CopyCheck[] = [];
    for (const table of COPY_TABLES) checks.push(...(await this.#compareTable(table)));
    const rejected = await target.countRejected();
    const isStopped = this.#isStopped;
    const isClean = !isStopped && checks.every(isEqual) && rejected.length === 0;
    if (!isStopped) await target.finish(isClean);
    const replacedTexts = Object.values(this.#bookmarks).reduce((sum, bookmark) => sum + bookmark.replacedTexts, 0);
    return { isStopped, copied: this.#copied, rejected, replacedTexts, checks: isStopped ? [] : checks };
  }

  get #isStopped(): boolean {
    return this.#options.signal.aborted;
  }

  async #copyTable(table: CopyTable): Promise<void> {
    const { source } = this.#options;
    const lastId = await source.lastId(table);
    await this.#begin(table);
    const bookmark = this.#bookmarks[table.name];
    if (!table.isCopiedWhole && bookmark.lastId !== null) await this.#fillOverlap(table, bookmark, bookmark.lastId);
    const from = table.isCopiedWhole || bookmark.lastId === null ? ALL_IDS.from : bookmark.lastId + 1n;
    if (lastId !== undefined) await this.#copyRange(table, { from, to: lastId });
  }

  /** Rejects the rows without an id, and forgets what was rejected before and is read again. */
  async #begin(table: CopyTable): Promise<void> {
    if (this.#isStopped) return;
    const { source, target } = this.#options;
    const { rejected } = fitRows(table, await source.readRowsWithoutId(table), target.takesNul);
    const before = this.#bookmarks[table.name];
    const anew = table.isCopiedWhole ? { verifiedId: null, replacedTexts: 0, addedBytes: 0 } : {};
    const forgets = table.isCopiedWhole ? 'all' : 'without id';
    await this.#writePiece({ table, rows: [], rejected, before, after: { ...before, ...anew }, forgets });
  }

  async #copyRange(table: CopyTable, { from, to }: IdRange): Promise<void> {
    const { source, onProgress } = this.#options;
    let rows = await source.readRows(table, { from, to });
    while (rows.length > 0 && !this.#isStopped) {
      const id = lastIdOf(rows);
      // The next rows are read while these are written.
      const isLast = id >= to;
      const written = this.#writeRows(table, rows, { lastId: id, countsBytes: true });
      const next = isLast ? [] : source.readRows(table, { from: id + 1n, to });
      [, rows] = await Promise.all([written, next]);
      onProgress({ step: 'copying', table, share: shareOf(id, to), copiedRows: this.#copiedRows });
    }
  }

  async #fillOverlap(table: CopyTable, { verifiedId }: Bookmark, lastId: bigint): Promise<void> {
    const from = lastId - OVERLAP_IDS;
    const verified = verifiedId ?? ALL_IDS.from;
    // What was replaced in rows that were compared already is not counted again.
    if (verified >= from) await this.#fill(table, { from, to: verified }, false);
    await this.#fill(table, { from: verified >= from ? verified + 1n : from, to: lastId }, true);
  }

  /** Copies those rows of a range that are not in the target. */
  async #fill(table: CopyTable, range: IdRange, countsBytes: boolean): Promise<void> {
    const { source, target } = this.#options;
    let { from } = range;
    while (from <= range.to && !this.#isStopped) {
      const rows = await source.readRows(table, { from, to: range.to });
      if (rows.length === 0) return;
      const to = lastIdOf(rows);
      const known = await target.knownIds(table, { from, to });
      const missing = rows.filter((row) => !known.has(idOf(row)));
      if (missing.length > 0) await this.#writeRows(table, missing, { lastId: null, countsBytes });
      from = to + 1n;
    }
  }

  async #writeRows(table: CopyTable, raw: readonly RawRow[], { lastId, countsBytes }: WriteOptions): Promise<void> {
    const { fitted, rejected } = fitRows(table, raw, this.#options.target.takesNul);
    await this.#writeFitted({ table, fitted, rejected, lastId, countsBytes });
  }

  /** Writes rows; where the target does not take all of them, those that it takes, and the others as rejected. */
  async #writeFitted(rows: RowsToWrite): Promise<void> {
    const { table, fitted, rejected, lastId, countsBytes } = rows;
    const before = this.#bookmarks[table.name];
    const sum = (of: (row: FittedRow) => number) => fitted.reduce((total, row) => total + of(row), 0);
    const after: Bookmark = {
      ...before,
      lastId: greaterOf(before.lastId, lastId),
      replacedTexts: before.replacedTexts + sum((row) => row.replacedTexts),
      addedBytes: before.addedBytes + (countsBytes ? sum((row) => row.addedBytes) : 0),
    };
    try {
      await this.#writePiece({ table, rows: fitted.map(({ row }) => row), rejected, before, after });
    } catch (error) {
      const reason = fitted.length === 0 ? undefined : this.#options.target.misfitOf(error);
      if (reason === undefined) throw error;
      await this.#writeParts(rows, reason);
      return;
    }
    this.#copied[table.name] += fitted.length;
  }

  /** Writes each half of some rows alone; a single row is rejected. */
  async #writeParts(rows: RowsToWrite, reason: string): Promise<void> {
    const { table, fitted, rejected } = rows;
    const [first] = fitted;
    if (first !== undefined && fitted.length === 1) {
      const also = rejectedRow(table, first.raw, reason);
      await this.#writeFitted({ ...rows, fitted: [], rejected: [...rejected, also] });
      return;
    }
    const middle = Math.floor(fitted.length / 2);
    // Only behind the second half all rows up to the last id are there.
    await this.#writeFitted({ ...rows, fitted: fitted.slice(0, middle), rejected: [], lastId: null });
    await this.#writeFitted({ ...rows, fitted: fitted.slice(middle) });
  }

  async #writePiece(piece: CopyPiece): Promise<void> {
    const after = { ...piece.after, version: piece.before.version + 1 };
    await this.#options.target.write({ ...piece, after });
    this.#bookmarks = { ...this.#bookmarks, [piece.table.name]: after };
  }

  async #compareTable(table: CopyTable): Promise<readonly CopyCheck[]> {
    if (this.#isStopped) return [];
    const bookmark = this.#bookmarks[table.name];
    const { lastId, verifiedId } = bookmark;
    const from = verifiedId === null ? ALL_IDS.from : verifiedId + 1n;
    const [source, target] = lastId === null ? [NO_SUMS, NO_SUMS] : await this.#sumBoth(table, { from, to: lastId });
    const checks = checksOf(table, source, target, BigInt(this.#bookmarks[table.name].addedBytes));
    if (checks.every(isEqual) && !this.#isStopped) await this.#noteVerified(table);
    return checks;
  }

  async #noteVerified(table: CopyTable): Promise<void> {
    const before = this.#bookmarks[table.name];
    if (before.lastId === before.verifiedId) return;
    const after = { ...before, verifiedId: before.lastId, addedBytes: 0 };
    await this.#writePiece({ table, rows: [], rejected: [], before, after });
  }

  async #sumBoth(table: CopyTable, range: IdRange): Promise<readonly [source: TableSums, target: TableSums]> {
    const { target, onProgress } = this.#options;
    let sums: readonly [TableSums, TableSums] = [NO_SUMS, NO_SUMS];
    let { from } = range;
    while (from <= range.to && !this.#isStopped) {
      const to = await target.endOfRows(table, { from, to: range.to }, COMPARED_ROWS);
      const [source, copy] = await this.#sumRange(table, { from, to });
      sums = [addSums(sums[0], source), addSums(sums[1], copy)];
      onProgress({ step: 'comparing', table, share: shareOf(to, range.to), copiedRows: this.#copiedRows });
      from = to + 1n;
    }
    return sums;
  }

  async #sumRange(table: CopyTable, range: IdRange): Promise<readonly [source: TableSums, target: TableSums]> {
    const { source, target } = this.#options;
    const sum = async () => {
      const without = await target.rejectedIds(table, range);
      return await Promise.all([source.sumRows(table, range, without), target.sumRows(table, range, without)]);
    };
    for (;;) {
      const sums = await sum();
      if (sums[0].rows <= sums[1].rows || this.#isStopped) return sums;
      // Transactions that began before these rows were read ended after it. There is an end of them, since the range has one.
      const copiedRows = this.#copiedRows;
      await this.#fill(table, range, true);
      if (this.#copiedRows === copiedRows) return sums;
    }
  }

  get #copiedRows(): number {
    return Object.values(this.#copied).reduce((sum, count) => sum + count, 0);
  }
}

interface WriteOptions {
  /** The id up to which all rows are copied then; null where that stays as it is. */
  readonly lastId: bigint | null;
  readonly countsBytes: boolean;
}

interface RowsToWrite extends FittedRows, WriteOptions {
  readonly table: CopyTable;
}

/** Tells whether a sum is the same on both sides. */
export function isEqual({ source, target }: CopyCheck): boolean {
  return source === target;
}

function idOf([id]: RawRow): bigint {
  return typeof id === 'bigint' ? id : BigInt(Number(id));
}

function lastIdOf(rows: readonly RawRow[]): bigint {
  return idOf(rows.at(-1) ?? [0]);
}

function greaterOf(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function shareOf(id: bigint, lastId: bigint): number {
  return id <= 0n || lastId <= 0n ? 0 : Number(id) / Number(lastId);
}
