import type { Id } from './id.ts';
import type { Scan } from './scan.ts';
import type { ListedTime, Window } from './window.ts';

/** Part of a long list to read: around the record `anchorId` if the list holds it, else from `offset`. */
export interface PageRequest<Sort extends string> {
  /** Filter in the language of the list's own filter line; empty for all rows. */
  readonly filter: string;
  /** Column that the list is sorted by; ties are by id. */
  readonly sort: Sort;
  /** True for the largest, newest or last first. */
  readonly descending: boolean;
  /** Number of rows before the page, where there is no anchor. */
  readonly offset: number;
  /** Most rows that the page may have. */
  readonly limit: number;
  /** Id of a row that the page shall hold; null for none. */
  readonly anchorId: Id | null;
}

/**
 * Request for a part of a list as a program makes it: what is left out is the first 100 rows, without a filter, in the list's own order. An
 * order that is named goes from its usual end: what is newest, slowest or most first, and names from A to Z.
 */
export type Listing<Request> = Request extends { readonly window: Window }
  ? Partial<Request> & ListedTime
  : Partial<Request>;

/** A part of a long list. `total` counts what passed the filter; `anchorIndex` is the anchor's place in the whole list. */
export interface Page<Row> {
  /** Rows of the page. */
  readonly rows: readonly Row[];
  /** Number of rows before the page. */
  readonly offset: number;
  /** Number of rows that fit the filter. */
  readonly total: number;
  /** Number of rows without the filter. */
  readonly unfilteredTotal: number;
  /** Place of the anchor in the whole list, from 0; null if the list does not hold it. */
  readonly anchorIndex: number | null;
}

/** A page of what fits a filter. */
export interface ScannedPage<Row> extends Page<Row> {
  /** Only if the log was read for it with patience: the page is of what was found so far. */
  readonly scan?: Scan;
}
