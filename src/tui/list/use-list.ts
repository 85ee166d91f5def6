import { useLayoutEffect, useMemo, useState } from 'react';
import { useLiveContext } from '../../live/live-context.tsx';
import type { Live } from '../../live/live-query.ts';
import { isPart } from '../../live/parts.ts';
import { useLive } from '../../live/use-live.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import {
  isSamePlace,
  type ListMove,
  type ListPage,
  type ListPlace,
  type ListState,
  pageSize,
  placeOf,
  type RecordId,
  showList,
} from './list-state.ts';
import { type MarkStep, type Marks, markCount, markTest, rangeOf, withoutGone } from './marks.ts';

/** Part of a list to read: around a record that is still in the list, otherwise from an offset. */
export interface PagePlace {
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

/** A place in a list, and its marks, that are kept elsewhere. */
export interface KeptPlace {
  readonly place: ListPlace;
  readonly marks: Marks;
  /** Moves it by a key, from what is loaded. */
  move(move: ListMove, page: ListPage | undefined, height: number): void;
  /** Marks by a key, from what is loaded. */
  mark(step: MarkStep, page: ListPage | undefined, height: number): void;
  /** Puts the place where its record went. */
  put(place: ListPlace): void;
  /** Keeps the marks of records that are still there. */
  putMarks(marks: Marks): void;
}

/** The marks of a list as they are shown. */
export interface ShownMarks {
  readonly marks: Marks;
  /** Number of marked records, without those of a range that is being marked. */
  readonly count: number;
  /** The rows of a range that is being marked, from the first to before the last; null if there is none. */
  readonly range: { readonly from: number; readonly to: number } | null;
  isMarked(id: RecordId, index: number): boolean;
  step(step: MarkStep): void;
}

/** A long list on the screen: its state, the rows that are loaded, and how to move in it. */
export interface LiveList<Row, Answer extends Page<Row>> {
  readonly state: ListState;
  readonly live: Live<Answer>;
  readonly selected: Row | undefined;
  /** True while the rows are those of another list, with another filter, order or window: the answer is on its way. */
  readonly isOther: boolean;
  readonly marked: ShownMarks;
  /** The row at a place of the whole list; undefined while it is on its way. */
  rowAt(index: number): Row | undefined;
  move(move: ListMove): void;
  /** Reads a part of the list, as it is shown, from the store. */
  read(place: PagePlace): Promise<Answer>;
}

const inParts = { isPart: ({ page }: Loaded<object>) => isPart(page) };

interface Loaded<Answer> {
  readonly page: Answer;
  readonly anchorId: Id | null;
}

/** Keeps a page of a list of any length fresh, and the selection on its record. `key` names the list with filter and order. */
export function useList<Row extends { readonly id: Id }, Answer extends Page<Row>>(
  key: string,
  height: number,
  kept: KeptPlace,
  read: (place: PagePlace) => Promise<Answer>,
): LiveList<Row, Answer> {
  const { heartbeat } = useLiveContext();
  const { place } = kept;
  const [asked, setAsked] = useState('');
  const limit = pageSize(height);
  const anchorId = place.isFollowing ? null : place.selectedId;
  const offset = place.isFollowing ? 0 : Math.max(0, place.cursor - Math.floor(limit / 2));

  const live = useLive<Loaded<Answer>>(
    `${key} ${asked}`,
    async () => ({ page: await read({ offset, limit, anchorId }), anchorId }),
    inParts,
  );
  const loaded = live.data;
  const page = useMemo(() => loaded && pageOf(loaded), [loaded]);

  const answer = loaded?.page;
  // A filter hides records that are still there.
  const isWhole = answer !== undefined && answer.total === answer.unfilteredTotal;

  // Shown from the place and the page together, so that no frame has the new rows with the cursor of the old ones.
  const state = showList(place, page, height);
  const wanted = `${offset} ${limit}`;
  if (state.lacksRows && asked !== wanted) setAsked(wanted);
  const isElsewhere = page !== undefined && !place.isFollowing && !isSamePlace(state, place);
  const isOther = live.dataKey !== undefined && live.isReading && !live.dataKey.startsWith(`${key} `);
  const left = page && !isOther && isWhole ? withoutGone(kept.marks, page) : kept.marks;
  useLayoutEffect(() => {
    if (isElsewhere) kept.put(placeOf(state));
    if (left !== kept.marks) kept.putMarks(left);
  });
  const marked = useShownMarks(kept, state, { page, height });

  const rowAt = (index: number): Row | undefined => answer?.rows[index - answer.offset];
  return {
    state,
    live: { ...live, data: answer },
    selected: rowAt(state.cursor),
    isOther,
    marked,
    rowAt,
    read,
    move(move) {
      heartbeat.holdFor(1000);
      kept.move(move, page, height);
    },
  };
}

function useShownMarks(
  kept: KeptPlace,
  state: ListState,
  { page, height }: { readonly page: ListPage | undefined; readonly height: number },
): ShownMarks {
  const { marks } = kept;
  const isOne = useMemo(() => markTest(marks), [marks]);
  const range = rangeOf(state);
  return {
    marks,
    count: markCount(marks, state.total),
    range,
    isMarked: (id, index) => isOne(id) || (range !== null && index >= range.from && index < range.to),
    step: (step) => kept.mark(step, page, height),
  };
}

function pageOf<Row extends { readonly id: Id }>({ page, anchorId }: Loaded<Page<Row>>): ListPage {
  const { total, offset, anchorIndex, rows } = page;
  return { total, offset, anchorIndex, anchorId, ids: rows.map((row) => row.id) };
}
