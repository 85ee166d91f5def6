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
  showList,
} from './list-state.ts';

/** Part of a list to read: around a record that is still in the list, otherwise from an offset. */
export interface PagePlace {
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

/** A place in a list that is kept elsewhere. */
export interface KeptPlace {
  readonly place: ListPlace;
  /** Moves it by a key, from what is loaded. */
  move(move: ListMove, page: ListPage | undefined, height: number): void;
  /** Puts it where its record went. */
  put(place: ListPlace): void;
}

/** A long list on the screen: its state, the rows that are loaded, and how to move in it. */
export interface LiveList<Row, Answer extends Page<Row>> {
  readonly state: ListState;
  readonly live: Live<Answer>;
  readonly selected: Row | undefined;
  /** True while the rows are those of another list, with another filter, order or window: the answer is on its way. */
  readonly isOther: boolean;
  /** The row at a place of the whole list; undefined while it is on its way. */
  rowAt(index: number): Row | undefined;
  move(move: ListMove): void;
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

  // Shown from the place and the page together, so that no frame has the new rows with the cursor of the old ones.
  const state = showList(place, page, height);
  const wanted = `${offset} ${limit}`;
  if (state.lacksRows && asked !== wanted) setAsked(wanted);
  const isElsewhere = page !== undefined && !place.isFollowing && !isSamePlace(state, place);
  useLayoutEffect(() => {
    if (isElsewhere) kept.put(placeOf(state));
  });

  const answer = loaded?.page;
  const rowAt = (index: number): Row | undefined => answer?.rows[index - answer.offset];
  return {
    state,
    live: { ...live, data: answer },
    selected: rowAt(state.cursor),
    isOther: live.dataKey !== undefined && live.isReading && !live.dataKey.startsWith(`${key} `),
    rowAt,
    move(move) {
      heartbeat.holdFor(1000);
      kept.move(move, page, height);
    },
  };
}

function pageOf<Row extends { readonly id: Id }>({ page, anchorId }: Loaded<Page<Row>>): ListPage {
  const { total, offset, anchorIndex, rows } = page;
  return { total, offset, anchorIndex, anchorId, ids: rows.map((row) => row.id) };
}
