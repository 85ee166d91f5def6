import { MAX_WINDOW_HOURS } from '../../text/durations.ts';
import { isMainScreen, isScreenId, type Kind, type MainScreenId, screenEntry } from '../keys/screens.ts';
import type { ListPlace } from '../list/list-state.ts';
import type { Marks } from '../list/marks.ts';
import { firstView, type HeatPoint, type HeatView, type Mark, type Order, type Route, type View } from './route.ts';
import type { Routes } from './routes.ts';
import type { WindowChoice } from './window-choice.ts';

/** Writes routes as JSON. Values that JSON cannot hold (times, large ids) are stored with their kind. */
export function routesToJson(routes: Routes): string {
  return JSON.stringify(packed(routes));
}

/**
 * The place that `routesToJson` wrote, by this version or another one: what that did not know is as at first, and what this one does not know is
 * left out. Undefined if the text is not one.
 */
export function routesFromJson(text: string): Routes | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, part: unknown) => unpacked(part));
    const routes = completed(value);
    return isRoutes(routes) ? routes : undefined;
  } catch {
    return undefined;
  }
}

/** A route of plain values, of which the view may lack fields; undefined if it is none. */
export function routeOf(value: unknown): Route | undefined {
  const route = withWholeView(value);
  return isRoute(route) ? route : undefined;
}

function completed(value: unknown): unknown {
  if (!isObject(value)) return value;
  const routesIn = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list.map(withWholeView) : []);
  const opened = routesIn(value.opened);
  const unknownAt = opened.findIndex((route) => !isRoute(route));
  return {
    filter: '',
    ...value,
    root: withWholeView(value.root),
    opened: unknownAt < 0 ? opened : opened.slice(0, unknownAt),
    left: routesIn(value.left).filter(isRoot),
    // It depends on what is in the log by now.
    firstWindow: null,
  };
}

function withWholeView(value: unknown): unknown {
  if (!isObject(value) || !(value.view === undefined || isObject(value.view))) return value;
  return { ...value, view: { ...firstView, ...value.view } };
}

/** A value as JSON can hold it: times and large ids with their kind. */
export function packed(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(packed);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part)]));
}

/** The value of its packed form. */
export function unpacked(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (typeof value.$bigint === 'string') return BigInt(value.$bigint);
  return typeof value.$date === 'string' ? new Date(value.$date) : value;
}

type Fields = Readonly<Record<string, unknown>>;

function isRoutes(value: unknown): value is Routes {
  if (!isObject(value)) return false;
  const { root, opened, left, filter } = value;
  return isRoot(root) && isListOf(opened, isRoute) && isListOf(left, isRoot) && isText(filter);
}

function isRoot(value: unknown): value is Route<MainScreenId> {
  return isRoute(value) && isMainScreen(value.screen);
}

function isRoute(value: unknown): value is Route {
  if (!isObject(value) || !isScreenId(value.screen) || !isObject(value.args)) return false;
  const { args, view } = value;
  const wanted = Object.entries(screenEntry(value.screen).opensWith);
  return wanted.every(([name, kind]) => isOfKind[kind](args[name])) && isView(view);
}

const isId = (value: unknown): boolean => isText(value) || Number.isSafeInteger(value) || typeof value === 'bigint';

const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  id: isId,
  'id or none': (value) => value === null || isId(value),
  text: isText,
};

function isView(value: unknown): value is View {
  if (!isObject(value)) return false;
  const { window, formerWindows, filter, formerFilter, order, place, marks, mark, chart, heat } = value;
  const { isCompared, isUngrouped, otherList } = value;
  return (
    isWindow(window) &&
    Array.isArray(formerWindows) &&
    formerWindows.every(isWindow) &&
    isText(filter) &&
    isText(formerFilter) &&
    isNullOr(order, isOrder) &&
    isPlace(place) &&
    isMarks(marks) &&
    isNullOr(mark, isMark) &&
    isWhole(chart) &&
    isNullOr(heat, isHeat) &&
    typeof isCompared === 'boolean' &&
    typeof isUngrouped === 'boolean' &&
    isNullOr(otherList, isListView)
  );
}

function isListView(value: unknown): boolean {
  return isObject(value) && isPlace(value.place) && isMarks(value.marks) && isNullOr(value.order, isOrder);
}

function isWindow(value: unknown): value is WindowChoice {
  if (!isObject(value) || typeof value.hours !== 'number') return false;
  return value.hours > 0 && value.hours <= MAX_WINDOW_HOURS && isNullOr(value.endsAt, isTime);
}

function isOrder(value: unknown): value is Order {
  return isObject(value) && isText(value.sort) && typeof value.descending === 'boolean';
}

function isPlace(value: unknown): value is ListPlace {
  if (!isObject(value)) return false;
  const { cursor, selectedId, top, isFollowing, arrived, rangeFrom } = value;
  const isCursor = isWhole(cursor) && isWhole(top) && Number.isSafeInteger(arrived);
  return isCursor && isNullOr(selectedId, isId) && typeof isFollowing === 'boolean' && isNullOr(rangeFrom, isWhole);
}

function isMarks(value: unknown): value is Marks {
  return isObject(value) && (value.of === 'some' || value.of === 'all') && isListOf(value.ids, isId);
}

function isMark(value: unknown): value is Mark {
  if (!isObject(value)) return false;
  if (value.kind === 'bar') return isTime(value.at);
  if (value.kind === 'cell') return isPoint(value) && isNullOr(value.anchor, isPoint);
  return value.kind === 'row' && isText(value.list) && isText(value.name);
}

function isPoint(value: unknown): value is HeatPoint {
  return isObject(value) && isTime(value.at) && typeof value.ms === 'number' && value.ms >= 0;
}

function isHeat(value: unknown): value is HeatView {
  return isObject(value) && (value.share === 'column' || value.share === 'all') && typeof value.hasLines === 'boolean';
}

/** No clock of a log shows five digits of a year. */
const endOfTimesMs = Date.UTC(10_000, 0);

function isTime(value: unknown): boolean {
  return value instanceof Date && value.getTime() >= 0 && value.getTime() < endOfTimesMs;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isNullOr(value: unknown, isRight: (value: unknown) => boolean): boolean {
  return value === null || isRight(value);
}

function isListOf(value: unknown, isRight: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isRight);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
