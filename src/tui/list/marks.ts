import { type ListPage, type ListPlace, moveInList, placeIn, type RecordId } from './list-state.ts';

/**
 * Records of a list that a person marked: `some` by their ids, or `all` that the filter shows but those ids. A mark belongs to a
 * record: it stays while rows come, go or change their order.
 */
export interface Marks {
  readonly of: 'some' | 'all';
  readonly ids: readonly RecordId[];
}

/** No marks at all. */
export const noMarks: Marks = { of: 'some', ids: [] };

/** A list's place and its marks. */
export interface MarkedPlace {
  readonly place: ListPlace;
  readonly marks: Marks;
}

/**
 * A step of marking: `toggle` marks the selected record, or takes its mark away, and goes down; `all` marks everything that the
 * filter shows; `range` begins a range at the selected row; `add` marks these records and ends the range.
 */
export type MarkStep =
  | { readonly type: 'toggle' }
  | { readonly type: 'all' }
  | { readonly type: 'range' }
  | { readonly type: 'add'; readonly ids: readonly RecordId[] };

/** The place and the marks after a step, from what is loaded of the list. */
export function markInList(
  { place, marks }: MarkedPlace,
  page: ListPage | undefined,
  height: number,
  step: MarkStep,
): MarkedPlace {
  if (step.type === 'add') return { place: { ...place, rangeFrom: null }, marks: withIds(marks, step.ids) };
  if (step.type === 'all') return { place: { ...place, rangeFrom: null }, marks: { of: 'all', ids: [] } };
  if (!page) return { place, marks };
  const at = placeIn(place, page, height);
  if (at.selectedId === null) return { place, marks };
  if (step.type === 'range') return { place: { ...at, isFollowing: false, rangeFrom: at.cursor }, marks };
  return { place: moveInList(at, page, height, { type: 'move', by: 1 }), marks: toggled(marks, at.selectedId) };
}

/** The rows that a range takes in: from the first to before the last; null if none is being marked. */
export function rangeOf({ rangeFrom, cursor }: ListPlace): { readonly from: number; readonly to: number } | null {
  if (rangeFrom === null) return null;
  return { from: Math.min(rangeFrom, cursor), to: Math.max(rangeFrom, cursor) + 1 };
}

/** Number of marked records in a list of so many. */
export function markCount({ of, ids }: Marks, total: number): number {
  return of === 'some' ? ids.length : Math.max(0, total - ids.length);
}

/** True if there are marks. */
export function hasMarks({ of, ids }: Marks): boolean {
  return of === 'all' || ids.length > 0;
}

/** A test for marked records, quick for however many. */
export function markTest({ of, ids }: Marks): (id: RecordId) => boolean {
  const known = new Set(ids);
  return of === 'some' ? (id) => known.has(id) : (id) => !known.has(id);
}

/** The marks of a list whose filter or window is another one: `all` was all of the former. */
export function marksElsewhere(marks: Marks): Marks {
  return marks.of === 'all' ? noMarks : marks;
}

/** The marks without records that are gone: those that a page which holds every record does not have. The same marks if none is. */
export function withoutGone(marks: Marks, { ids, total, offset }: ListPage): Marks {
  if (marks.ids.length === 0 || offset > 0 || ids.length < total) return marks;
  const known = new Set(ids);
  const left = marks.ids.filter((id) => known.has(id));
  return left.length === marks.ids.length ? marks : { ...marks, ids: left };
}

function toggled({ of, ids }: Marks, id: RecordId): Marks {
  return { of, ids: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id] };
}

/** The marks, and these records besides. */
export function withIds({ of, ids }: Marks, added: readonly RecordId[]): Marks {
  if (of === 'some') return { of, ids: [...new Set([...ids, ...added])] };
  const now = new Set(added);
  return { of, ids: ids.filter((id) => !now.has(id)) };
}
