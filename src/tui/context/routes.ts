import type { Reader } from '../../filter/civil-time.ts';
import { withoutField } from '../../filter/edit.ts';
import type { Id } from '../../model/id.ts';
import {
  type ArgsOf,
  isMainScreen,
  type MainScreenId,
  mainScreens,
  type ScreenId,
  screenEntry,
} from '../keys/screens.ts';
import { type ListMove, type ListPage, moveInList } from '../list/list-state.ts';
import { hasMarks, type MarkStep, markInList, noMarks } from '../list/marks.ts';
import {
  carriesFilter,
  filteredRoute,
  isFiltered,
  type Opening,
  openedRoute,
  type Route,
  rootRoute,
  unpinned,
  type View,
  withView,
  withWindow,
} from './route.ts';
import { shownWindow } from './shown-window.ts';
import type { WindowChoice } from './window-choice.ts';

/** Place of the operator: a main screen, the screens opened on top of it, and the other main screens as left. */
export interface Routes {
  readonly root: Route<MainScreenId>;
  /** Opened screens, the visible one last; empty when the main screen itself is shown. */
  readonly opened: readonly Route[];
  readonly left: readonly Route<MainScreenId>[];
  /** The filter of calls that was left last, for the next screen where it holds. */
  readonly filter: string;
  /** The window that main screens open with; null is the live one. */
  readonly firstWindow: WindowChoice | null;
}

/** Changes of the operator's place. */
export type RouteEvent =
  /** A digit: to the main screen as it was left; if it is shown already, it is as at first. */
  | { readonly type: 'show'; readonly screen: MainScreenId }
  | { readonly type: 'cycle'; readonly by: 1 | -1 }
  | ({ readonly type: 'open' } & Opening)
  /** A view that was saved: a main screen in place of how it was left, any other on top of the shown one. */
  | { readonly type: 'restore'; readonly route: Route }
  /** One step back, to where and how it was. */
  | { readonly type: 'back' }
  /** Another record of the list below in place of the one that is shown, so many rows on. */
  | { readonly type: 'step'; readonly args: ArgsOf<ScreenId>; readonly id: Id; readonly by: 1 | -1 }
  /** Esc: clears what was changed since the screen was opened, one thing a press, and then goes a step back. */
  | { readonly type: 'close'; readonly isMarked: boolean }
  | { readonly type: 'view'; readonly change: Partial<View> }
  | { readonly type: 'window'; readonly window: WindowChoice }
  /** Newer calls have come than those of the window that main screens open with. */
  | { readonly type: 'newer calls' }
  | ({ readonly type: 'list'; readonly move: ListMove } & LoadedList)
  | ({ readonly type: 'mark'; readonly step: MarkStep } & LoadedList);

/** The loaded part of a long list, and the rows that there is room for. */
interface LoadedList {
  readonly page: ListPage | undefined;
  readonly height: number;
}

/** Number of opened screens that are kept asleep; those below are restored from their views. */
const keptCount = 6;

/** The first place: the users unless another main screen is given, live unless the window is given that main screens open with. */
export function startRoutes(screen: MainScreenId = 'users', firstWindow: WindowChoice | null = null): Routes {
  return { root: rootRoute(screen, firstWindow), opened: [], left: [], filter: '', firstWindow };
}

/** The place after an event. */
export function navigateRoutes(routes: Routes, event: RouteEvent): Routes {
  switch (event.type) {
    case 'show':
      return show(routes, event.screen);
    case 'cycle': {
      const at = mainScreens.indexOf(tabOf(routes)) + event.by;
      return show(routes, mainScreens.at(at % mainScreens.length) ?? 'users');
    }
    case 'open': {
      const { type, ...opening } = event;
      return { ...routes, opened: [...routes.opened, openedRoute(opening, shownRoute(routes))] };
    }
    case 'restore':
      return restore(routes, event.route);
    case 'back':
      return { ...routes, opened: routes.opened.slice(0, -1) };
    case 'step':
      return step(routes, event);
    case 'close':
      return close(routes, event.isMarked);
    case 'view':
      return change(routes, event.change);
    case 'window': {
      // The window that was just chosen wins over one in the filter.
      const { view } = shownRoute(routes);
      return change(routes, { ...withWindow(view, event.window), filter: withoutField(view.filter, 'time') });
    }
    case 'newer calls':
      return { ...routes, firstWindow: null };
    case 'list': {
      const { place } = shownRoute(routes).view;
      return change(routes, { place: moveInList(place, event.page, event.height, event.move) });
    }
    case 'mark':
      return change(routes, markInList(shownRoute(routes).view, event.page, event.height, event.step));
  }
}

/** The route that is shown. */
export function shownRoute({ root, opened }: Routes): Route {
  return opened.at(-1) ?? root;
}

/** True if a step back leads to another screen. */
export function isOpened({ opened }: Routes): boolean {
  return opened.length > 0;
}

/** The main screen that the header marks: the nearest one on the way back. */
export function tabOf({ root, opened }: Routes): MainScreenId {
  return opened.map(({ screen }) => screen).findLast(isMainScreen) ?? root.screen;
}

