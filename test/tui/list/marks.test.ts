import { describe, expect, test } from 'vitest';
import { type ListPage, listStart, moveInList, type RecordId, showList } from '../../../src/tui/list/list-state.ts';
import {
  type MarkedPlace,
  type MarkStep,
  markCount,
  markInList,
  markTest,
  noMarks,
  rangeOf,
  withoutGone,
} from '../../../src/tui/list/marks.ts';

const height = 10;
const pageOf = (ids: readonly RecordId[], anchorId: RecordId | null = null): ListPage => ({
  total: ids.length,
  offset: 0,
  ids,
  anchorId,
  anchorIndex: anchorId === null ? null : ids.indexOf(anchorId),
});
const start: MarkedPlace = { place: listStart, marks: noMarks };
const step = (at: MarkedPlace, page: ListPage, ...steps: readonly MarkStep[]): MarkedPlace =>
  steps.reduce((state, one) => markInList(state, page, height, one), at);
const toggle: MarkStep = { type: 'toggle' };

describe('Marks', () => {
  test('belong to records, whatever their order is', () => {
    const { marks } = step(start, pageOf(['a', 'b', 'c']), toggle, toggle);
    expect(marks).toEqual({ of: 'some', ids: ['a', 'b'] });
    expect(['c', 'b', 'a'].filter(markTest(marks))).toEqual(['b', 'a']);
  });

  test('tell a large id from a number that is nearly it', () => {
    const { marks } = step(start, pageOf([2n ** 60n, 1]), toggle);
    expect([2n ** 60n, 2n ** 60n + 1n, Number(2n ** 60n)].map(markTest(marks))).toEqual([true, false, false]);
  });

  test('go away with a second Space', () => {
    const page = pageOf(['a', 'b']);
    const marked = step(start, page, toggle);
    const up = { ...marked, place: moveInList(marked.place, page, height, { type: 'first' }) };
    expect(step(up, page, toggle).marks).toEqual(noMarks);
  });

  test('of all rows are one word, with the exceptions that Space makes', () => {
    const page = pageOf(Array.from({ length: 100_000 }, (_, at) => at));
    const { marks } = step(start, page, { type: 'all' }, toggle, toggle);
    expect(marks).toEqual({ of: 'all', ids: [0, 1] });
    expect(markCount(marks, page.total)).toBe(99_998);
    expect([0, 1, 2, 99_999].map(markTest(marks))).toEqual([false, false, true, true]);
  });

  test('of a range are added to all others, exceptions of all rows included', () => {
    const page = pageOf(['a', 'b', 'c']);
    expect(step(start, page, toggle, { type: 'add', ids: ['a', 'c'] }).marks.ids).toEqual(['a', 'c']);
    expect(step(start, page, { type: 'all' }, toggle, { type: 'add', ids: ['a', 'b'] }).marks.ids).toEqual([]);
  });

  test('leave with records that are gone, where the page holds every record', () => {
    const marks = { of: 'some', ids: ['a', 'b'] } as const;
    expect(withoutGone(marks, pageOf(['b', 'c'])).ids).toEqual(['b']);
    expect(withoutGone(marks, pageOf(['b', 'a']))).toBe(marks);
    expect(withoutGone(marks, { ...pageOf(['b', 'c']), total: 500 })).toBe(marks);
  });
});

describe('A range', () => {
  test('goes from where it was begun to the cursor, either way', () => {
    const page = pageOf(['a', 'b', 'c', 'd']);
    const down = moveInList(listStart, page, height, { type: 'move', by: 2 });
    const { place } = step({ place: down, marks: noMarks }, page, { type: 'range' });
    expect(rangeOf(moveInList(place, page, height, { type: 'last' }))).toEqual({ from: 2, to: 4 });
    expect(rangeOf(moveInList(place, page, height, { type: 'first' }))).toEqual({ from: 0, to: 3 });
  });

  test('keeps its rows when others come above it, and follows no first row', () => {
    const before = pageOf(['b', 'c', 'd']);
    const { place } = step(start, before, { type: 'range' });
    const moved = moveInList(place, before, height, { type: 'move', by: 1 });
    expect(moved.isFollowing).toBe(false);
    const after = pageOf(['new', 'a', 'b', 'c', 'd'], moved.selectedId);
    expect(rangeOf(showList(moved, after, height))).toEqual({ from: 2, to: 4 });
  });
});
