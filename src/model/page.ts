import type { Id } from './id.ts';
import type { Scan } from './scan.ts';

/** Part of a long list to read: around the record `anchorId` if the list holds it, else from `offset`. */
export interface PageRequest<Sort extends string> {
  readonly filter: string;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

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
