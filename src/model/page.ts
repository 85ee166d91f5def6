import type { Id } from './id.ts';
import type { Scan } from './scan.ts';
import type { ListedTime, Window } from './window.ts';

/** Part of a long list to read: around the record `anchorId` if the list holds it, else from `offset`. */
export interface PageRequest<Sort extends string> {
  readonly filter: string;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
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
  readonly rows: readonly Row[];
  readonly offset: number;
  readonly total: number;
  readonly unfilteredTotal: number;
  readonly anchorIndex: number | null;
}

/** A page of what fits a filter. */
export interface ScannedPage<Row> extends Page<Row> {
  /** Only if the log was read for it with patience: the page is of what was found so far. */
  readonly scan?: Scan;
}
