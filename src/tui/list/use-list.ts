import { useReducer, useState } from 'react';
import { useLiveContext } from '../../live/live-context.tsx';
import type { Live } from '../../live/live-query.ts';
import { useLive } from '../../live/use-live.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import { type ListEvent, type ListState, pageSize, reduceList, startList } from './list-state.ts';

/** Which part of a list is wanted: around a record where it is still in the list, else from a place. */
export interface PagePlace {
  readonly offset: number;
  readonly limit: number;
  readonly anchorId: Id | null;
}

/** A long list on the screen: its state, the rows that are loaded, and how to move in it. */
export interface LiveList<Row, Answer extends Page<Row>> {
  readonly state: ListState;
  readonly live: Live<Answer>;
  readonly selected: Row | undefined;
  /** The row at a place of the whole list; undefined while it is on its way. */
  rowAt(index: number): Row | undefined;
  move(event: ListEvent): void;
}

interface Loaded<Answer> {
  readonly page: Answer;
  readonly anchorId: Id | null;
}

/** Keeps a page of a list of any length fresh, and the selection on its record. `key` names the list with filter and order. */
export function useList<Row extends { readonly id: Id }, Answer extends Page<Row>>(
  key: string,
  height: number,
  read: (place: PagePlace) => Promise<Answer>,
): LiveList<Row, Answer> {
  const { heartbeat } = useLiveContext();
  const [state, dispatch] = useReducer(reduceList, height, startList);
  const limit = pageSize(height);
  const anchorId = state.isFollowing ? null : state.selectedId;
  const offset = state.isFollowing ? 0 : Math.max(0, state.cursor - Math.floor(limit / 2));

  const live = useLive<Loaded<Answer>>(`${key} ${state.pageRequest}`, async () => ({
    page: await read({ offset, limit, anchorId }),
    anchorId,
  }));
  const loaded = live.data;

  // Taken over while rendering, so that no frame shows the new rows with the cursor of the old ones.
  const [taken, setTaken] = useState<Loaded<Answer>>();
  if (state.height !== Math.max(1, height)) dispatch({ type: 'resize', height });
  if (loaded && loaded !== taken) {
    const { page, anchorId } = loaded;
    const ids = page.rows.map((row) => row.id);
    setTaken(loaded);
    dispatch({ type: 'loaded', total: page.total, offset: page.offset, ids, anchorIndex: page.anchorIndex, anchorId });
  }

  const page = loaded?.page;
  const rowAt = (index: number): Row | undefined => page?.rows[index - page.offset];
  return {
    state,
    live: { ...live, data: page },
    selected: rowAt(state.cursor),
    rowAt,
    move(event) {
      heartbeat.holdFor(1000);
      dispatch(event);
    },
  };
}
