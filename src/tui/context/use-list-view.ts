import { useState } from 'react';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import type { KeyHandlers } from '../keys/use-keys.ts';
import type { FilterInput } from '../list/title-line.tsx';
import type { LiveList } from '../list/use-list.ts';
import { useServices } from './services.tsx';
import { useCopy } from './use-copy.ts';

/** How a list is filtered and ordered. */
export interface ListView<Sort extends string> {
  readonly filter: string;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly isTyping: boolean;
  change(change: Partial<Pick<ListView<Sort>, 'filter' | 'sort' | 'descending' | 'isTyping'>>): void;
  /** A word that names filter and order among others, for keys of questions. */
  readonly key: string;
}

/** The filter and the order of a list screen, kept while the screen is hidden. */
export function useListView<Sort extends string>(initial: {
  readonly sort: Sort;
  readonly descending: boolean;
  readonly filter?: string;
}): ListView<Sort> {
  const [view, setView] = useState({ filter: '', isTyping: false, ...initial });
  return {
    ...view,
    key: JSON.stringify([view.filter, view.sort, view.descending]),
    change: (change) => setView((current) => ({ ...current, ...change })),
  };
}

/** What the keys of a list do on one screen. */
export interface ListKeyOptions<Row, Sort extends string> {
  readonly view: ListView<Sort>;
  readonly sorts: readonly { readonly id: Sort; readonly label: string; readonly descending: boolean }[];
  readonly onOpen: (row: Row) => void;
  /** What `y` copies of a row, and how it is called. */
  readonly copied: (row: Row) => string;
  readonly noun: string;
  /** Whether the list is of the window, so that Esc leaves a pinned one. */
  readonly showsWindow: boolean;
}

/** The handlers of the `list` scope over a live list and its view. */
export function useListKeys<Row extends { readonly id: Id }, Answer extends Page<Row>, Sort extends string>(
  list: LiveList<Row, Answer>,
  options: ListKeyOptions<Row, Sort>,
): KeyHandlers<'list'> {
  const { dispatch } = useServices();
  const copy = useCopy();
  const { view, sorts, noun } = options;
  const selected = list.selected;
  const choose = (id: string): void => {
    const sort = sorts.find((candidate) => candidate.id === id);
    if (sort) view.change({ sort: sort.id, descending: sort.descending });
    dispatch({ type: 'overlay', overlay: null });
  };
  return {
    down: () => list.move({ type: 'move', by: 1 }),
    up: () => list.move({ type: 'move', by: -1 }),
    first: () => list.move({ type: 'first' }),
    last: () => list.move({ type: 'last' }),
    pageDown: () => list.move({ type: 'page', pages: 1 }),
    pageUp: () => list.move({ type: 'page', pages: -1 }),
    halfDown: () => list.move({ type: 'page', pages: 0.5 }),
    halfUp: () => list.move({ type: 'page', pages: -0.5 }),
    open: () => (selected ? options.onOpen(selected) : 'There is nothing to open.'),
    filter: () => {
      view.change({ isTyping: true });
      dispatch({ type: 'typing', isTyping: true });
    },
    sort: () => {
      const choice = { title: 'Sort by', items: sorts, selectedId: view.sort, choose };
      dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
    },
    reverse: () => view.change({ descending: !view.descending }),
    close: () => {
      if (view.filter !== '') view.change({ filter: '' });
      else dispatch({ type: 'close', showsWindow: options.showsWindow });
    },
    copy: () => {
      if (!selected) return 'There is nothing to copy.';
      copy(noun, options.copied(selected));
      return undefined;
    },
  };
}

/** The filter line of a list screen. */
export function useFilterInput<Row extends { readonly id: Id }, Answer extends Page<Row>, Sort extends string>(
  list: LiveList<Row, Answer>,
  view: ListView<Sort>,
): FilterInput {
  const { dispatch } = useServices();
  const end = (filter: string): void => {
    view.change({ isTyping: false, filter });
    dispatch({ type: 'typing', isTyping: false });
  };
  return {
    text: view.filter,
    isTyping: view.isTyping,
    onChange: (filter) => view.change({ filter }),
    onKeep: () => end(view.filter),
    onClear: () => end(''),
    onMove: (by) => list.move({ type: 'move', by }),
  };
}
