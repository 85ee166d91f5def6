import { type FittedRow, type FittedRows, fitRows, rejectedRow } from './fit.ts';
import type { IdRange, RawRow } from './rows.ts';
import type { RowCounts } from './source.ts';
import { type CopyTable, forEachTable, type TableName } from './tables.ts';
import type { Bookmark, Bookmarks, CopyPiece, CopyTarget } from './target.ts';

/** Options of rows that are written. */
export interface WriteOptions {
  /** The id up to which all rows are copied then; null where that stays as it is. */
  readonly lastId: bigint | null;
  /** False for rows that will not be compared, so that what was replaced in them does not count. */
  readonly countsBytes: boolean;
  /** Ids whose rows go, since these rows are all that the source has of them. */
  readonly replaces?: IdRange | undefined;
}

/** Writes rows into a target, and moves its bookmarks. */
export class RowWriter {
  readonly #target: CopyTarget;
  readonly #copied: Record<TableName, number> = { ...forEachTable(() => 0) };
  #bookmarks: Bookmarks;

  constructor(target: CopyTarget, bookmarks: Bookmarks) {
    this.#target = target;
    this.#bookmarks = bookmarks;
  }

  /** Rows that were copied, by table. */
  get copied(): RowCounts {
    return this.#copied;
  }

  /** Rows of all tables that were copied. */
  get copiedRows(): number {
    return Object.values(this.#copied).reduce((sum, count) => sum + count, 0);
  }

  /** Texts in which characters were replaced, in this run or in one before it. */
  get replacedTexts(): number {
    return Object.values(this.#bookmarks).reduce((sum, bookmark) => sum + bookmark.replacedTexts, 0);
  }

  bookmarkOf({ name }: CopyTable): Bookmark {
    return this.#bookmarks[name];
  }

  /** Writes rows as they were read, in one transaction; those that do not fit are kept beside them. */
  async writeRows(table: CopyTable, raw: readonly RawRow[], options: WriteOptions): Promise<void> {
    await this.#writeFitted({ table, ...fitRows(table, raw, this.#target.takesNul), ...options });
  }

  /** Moves a bookmark, and writes the rejected rows that belong to that. */
  async moveBookmark(
    table: CopyTable,
    changes: Partial<Bookmark>,
    also: Partial<Pick<CopyPiece, 'forgets' | 'rejected' | 'replaces'>> = {},
  ): Promise<void> {
    const before = this.bookmarkOf(table);
    await this.#writePiece({ table, rows: [], rejected: [], ...also, before, after: { ...before, ...changes } });
  }

  /** Writes rows; where the target does not take all of them, those that it takes, and the others as rejected. */
  async #writeFitted(rows: RowsToWrite): Promise<void> {
    const { table, fitted, rejected, replaces } = rows;
    const before = this.bookmarkOf(table);
    try {
      await this.#writePiece({
        table,
        rows: fitted.map(({ row }) => row),
        rejected,
        replaces,
        before,
        after: bookmarkAfter(before, rows),
      });
    } catch (error) {
      const reason = fitted.length === 0 ? undefined : this.#target.misfitOf(error);
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
    await this.#writeFitted({ ...rows, fitted: fitted.slice(middle), replaces: undefined });
  }

  async #writePiece(piece: CopyPiece): Promise<void> {
    const after = { ...piece.after, version: piece.before.version + 1 };
    await this.#target.write({ ...piece, after });
    this.#bookmarks = { ...this.#bookmarks, [piece.table.name]: after };
  }
}

interface RowsToWrite extends FittedRows, WriteOptions {
  readonly table: CopyTable;
}

function bookmarkAfter(before: Bookmark, { fitted, lastId, countsBytes }: RowsToWrite): Bookmark {
  const sum = (of: (row: FittedRow) => number) => fitted.reduce((total, row) => total + of(row), 0);
  return {
    ...before,
    lastId: greaterOf(before.lastId, lastId),
    replacedTexts: before.replacedTexts + sum((row) => row.replacedTexts),
    addedBytes: before.addedBytes + (countsBytes ? sum((row) => row.addedBytes) : 0),
  };
}

function greaterOf(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
