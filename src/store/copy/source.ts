import type { IdRange, RawRow } from './rows.ts';
import type { TableSums } from './sums.ts';
import type { CopyTable, TableName } from './tables.ts';

/** Numbers of rows by table. */
export type RowCounts = Readonly<Record<TableName, number>>;

/** A database that rows are read from; nothing is written to it. */
export interface CopySource {
  /** The location as it is shown; bookmarks are kept under it. */
  readonly name: string;
  countRows(): Promise<RowCounts>;
  /** The greatest id of a table; undefined if it has no row with one. */
  lastId(table: CopyTable): Promise<bigint | undefined>;
  /** The days in UTC on which the calls of a range were logged, in order. */
  callDays(range: IdRange): Promise<readonly Date[]>;
  /** The first rows of a range in the order of their ids: at most `CHUNK_ROWS` or about `CHUNK_BYTES`, rows of one id together. */
  readRows(table: CopyTable, range: IdRange): Promise<readonly RawRow[]>;
  /** The rows whose id is no whole number. */
  readRowsWithoutId(table: CopyTable): Promise<readonly RawRow[]>;
  /** Sums over the rows of a range but those with one of some ids. */
  sumRows(table: CopyTable, range: IdRange, without: readonly bigint[]): Promise<TableSums>;
  close(): Promise<void>;
}

/** Rows that are read, and written in one transaction. */
export const CHUNK_ROWS = 20_000;

/** Size of the rows of a chunk, in bytes; one that is larger alone is a chunk of its own. */
export const CHUNK_BYTES = 32 * 1024 * 1024;
