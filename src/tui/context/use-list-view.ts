import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import { readChosen } from '../../questions/marked-rows.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { useKeys } from '../keys/use-keys.ts';
import type { FilterInput } from '../list/title-line.tsx';
import { type KeptPlace, type LiveList, type PagePlace, useList } from '../list/use-list.ts';
import { CLIPBOARD_BYTES } from '../terminal/clipboard.ts';
import { useTheme } from '../theme/use-theme.ts';
import type { View } from './route.ts';
import type { ScreenProps } from './screen.ts';
import { useServices } from './services.tsx';
import { useClose } from './use-close.ts';
import { copyNames, useCopy } from './use-copy.ts';
import { useHeldKeys } from './use-held-keys.ts';
import { isMarking, marksOf, useMarking } from './use-marking.ts';

/** Something that a list can be sorted by, and which end comes first. */
export interface Sorting<Sort extends string> {
  readonly id: Sort;
  readonly label: string;
  readonly descending: boolean;
}

/** The filter and the order of a list screen. */
export interface ListView<Sort extends string> {
  readonly filter: string;
  /** The filter that the screen was opened with. */
  readonly formerFilter: string;
  readonly sort: Sort;
  readonly descending: boolean;
  /** A word that names filter and order among others, for keys of questions. */
  readonly key: string;
}

/** The filter and the order of a view; the order of the screen is `own` until another one is chosen. */
export function listView<Sort extends string>(
  { filter, formerFilter, order }: View,
  sorts: readonly Sorting<Sort>[],
  own: Sort,
): ListView<Sort> {
  const chosen = sorts.find(({ id }) => id === order?.sort);
  const sort = chosen?.id ?? own;
  const descending = chosen && order ? order.descending : (sorts.find(({ id }) => id === own)?.descending ?? false);
  return { filter, formerFilter, sort, descending, key: JSON.stringify([filter, sort, descending]) };
}

/** Rows of a list that is read out: more at once is not listened to. */
const mostReadRows = 10;

/** The long list of a screen, its cursor where the view has it. `key` names the list with filter, order and window. */
export function useViewedList<Row extends { readonly id: Id }, Answer extends Page<Row>>(
  key: string,
  height: number,
  { place, marks }: View,
  read: (place: PagePlace) => Promise<Answer>,
): LiveList<Row, Answer> {
  const { dispatch } = useServices();
  const { isSpoken } = useTheme();
  const kept: KeptPlace = {
    place,
    marks,
    mark: (step, page, height) => dispatch({ type: 'mark', step, page, height }),
    putMarks: (next) => dispatch({ type: 'view', change: { marks: next } }),
    move: (move, page, height) => dispatch({ type: 'list', move, page, height }),
    put: (next) => dispatch({ type: 'view', change: { place: next } }),
  };
  return useList<Row, Answer>(key, isSpoken ? Math.min(height, mostReadRows) : height, kept, read);
}

/** Actions of a list's keys on one screen. */
export interface ListKeyOptions<Row, Sort extends string> {
  readonly view: ListView<Sort>;
  readonly sorts: readonly Sorting<Sort>[];
  readonly onOpen: (row: Row) => void;
  /** Reason that the selected row has nothing to open. */
  readonly openRefusal?: string | undefined;
  /** Text that `y` copies from a row, and its name. */
  readonly copied: (row: Row) => string;
  readonly noun: string;
  /** False where rows are no records that could be marked; true unless given. */
  readonly canMark?: boolean;
  readonly isActive: boolean;
}

const cannotMark = 'These lines cannot be marked.';
const unmarkable = { mark: cannotMark, range: cannotMark, markAll: cannotMark };

/** Answers the keys of the `list` scope over a live list and its view. */
export function useListKeys<Row extends { readonly id: Id }, Answer extends Page<Row>, Sort extends string>(
  list: LiveList<Row, Answer>,
  options: ListKeyOptions<Row, Sort>,
): void {
  const services = useServices();
  const { dispatch } = services;
  const copy = useCopy();
  const close = useClose();
  const { view, sorts, noun, canMark = true, isActive } = options;
  useHeldKeys(isActive && list.isOther);
  const marking = useMarking(list);
  const copyMarked = (): void => {
    namesOfMarked(list, options.copied).then(
      (names) =>
        names.length > 0
          ? copyNames(services, noun, names)
          : dispatch({ type: 'say', message: { tone: 'warn', text: `No marked row has a ${noun} to copy.` } }),
      (error) => dispatch({ type: 'say', message: { tone: 'bad', text: shortErrorText(error) } }),
    );
  };
  const selected = list.selected;
  const isNameless = selected !== undefined && !isMarking(list.marked) && options.copied(selected) === '';
  const order = (sort: Sort, descending: boolean): void =>
    dispatch({ type: 'view', change: { order: { sort, descending } } });
  const choose = (id: string): void => {
    const sort = sorts.find((candidate) => candidate.id === id);
    if (sort) order(sort.id, sort.descending);
    dispatch({ type: 'overlay', overlay: null });
  };
  useKeys(
    'list',
    {
      down: () => list.move({ type: 'move', by: 1 }),
      up: () => list.move({ type: 'move', by: -1 }),
      first: () => list.move({ type: 'first' }),
      last: () => list.move({ type: 'last' }),
      pageDown: () => list.move({ type: 'page', pages: 1 }),
      pageUp: () => list.move({ type: 'page', pages: -1 }),
      halfDown: () => list.move({ type: 'page', pages: 0.5 }),
      halfUp: () => list.move({ type: 'page', pages: -0.5 }),
      open: () => selected && options.onOpen(selected),
      sort: () => {
        const choice = { title: 'Sort by', items: sorts, selectedId: view.sort, choose };
        dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
      },
      reverse: () => order(view.sort, !view.descending),
      close,
      ...marking.handlers,
      copy: () => (isMarking(list.marked) ? copyMarked() : selected && copy(noun, options.copied(selected))),
    },
    {
      isActive,
      reasons: {
        ...(canMark ? marking.reasons : unmarkable),
        ...(options.openRefusal !== undefined && { open: options.openRefusal }),
        ...(isNameless && { copy: `This row has no ${noun} to copy. Y copies other things.` }),
        ...(selected ? {} : { open: 'There is nothing to open.', copy: 'There is nothing to copy.' }),
      },
    },
  );
}

/** The names of the marked rows of a list, in its order, as many as a clipboard may take. */
async function namesOfMarked<Row extends { readonly id: Id }>(
  list: LiveList<Row, Page<Row>>,
  nameOf: (row: Row) => string,
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const rows of readChosen(list.read, await marksOf(list))) {
    names.push(...rows.map(nameOf).filter((name) => name !== ''));
    if (names.length > CLIPBOARD_BYTES) break;
  }
  return names;
}

/** The filter line of a list that has a filter of its own. */
export function useFilterInput<Row extends { readonly id: Id }, Answer extends Page<Row>>(
  list: LiveList<Row, Answer>,
  { view: { filter, formerFilter }, isTyping }: ScreenProps,
): FilterInput {
  const { dispatch } = useServices();
  const change = (text: string): void => dispatch({ type: 'view', change: { filter: text } });
  const end = (text: string): void => {
    change(text);
    dispatch({ type: 'typing', isTyping: false });
  };
  return {
    text: filter,
    isTyping,
    onChange: change,
    onKeep: () => end(filter),
    onClear: () => end(formerFilter),
    onMove: (by) => list.move({ type: 'move', by }),
  };
}
