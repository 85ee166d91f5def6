import { describe, expect, test } from 'vitest';
import {
  isSamePlace,
  type ListMove,
  type ListPage,
  type ListState,
  listStart,
  moveInList,
  pageSize,
  placeOf,
  type RecordId,
  showList,
} from '../../../src/tui/list/list-state.ts';
import { randomNumbers } from '../../text/hostile.ts';

/** A list on the screen with the page that is loaded of it. */
interface Shown extends ListState {
  readonly page: ListPage | undefined;
}

const startList = (height: number): Shown => ({ ...showList(listStart, undefined, height), page: undefined });
const shown = (place: ListState, page: ListPage | undefined, height: number): Shown => ({
  ...showList(placeOf(place), page, height),
  page,
});

/** Answers a list's question as the store does: around the selected record where it is still there, else from the place. */
function pageFor(state: Shown, model: readonly RecordId[]): ListPage {
  const limit = pageSize(state.height);
  const anchorId = state.isFollowing ? null : state.selectedId;
  const found = anchorId === null ? -1 : model.indexOf(anchorId);
  const wanted = found === -1 ? (state.isFollowing ? 0 : state.cursor - Math.floor(limit / 2)) : found - limit / 2;
  const offset = Math.max(0, Math.min(Math.floor(wanted), model.length - limit));
  const ids = model.slice(offset, offset + limit);
  return { total: model.length, offset, ids, anchorIndex: found === -1 ? null : found, anchorId };
}

/** Loads until the list lacks nothing more; fails where it never ends. */
function settle(state: Shown, model: readonly RecordId[]): Shown {
  let current = shown(state, pageFor(state, model), state.height);
  for (let round = 0; current.lacksRows; round++) {
    if (round > 3) throw new Error(`asks for page after page: ${JSON.stringify({ ...current, page: undefined })}`);
    current = shown(current, pageFor(current, model), current.height);
  }
  return current;
}

const rows = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const stepped = (state: Shown, move: ListMove): Shown => {
  const place = moveInList(placeOf(state), state.page, state.height, move);
  return { ...showList(place, state.page, state.height), page: state.page };
};
const moved = (state: Shown, ...moves: readonly ListMove[]): Shown => moves.reduce(stepped, state);
const shownIds = ({ top, height, page, total }: Shown): readonly (RecordId | undefined)[] =>
  Array.from({ length: Math.min(height, total - top) }, (_, row) => page?.ids[top + row - page.offset]);

describe('The cursor of a list', () => {
  test('moves by one, by pages and halves, and to the ends, and never out of the list', () => {
    const start = settle(startList(10), rows(100));
    const cursorAfter = (...events: readonly ListMove[]) => moved(start, ...events).cursor;
    expect(cursorAfter({ type: 'move', by: 1 })).toBe(1);
    expect(cursorAfter({ type: 'move', by: -1 })).toBe(0);
    expect(cursorAfter({ type: 'page', pages: 1 })).toBe(10);
    expect(cursorAfter({ type: 'page', pages: 0.5 })).toBe(5);
    expect(cursorAfter({ type: 'last' })).toBe(99);
    expect(cursorAfter({ type: 'last' }, { type: 'page', pages: 1 })).toBe(99);
    expect(cursorAfter({ type: 'last' }, { type: 'page', pages: -0.5 })).toBe(94);
    expect(cursorAfter({ type: 'last' }, { type: 'first' })).toBe(0);
  });

  test('stays in an empty list without a record', () => {
    const empty = settle(startList(10), []);
    for (const type of ['first', 'last'] as const)
      expect(stepped(empty, { type })).toMatchObject({ cursor: 0, top: 0, selectedId: null });
    expect(stepped(empty, { type: 'page', pages: 1 })).toMatchObject({ cursor: 0, selectedId: null });
  });

  test('scrolls only as far as it must', () => {
    const start = settle(startList(10), rows(100));
    expect(moved(start, { type: 'move', by: 9 }).top).toBe(0);
    const below = moved(start, { type: 'move', by: 10 });
    expect(below.top).toBe(1);
    expect(moved(below, { type: 'move', by: -9 }).top).toBe(1);
    expect(moved(below, { type: 'move', by: -10 }).top).toBe(0);
  });
});

