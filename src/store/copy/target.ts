import { PresentsError } from '../../model/presents-error.ts';
import type { IdRange, RejectedRow, Row } from './rows.ts';
import type { RowCounts } from './source.ts';
import type { TableSums } from './sums.ts';
import { type CopyTable, forEachTable, type TableName } from './tables.ts';

/** Place in a table up to which it was copied. */
export interface Bookmark {
  /** The greatest id up to which all rows were copied; null before the first. */
  readonly lastId: bigint | null;
  /** The greatest id up to which the sums of both sides were equal. */
  readonly verifiedId: bigint | null;
  /** Number of texts in which characters were replaced. */
  readonly replacedTexts: number;
  /** Number of bytes that these replacements added since `verifiedId`. */
  readonly addedBytes: number;
  /** Grows with every write, so that two copies at a time notice each other. */
  readonly version: number;
}

/** Bookmarks of all tables. */
export type Bookmarks = Readonly<Record<TableName, Bookmark>>;

/** Content of a target. */
export interface TargetState {
  /** Rows that no copy of the source has brought: all, where there is no bookmark. */
  readonly otherRows: RowCounts;
  /** Bookmarks of the source; undefined if nothing was copied from it. */
  readonly bookmarks: Bookmarks | undefined;
  /** The sources of other copies. */
  readonly otherSources: readonly string[];
}

/** Rows that are written in one transaction, with the bookmark that is right after it. */
export interface CopyPiece {
  readonly table: CopyTable;
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedRow[];
  readonly before: Bookmark;
  readonly after: Bookmark;
  /** Ids whose rows go, since these rows are all that the source has of them. */
  readonly replaces?: IdRange | undefined;
  /** True when the rows that were rejected before are read again: all of them, or those without an id. */
  readonly forgets?: 'all' | 'without id';
}

/** Rejected rows of which the same is wrong. */
export interface RejectedCount {
  readonly table: TableName;
  readonly reason: string;
  readonly rows: number;
}

/** A database that rows of a source are written to. */
export interface CopyTarget {
  /** The location as it is shown. */
  readonly name: string;
  readonly takesNul: boolean;
  look(source: string): Promise<TargetState>;
  /** Makes what is missing, with room for calls of some days if it needs to know them, and returns the bookmarks of the source. */
  begin(source: string, findDays: () => Promise<readonly Date[]>): Promise<Bookmarks>;
  /** Writes a piece, all of it or nothing. Throws a PresentsError if another copy has moved the bookmark. */
  write(piece: CopyPiece): Promise<void>;
  /** Tells in a few words why the target does not take a row, if that is the cause of an error of `write`. */
  misfitOf(error: unknown): string | undefined;
  /** The ids of a range that were copied or rejected. */
  knownIds(table: CopyTable, range: IdRange): Promise<ReadonlySet<bigint>>;
  rejectedIds(table: CopyTable, range: IdRange): Promise<readonly bigint[]>;
  /** The end of a range that begins as this one and holds at most so many rows. */
  endOfRows(table: CopyTable, range: IdRange, rows: number): Promise<bigint>;
  sumRows(table: CopyTable, range: IdRange, without: readonly bigint[]): Promise<TableSums>;
  countRejected(): Promise<readonly RejectedCount[]>;
  /** Puts all in order that was left until the end; `isClean` where all is equal and no row was rejected. */
  finish(isClean: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The bookmark of a table before its first row. */
export const FIRST_BOOKMARK: Bookmark = { lastId: null, verifiedId: null, replacedTexts: 0, addedBytes: 0, version: 0 };

/** A bookmark as an engine reads it: its id up to which rows were copied, and were compared, replaced texts, added bytes, version. */
export type BookmarkColumns = readonly [Whole | null, Whole | null, Whole, Whole, Whole];

type Whole = number | bigint;

/** Makes bookmarks of the rows that an engine has read; undefined if there is none. */
export function bookmarksOf(
  rows: readonly (readonly [table: string, ...columns: BookmarkColumns])[],
): Bookmarks | undefined {
  if (rows.length === 0) return undefined;
  const bookmarks = new Map(rows.map(([table, ...columns]) => [table, toBookmark(columns)]));
  return forEachTable((table) => bookmarks.get(table) ?? FIRST_BOOKMARK);
}

function toBookmark([lastId, verifiedId, replacedTexts, addedBytes, version]: BookmarkColumns): Bookmark {
  return {
    lastId: lastId === null ? null : BigInt(lastId),
    verifiedId: verifiedId === null ? null : BigInt(verifiedId),
    replacedTexts: Number(replacedTexts),
    addedBytes: Number(addedBytes),
    version: Number(version),
  };
}

/** Explains that another program has moved a bookmark. */
export function anotherCopy(target: string): PresentsError {
  return new PresentsError(`Another copy into ${target} is running.`, {
    code: 'busy',
    nextStep: 'Wait until it has ended, then run this one again.',
  });
}
