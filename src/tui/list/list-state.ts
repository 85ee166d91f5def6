/** What tells a record from all others of a list. */
export type RecordId = number | bigint | string;

/**
 * Where the cursor of a long list is. Only a page of the list is ever loaded; the selection belongs to a record (by id), not
 * to a row number, so that it stays on its record when rows come, go or change their order.
 */
export interface ListState {
  /** The selected row's place in the whole list. */
  readonly cursor: number;
  /** The selected record; null while its page is on the way, or in an empty list. */
  readonly selectedId: RecordId | null;
  /** The first row on the screen. */
  readonly top: number;
  /** How many rows fit on the screen. */
  readonly height: number;
  readonly total: number;
  /** The loaded page: its place in the list, and the ids of its records. */
  readonly pageOffset: number;
  readonly pageIds: readonly RecordId[];
  /** True while the cursor follows the first row: until somebody moves it, and again after going to the first row. */
  readonly isFollowing: boolean;
  /** Counts up whenever rows are needed that the loaded page does not hold. */
  readonly pageRequest: number;
}

/** What can happen to a list. */
export type ListEvent =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'page'; readonly pages: number }
  | { readonly type: 'first' }
  | { readonly type: 'last' }
  | { readonly type: 'resize'; readonly height: number }
  | { readonly type: 'restart' }
  | {
      readonly type: 'loaded';
      readonly total: number;
      readonly offset: number;
      readonly ids: readonly RecordId[];
      /** The selected record's new place, null where it is no longer in the list. */
      readonly anchorIndex: number | null;
      readonly anchorId: RecordId | null;
    };

/** An empty list of so many rows' height. */
export function startList(height: number): ListState {
  return {
    cursor: 0,
    selectedId: null,
    top: 0,
    height,
    total: 0,
    pageOffset: 0,
    pageIds: [],
    isFollowing: true,
    pageRequest: 0,
  };
}

/** The state after an event. */
export function reduceList(state: ListState, event: ListEvent): ListState {
  switch (event.type) {
    case 'move':
      return moveTo(state, state.cursor + event.by);
    case 'page':
      return moveTo(state, state.cursor + Math.trunc(event.pages * Math.max(1, state.height)));
    case 'first':
      return { ...moveTo(state, 0), isFollowing: true };
    case 'last':
      return moveTo(state, state.total - 1);
    case 'resize':
      return requestMissing(scroll({ ...state, height: Math.max(1, event.height) }));
    case 'restart':
      return { ...state, cursor: 0, selectedId: null, top: 0, isFollowing: true };
    case 'loaded':
      return load(state, event);
  }
}

/** How many rows a page should hold for a screen of this height: enough that paging through it meets the next page in time. */
export function pageSize(height: number): number {
  return Math.max(100, height * 4);
}

function moveTo(state: ListState, cursor: number): ListState {
  const next = clamp(cursor, 0, Math.max(0, state.total - 1));
  return requestMissing(
    scroll(select({ ...state, cursor: next, isFollowing: state.isFollowing && next === state.cursor })),
  );
}

function load(state: ListState, page: Extract<ListEvent, { type: 'loaded' }>): ListState {
  const loaded = { ...state, total: page.total, pageOffset: page.offset, pageIds: page.ids };
  if (state.isFollowing) return requestMissing(scroll(select({ ...loaded, cursor: 0, top: 0 })));
  const isSameRecord = page.anchorId === state.selectedId && page.anchorId !== null && page.anchorIndex !== null;
  // Somebody moved on while the page was on its way: their place in the list counts, not the one they left.
  const cursor = clamp(isSameRecord && page.anchorIndex !== null ? page.anchorIndex : state.cursor, 0, page.total - 1);
  // A list that stands at its beginning goes on showing the newest rows; elsewhere the rows stay where the eye is.
  const top = state.top === 0 ? 0 : state.top + (cursor - state.cursor);
  return requestMissing(scroll(select({ ...loaded, cursor, top })));
}

function select(state: ListState): ListState {
  return { ...state, selectedId: state.pageIds[state.cursor - state.pageOffset] ?? null };
}

function scroll(state: ListState): ListState {
  const lowest = Math.max(0, state.total - state.height);
  const top = clamp(clamp(state.top, state.cursor - state.height + 1, state.cursor), 0, lowest);
  return { ...state, top };
}

/** Asks for another page when the rows on the screen, and one screen more on either side, are not all loaded. */
function requestMissing(state: ListState): ListState {
  const from = Math.max(0, state.top - state.height);
  const to = Math.min(state.total, state.top + 2 * state.height);
  const isLoaded = from >= state.pageOffset && to <= state.pageOffset + state.pageIds.length;
  return isLoaded ? state : { ...state, pageRequest: state.pageRequest + 1 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.max(low, high), value));
}
