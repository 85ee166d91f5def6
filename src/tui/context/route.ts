import { type ArgsOf, type MainScreenId, type ScreenId, screenEntry } from '../keys/screens.ts';
import { type ListPlace, listStart } from '../list/list-state.ts';
import { type Marks, marksElsewhere, noMarks } from '../list/marks.ts';
import type { WindowChoice } from './window-choice.ts';

/** An order of rows. */
export interface Order {
  readonly sort: string;
  readonly descending: boolean;
}

/**
 * Selection outside long lists: a bar of a chart, by a moment in its middle; a row of a short list or of a payload, by its name; or a
 * cell of a heatmap, and all up to the cell where the selection began.
 */
export type Mark =
  | { readonly kind: 'bar'; readonly at: Date }
  | { readonly kind: 'row'; readonly list: string; readonly name: string }
  | ({ readonly kind: 'cell'; readonly anchor: HeatPoint | null } & HeatPoint);

/** Something that was clicked, and whether it is selected already. */
export interface Clicked {
  readonly mark: Mark;
  readonly isSelected: boolean;
}

/** A cell of a heatmap, by a moment and a response time in it. */
export interface HeatPoint {
  readonly at: Date;
  readonly ms: number;
}

/** A heatmap: what its cells are compared with, and whether it has the lines of percentiles. */
export interface HeatView {
  readonly share: 'column' | 'all';
  readonly hasLines: boolean;
}

/** View of a screen. Each screen uses the parts that it needs. */
export interface View {
  readonly window: WindowChoice;
  /** The windows that Esc goes back to from a pinned one, the last first; none if the screen was opened with this one, or it is live. */
  readonly formerWindows: readonly WindowChoice[];
  /** The filter of calls, or of the entries of the cache. */
  readonly filter: string;
  /** The filter that the screen was opened with, which Esc goes back to. */
  readonly formerFilter: string;
  /** The order of the rows; null is the screen's own. */
  readonly order: Order | null;
  /** Place of the cursor in the long list. */
  readonly place: ListPlace;
  /** The marked records of the long list. */
  readonly marks: Marks;
  readonly mark: Mark | null;
  /** Index of the large chart, from 0. */
  readonly chart: number;
  /** The heatmap in the place of the large chart; null if it is not shown. */
  readonly heat: HeatView | null;
  /** True if what is shown is compared with the window before. */
  readonly isCompared: boolean;
  /** True if failed calls stand one by one instead of in groups. */
  readonly isUngrouped: boolean;
  /** The place, the order and the marks of the other of these two lists; null if it was not looked at. */
  readonly otherList: Pick<View, 'place' | 'order' | 'marks'> | null;
}

/** A screen, the record that it shows, and how it is looked at: plain values that can be kept and restored. */
export type Route<S extends ScreenId = ScreenId> = S extends ScreenId
  ? { readonly screen: S; readonly args: ArgsOf<S>; readonly view: View }
  : never;

/** Arguments for opening a screen: a record, filter and window (default: the window of the screen before). */
export type Opening<S extends ScreenId = ScreenId> = S extends ScreenId
  ? { readonly screen: S; readonly args: ArgsOf<S>; readonly filter?: string; readonly window?: WindowChoice }
  : never;

const liveDay: WindowChoice = { hours: 24, endsAt: null };

/** The view of a screen at first: the last 24 hours live, not filtered, in its own order. */
export const firstView: View = startView(liveDay, '');

/**
 * A main screen as it is at first: the last 24 hours live, not filtered, in its own order. If a pinned window is given, it shows
 * that, and Esc leads to the live one.
 */
export function rootRoute(screen: MainScreenId, pinned: WindowChoice | null): Route<MainScreenId> {
  return { screen, args: {}, view: pinned === null ? firstView : withWindow(firstView, pinned) };
}

/** The route of a screen that is opened from another one, whose window and filter it takes over. */
export function openedRoute({ filter, window, ...place }: Opening, from: Route): Route {
  const taken = carriesFilter(place.screen) && carriesFilter(from.screen) ? from.view.filter : '';
  return { ...place, view: startView(window ?? from.view.window, filter ?? taken) };
}

/** A main screen as it was left, with the filter of calls that goes along. */
export function filteredRoute(route: Route<MainScreenId>, filter: string): Route<MainScreenId> {
  if (!isFiltered(route.screen) || route.view.filter === filter) return route;
  return withView(route, { filter, place: listStart, marks: marksElsewhere(route.view.marks) });
}

/** True if the filter of calls holds, or goes along. */
export function carriesFilter(screen: ScreenId): boolean {
  return isFiltered(screen) || screenEntry(screen).carriesFilter === true;
}

/** True if the filter of calls holds. */
export function isFiltered(screen: ScreenId): boolean {
  return screenEntry(screen).isFiltered === true;
}

/** The same route, looked at in another way. */
export function withView<R extends Route>(route: R, change: Partial<View>): R {
  return { ...route, view: changed(route.view, change) };
}

/** A view after a change. Marks of all that the filter shows end with the filter and the window. */
function changed(view: View, change: Partial<View>): View {
  const next = { ...view, ...change };
  if (next.filter === view.filter && next.window === view.window) return next;
  const { otherList } = next;
  return {
    ...next,
    marks: marksElsewhere(next.marks),
    place: { ...next.place, rangeFrom: null },
    otherList: otherList && { ...otherList, marks: marksElsewhere(otherList.marks) },
  };
}

/**
 * A view after its window was chosen: a live one forgets what was before it, a pinned one remembers what it was pinned from, and a
 * closer look the wider one.
 */
export function withWindow(view: View, window: WindowChoice): View {
  const { formerWindows, window: before } = view;
  if (window.endsAt === null) return inWindow(view, window, []);
  const isFirst = formerWindows.length === 0;
  return inWindow(view, window, isFirst || window.hours < before.hours ? [...formerWindows, before] : formerWindows);
}

/** A view in the window that it was pinned from, or that it was a closer look into. */
export function unpinned(view: View): View {
  return inWindow(view, view.formerWindows.at(-1) ?? view.window, view.formerWindows.slice(0, -1));
}

function inWindow(view: View, window: WindowChoice, formerWindows: readonly WindowChoice[]): View {
  // A bar of one window is nothing in another, nor is a cell.
  return { ...view, window, formerWindows, mark: view.mark?.kind === 'row' ? view.mark : null };
}

function startView(window: WindowChoice, filter: string): View {
  return {
    window,
    formerWindows: [],
    filter,
    formerFilter: filter,
    order: null,
    place: listStart,
    marks: noMarks,
    mark: null,
    chart: 0,
    heat: null,
    isCompared: false,
    isUngrouped: false,
    otherList: null,
  };
}