/** The pinned window that the shown screen looks at, and whether Esc leads from it to a live one; undefined if there is none. */
export function pinOf(
  routes: Routes,
  reader: Reader,
): { readonly window: WindowChoice; readonly isLiveNext: boolean } | undefined {
  const { screen, view } = shownRoute(routes);
  const window = shownWindow(view, reader);
  if (window.endsAt === null || !screenEntry(screen).showsWindow) return undefined;
  // Esc takes the filter away whose time it is.
  if (window !== view.window) return { window, isLiveNext: view.window.endsAt === null };
  const below = [routes.root, ...routes.opened].at(-2);
  const next =
    view.formerWindows.at(-1) ?? (below && screenEntry(below.screen).showsWindow ? below.view.window : undefined);
  return { window: view.window, isLiveNext: next?.endsAt === null };
}

/** A route that stays, asleep while it is not shown; `key` names it among the others. */
export interface KeptRoute {
  readonly key: string;
  readonly route: Route;
  readonly isShown: boolean;
}

/** The routes that stay: every main screen that was looked at, and the last ones that were opened. */
export function keptRoutes(routes: Routes): readonly KeptRoute[] {
  const { root, opened, left } = routes;
  const shown = shownRoute(routes);
  const roots = mainScreens.flatMap((id) => [root, ...left].find(({ screen }) => screen === id) ?? []);
  const keyed = opened.map((route, depth) => ({ key: `${depth + 1} ${nameOf(route)}`, route }));
  return [...roots.map((route) => ({ key: route.screen, route })), ...keyed.slice(-keptCount)].map((kept) => ({
    ...kept,
    isShown: kept.route === shown,
  }));
}

/** True if both show the same records of the same screen in the same window. */
export function isSameView(one: Route, other: Route): boolean {
  return one.screen === other.screen && one.args === other.args && one.view.window === other.view.window;
}

function nameOf({ screen, args }: Route): string {
  return [screen, ...Object.values(args).map((value) => `${typeof value} ${value}`)].join(' ');
}

function show(routes: Routes, screen: MainScreenId): Routes {
  const { root, left } = routes;
  const shown = shownRoute(routes);
  const filter = carriesFilter(shown.screen) ? shown.view.filter : routes.filter;
  if (root.screen === screen && !isOpened(routes)) {
    return { ...routes, root: rootRoute(screen, routes.firstWindow), filter: isFiltered(screen) ? '' : filter };
  }
  // Back to where the way began, as it was: conditions that its own rows stand for are not wanted there.
  if (root.screen === screen) return { ...routes, opened: [], filter: isFiltered(screen) ? root.view.filter : filter };
  const next = left.find((route) => route.screen === screen) ?? rootRoute(screen, routes.firstWindow);
  const others = left.filter((route) => route !== next);
  return { ...routes, root: filteredRoute(next, filter), opened: [], left: [...others, root], filter };
}

function restore(routes: Routes, route: Route): Routes {
  const filter = isFiltered(route.screen) ? route.view.filter : routes.filter;
  if (!isMainRoute(route)) return { ...routes, opened: [...routes.opened, route] };
  const left = [...routes.left, routes.root].filter(({ screen }) => screen !== route.screen);
  return { ...routes, root: route, opened: [], left, filter };
}

function isMainRoute(route: Route): route is Route<MainScreenId> {
  return isMainScreen(route.screen);
}

function step(routes: Routes, { args, id, by }: Extract<RouteEvent, { readonly type: 'step' }>): Routes {
  const shown = routes.opened.at(-1);
  if (shown === undefined) return routes;
  const { place } = belowShown(routes).view;
  // The list goes along, and back to it means to the row of the record that was shown last.
  const moved = { ...place, cursor: Math.max(0, place.cursor + by), selectedId: id, isFollowing: false };
  const below = change({ ...routes, opened: routes.opened.slice(0, -1) }, { place: moved });
  const next = { ...shown, args, view: { ...shown.view, mark: null } } as Route;
  return { ...below, opened: [...below.opened, next] };
}

/** The route that a step back leads to; the shown one if there is none. */
export function belowShown({ root, opened }: Routes): Route {
  return opened.at(-2) ?? root;
}

function close(routes: Routes, isMarked: boolean): Routes {
  const { screen, view } = shownRoute(routes);
  if (view.place.rangeFrom !== null) return change(routes, { place: { ...view.place, rangeFrom: null } });
  if (hasMarks(view.marks)) return change(routes, { marks: noMarks });
  if (view.filter !== '' && view.filter !== view.formerFilter) return change(routes, { filter: view.formerFilter });
  if (isMarked) return change(routes, { mark: null });
  if (view.formerWindows.length > 0 && screenEntry(screen).showsWindow) return change(routes, unpinned(view));
  return { ...routes, opened: routes.opened.slice(0, -1) };
}

function change(routes: Routes, to: Partial<View>): Routes {
  const { root, opened } = routes;
  const top = opened.at(-1);
  if (!top) return { ...routes, root: withView(root, to) };
  return { ...routes, opened: [...opened.slice(0, -1), withView(top, to)] };
}
