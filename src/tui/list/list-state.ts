/** Identity of a record in a list. */
export type RecordId = number | bigint | string;

/**
 * Position in a long list. The selection belongs to a record (by id), not to a row number, so that it stays on its
 * record when rows come, go or change their order.
 */
export interface ListPlace {
  /** The selected row's place in the whole list. */
  readonly cursor: number;
  /** The selected record; null while its page is on the way, or in an empty list. */
  readonly selectedId: RecordId | null;
  /** The first row on the screen. */
  readonly top: number;
  /** True while the cursor follows the first row: until somebody moves it, and again after going to the first row. */
  readonly isFollowing: boolean;
  /** Number of rows that came above the selected one since the cursor does not follow the first row. */
  readonly arrived: number;
  /** The row that a range of marks was begun at, to the cursor; null while none is being marked. */
  readonly rangeFrom: number | null;
}

/** The part of a list that is loaded: its place in the list, and the ids of its records. */
export interface ListPage {
  readonly total: number;
  readonly offset: number;
  readonly ids: readonly RecordId[];
  /** The record that it was asked around, and that record's place, null if it is no longer in the list. */
  readonly anchorId: RecordId | null;
  readonly anchorIndex: number | null;
}

/** A list on a screen that so many rows fit on. */
export interface ListState extends ListPlace {
  readonly height: number;
  readonly total: number;
  /** True if the rows on the screen, and one screen more on either side, are not all loaded. */
  readonly lacksRows: boolean;
}

/** A move of the cursor. */
export type ListMove =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'page'; readonly pages: number }
  | { readonly type: 'first' }
  | { readonly type: 'last' };

/** The place where a list begins: on its first row, which it follows. */
export const listStart: ListPlace = {
  cursor: 0,
  selectedId: null,
  top: 0,
  isFollowing: true,
  arrived: 0,
  rangeFrom: null,
};

/** The list as it is shown at a place, from what is loaded of it. The place follows its record in the page. */
export function showList(place: ListPlace, page: ListPage | undefined, height: number): ListState {
  const shown = page ? placeIn(place, page, height) : place;
  return { ...shown, height: rowsOf(height), total: page?.total ?? 0, lacksRows: lacksRows(shown, page, height) };
}

/** The place after a move. Where nothing is loaded there is nowhere to go. */
export function moveInList(place: ListPlace, page: ListPage | undefined, height: number, move: ListMove): ListPlace {
  if (!page) return place;
  const from = placeIn(place, page, height);
  const wanted = targetOf(move, from.cursor, page, height);
  const cursor = clamp(wanted, 0, page.total - 1);
  const isAtStart = move.type === 'first' || (from.isFollowing && cursor === from.cursor);
  const isFollowing = isAtStart && from.rangeFrom === null;
  return scroll(select({ ...from, cursor, isFollowing, ...(isFollowing && { arrived: 0 }) }, page), page, height);
}

/** The place in what is loaded: on its record, where that is now. */
export function placeIn(place: ListPlace, page: ListPage, height: number): ListPlace {
  return scroll(select(follow(place, page), page), page, height);
}

/** The place alone. */
export function placeOf({ cursor, selectedId, top, isFollowing, arrived, rangeFrom }: ListPlace): ListPlace {
  return { cursor, selectedId, top, isFollowing, arrived, rangeFrom };
}

/** True if both are the same place. */
export function isSamePlace(one: ListPlace, other: ListPlace): boolean {
  return (
    one.cursor === other.cursor &&
    one.selectedId === other.selectedId &&
    one.top === other.top &&
    one.isFollowing === other.isFollowing &&
    one.arrived === other.arrived &&
    one.rangeFrom === other.rangeFrom
  );
}

/** Returns the page size for a screen of this height: large enough for paging to fetch the next page in time. */
export function pageSize(height: number): number {
  return Math.max(100, height * 4);
}

function targetOf(move: ListMove, cursor: number, page: ListPage, height: number): number {
  switch (move.type) {
    case 'move':
      return cursor + move.by;
    case 'page':
      return cursor + Math.trunc(move.pages * rowsOf(height));
    case 'first':
      return 0;
    case 'last':
      return page.total - 1;
  }
}

function follow(place: ListPlace, page: ListPage): ListPlace {
  if (place.isFollowing) return { ...place, cursor: 0, top: 0, arrived: 0 };
  const isAnchor = page.anchorId !== null && page.anchorId === place.selectedId && page.anchorIndex !== null;
  // Somebody moved on while the page was on its way: their place in the list counts, not the one they left.
  const cursor = clamp(isAnchor && page.anchorIndex !== null ? page.anchorIndex : place.cursor, 0, page.total - 1);
  // A list that stands at its beginning goes on showing the newest rows; elsewhere the rows stay where the eye is.
  const top = place.top === 0 ? 0 : place.top + (cursor - place.cursor);
  const arrived = isAnchor ? place.arrived + (cursor - place.cursor) : place.arrived;
  const rangeFrom =
    place.rangeFrom === null ? null : clamp(place.rangeFrom + (cursor - place.cursor), 0, page.total - 1);
  return { ...place, cursor, top, arrived, rangeFrom };
}

function select(place: ListPlace, page: ListPage): ListPlace {
  return { ...place, selectedId: page.ids[place.cursor - page.offset] ?? null };
}

function scroll(place: ListPlace, page: ListPage, height: number): ListPlace {
  const lowest = Math.max(0, page.total - rowsOf(height));
  return { ...place, top: clamp(clamp(place.top, place.cursor - rowsOf(height) + 1, place.cursor), 0, lowest) };
}

function lacksRows({ top }: ListPlace, page: ListPage | undefined, height: number): boolean {
  if (!page) return false;
  const rows = rowsOf(height);
  const to = Math.min(page.total, top + 2 * rows);
  return Math.max(0, top - rows) < page.offset || to > page.offset + page.ids.length;
}

function rowsOf(height: number): number {
  return Math.max(1, height);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.max(low, high), value));
}
