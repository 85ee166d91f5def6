import type { SavedView } from '../../model/settings.ts';
import { formatWindow } from '../../text/durations.ts';
import { printable } from '../../text/printable.ts';
import { truncate } from '../../text/width.ts';
import { isMainScreen, isScreenId, screenEntry } from '../keys/screens.ts';
import type { Order, Route, View } from './route.ts';
import { packed, routeOf, unpacked } from './routes-json.ts';
import type { WindowChoice } from './window-choice.ts';

const LONGEST_NAME = 60;

/** The view of a route as it is saved: what differs from the screen at first. */
export function savedViewOf({ screen, args, view }: Route): SavedView {
  const { window, filter, order, chart, heat, isCompared, isUngrouped } = view;
  const packedArgs = packed(args);
  return {
    screen,
    ...(Object.keys(args).length > 0 && isRecord(packedArgs) && { args: packedArgs }),
    ...(filter !== '' && { filter }),
    hours: window.hours,
    ...(window.endsAt !== null && { endsAt: window.endsAt.toISOString() }),
    ...(order !== null && { sort: order.sort, descending: order.descending }),
    ...(chart !== 0 && { chart }),
    ...(heat !== null && { heatmap: heat.share }),
    ...(isCompared && { isCompared }),
    ...(isUngrouped && { isUngrouped }),
  };
}

/** The route of a saved view; undefined if this version has no such screen, or what it is opened with is missing. */
export function routeOfView(saved: Readonly<Record<string, unknown>>): Route | undefined {
  const { screen, args = {} } = saved;
  if (!isScreenId(screen) || !isRecord(args)) return undefined;
  const windowed = windowOf(saved);
  const view: Partial<View> = {
    ...(windowed && { window: windowed }),
    // A pinned window of a main screen was live before, so that Esc leads there.
    ...(windowed?.endsAt && isMainScreen(screen) && { formerWindows: [{ hours: windowed.hours, endsAt: null }] }),
    ...(typeof saved.filter === 'string' && filterOf(screen, saved.filter)),
    ...(typeof saved.sort === 'string' && { order: orderOf(saved.sort, saved.descending) }),
    ...(typeof saved.chart === 'number' && { chart: saved.chart }),
    ...((saved.heatmap === 'column' || saved.heatmap === 'all') && { heat: { share: saved.heatmap, hasLines: false } }),
    ...(saved.isCompared === true && { isCompared: true }),
    ...(saved.isUngrouped === true && { isUngrouped: true }),
  };
  const own = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, unpacked(value)]));
  return routeOf({ screen, args: own, view });
}

/** A name for a view, made of what it shows: `Calls status:5xx 24 h`. */
export function nameOfView({ screen, args = {}, filter = '', hours, endsAt, sort }: SavedView): string {
  const title = isScreenId(screen) ? screenEntry(screen).title : screen;
  const record = Object.values(args).find((value) => typeof value === 'string' || typeof value === 'number');
  const showsWindow = isScreenId(screen) && screenEntry(screen).showsWindow;
  const window = hours === undefined || !showsWindow ? '' : formatWindow(hours);
  const end = endsAt === undefined || !showsWindow ? '' : `to ${endsAt.slice(0, 16).replace('T', ' ')}Z`;
  const order = sort === undefined ? '' : `by ${sort}`;
  const words = [title, String(record ?? ''), filter, order, window, end].filter((word) => word !== '');
  return truncate(printable(words.join(' ')), LONGEST_NAME);
}

function windowOf({ hours, endsAt }: Readonly<Record<string, unknown>>): WindowChoice | undefined {
  if (typeof hours !== 'number') return undefined;
  const end = typeof endsAt === 'string' ? new Date(endsAt) : null;
  return { hours, endsAt: end };
}

// Esc takes the filter of a main screen away, and goes back from an opened one.
function filterOf(screen: Route['screen'], filter: string): Partial<View> {
  return isMainScreen(screen) ? { filter } : { filter, formerFilter: filter };
}

function orderOf(sort: string, descending: unknown): Order {
  return { sort, descending: descending === true };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
