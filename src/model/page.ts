import type { Id } from './id.ts';

/** Which part of a long list is wanted: around the record `anchorId` where it is in the list, else from `offset`. */
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