describe('The selection of a list', () => {
  test('stays where it was put, whatever keys come before anything is loaded', () => {
    const place = { cursor: 400, selectedId: 401, top: 395, isFollowing: false, arrived: 0, rangeFrom: null };
    const ids = rows(1000);
    const kept = moveInList(place, undefined, 10, { type: 'move', by: 1 });
    expect(kept).toEqual(place);
    const state = settle({ ...showList(kept, undefined, 10), page: undefined }, ids);
    expect(state).toMatchObject(place);
    expect(shownIds(state)).toContain(401);
  });

  test('stays on its record when the rows come in another order', () => {
    const ids = rows(1000);
    const state = settle(moved(settle(startList(10), ids), { type: 'move', by: 300 }), ids);
    expect(state.selectedId).toBe(301);
    const reversed = settle(state, [...ids].reverse());
    expect(reversed).toMatchObject({ selectedId: 301, cursor: 699 });
    expect(shownIds(reversed)).toContain(301);
  });

  test('stays on its record, and at its height on the screen, when rows come before it or go', () => {
    const ids = rows(500);
    const state = settle(moved(settle(startList(10), ids), { type: 'move', by: 250 }), ids);
    const row = state.cursor - state.top;
    const grown = settle(state, [...Array.from({ length: 40 }, (_, at) => 10_000 + at), ...ids]);
    expect(grown.selectedId).toBe(251);
    expect(grown.cursor - grown.top).toBe(row);
    const shrunk = settle(grown, ids.slice(100));
    expect(shrunk.selectedId).toBe(251);
  });

  test('keeps its place where its record is gone', () => {
    const ids = rows(100);
    const state = settle(moved(settle(startList(10), ids), { type: 'move', by: 50 }), ids);
    const without = settle(
      state,
      ids.filter((id) => id !== 51),
    );
    expect(without).toMatchObject({ cursor: 50, selectedId: 52 });
    expect(settle(state, rows(20))).toMatchObject({ cursor: 19, selectedId: 20 });
    expect(settle(state, [])).toMatchObject({ cursor: 0, selectedId: null, top: 0 });
  });

  test('follows the first row until somebody moves it, and again after going to the first row', () => {
    const newest = (count: number) => [...rows(count)].reverse();
    const start = settle(startList(10), newest(50));
    expect(start.selectedId).toBe(50);
    const later = settle(start, newest(60));
    expect(later).toMatchObject({ selectedId: 60, cursor: 0, isFollowing: true });
    const moving = settle(moved(later, { type: 'move', by: 2 }), newest(70));
    expect(moving).toMatchObject({ selectedId: 58, cursor: 12, isFollowing: false });
    const first = settle(moved(moving, { type: 'first' }), newest(80));
    expect(first).toMatchObject({ selectedId: 80, cursor: 0, isFollowing: true });
  });

  test('does not stop following when a key does not move it', () => {
    const start = settle(startList(10), rows(50));
    expect(moved(start, { type: 'move', by: -1 }).isFollowing).toBe(true);
  });

  test('belongs to the place that somebody moved to while a page was on its way', () => {
    const ids = rows(5000);
    const start = settle(moved(settle(startList(10), ids), { type: 'move', by: 50 }), ids);
    const asked = pageFor(start, ids);
    const ahead = moved(start, { type: 'last' });
    const answered = shown(ahead, asked, ahead.height);
    expect(answered.cursor).toBe(4999);
    expect(settle(answered, ids)).toMatchObject({ cursor: 4999, selectedId: 5000 });
  });
});

describe('The pages of a list', () => {
  test('are asked for before the rows are needed, and not while all around is loaded', () => {
    const start = settle(startList(20), rows(10_000));
    const atRow = (count: number) => moved(start, ...Array(count).fill({ type: 'move', by: 1 }));
    expect(atRow(50).lacksRows).toBe(false);
    const far = atRow(90);
    expect(far.lacksRows).toBe(true);
    expect(shownIds(far)).not.toContain(undefined);
  });

  test('hold what the screen shows after any events on a list of up to 100,000 rows, and are never asked for without end', () => {
    const random = randomNumbers(7);
    const whole = (below: number) => Math.floor(random() * below);
    for (let run = 0; run < 60; run++) {
      let model = rows(whole(2) ? whole(300) : whole(100_001));
      let state = settle(startList(1 + whole(60)), model);
      for (let step = 0; step < 40; step++) {
        const before = state;
        const kind = whole(9);
        if (kind === 0) model = rows(Math.max(0, model.length + whole(400) - 200));
        else if (kind === 1) model = model.slice(whole(Math.min(50, model.length + 1)));
        else if (kind === 2 && model.length < 3000) model = [...model].reverse();
        else if (kind === 6) state = shown(state, state.page, 1 + whole(70));
        else state = stepped(state, anyMove(kind, whole));
        // Sometimes several keys come before the answer.
        if (whole(3) === 0) continue;
        state = settle(state, model);
        const place = `run ${run}, step ${step}, from ${JSON.stringify({ ...before, page: undefined })}`;
        const last = Math.max(0, model.length - 1);
        expect(state.cursor >= 0 && state.cursor <= last, place).toBe(true);
        expect(state.top <= state.cursor && state.cursor < state.top + state.height, place).toBe(true);
        expect(state.top <= Math.max(0, model.length - state.height), place).toBe(true);
        expect(shownIds(state), place).toEqual(model.slice(state.top, state.top + state.height));
        expect(state.selectedId, place).toBe(model[state.cursor] ?? null);
        if (state.isFollowing) expect(state.cursor, place).toBe(0);
        // Shown again from where it is, it stays: a place that follows its record comes to rest.
        expect(isSamePlace(showList(placeOf(state), state.page, state.height), state), place).toBe(true);
      }
    }
  });
});

function anyMove(kind: number, whole: (below: number) => number): ListMove {
  if (kind === 3) return { type: 'page', pages: [1, -1, 0.5, -0.5][whole(4)] ?? 1 };
  if (kind === 4) return { type: 'first' };
  if (kind === 5) return { type: 'last' };
  return { type: 'move', by: whole(9) - 4 };
}
