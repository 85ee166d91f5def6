import type { Size } from '../../context/screen.ts';

/** Sizes of the panels on the system screen. A panel without room is null. */
export interface SystemLayout {
  readonly chart: Size;
  readonly errors: Size | null;
  readonly totals: Size | null;
  readonly status: Size | null;
  readonly latencies: Size | null;
  readonly users: Size | null;
  readonly routes: Size | null;
  /** The groups of errors with the most calls, below the routes. */
  readonly groups: Size | null;
  /** The totals as plain lines above a lone chart, for small screens. */
  readonly lines: number;
}

const sideWidth = 37;
const wideSideWidth = 44;
/** From this width on the side is wide. */
const wideFrom = 160;
const totalsHeight = 11;
const statusHeight = 12;
const latencyHeight = 7;
/** Lines of a table besides its rows: frame and heading. */
const tableFrame = 3;
const fewestRows = 10;
const groupsHeight = tableFrame + 3;
/** Share of the height that the tables take on tall screens. */
const tableShare = 0.4;

/** Returns the number of rows that each table has room for on a screen of this height; ten at least, which others ask for, too. */
export function topCountOf(height: number): number {
  return Math.max(fewestRows, tablesHeight(height) - tableFrame);
}

/** Tells whether a screen of this height has room for groups of errors where there are few routes. */
export function hasGroupsAt(height: number): boolean {
  return tablesHeight(height) > tableFrame + fewestRows;
}

/** Shares out the room: the least important panels go first. `routeCount` is the number of routes that are to be shown. */
export function layoutSystem(width: number, height: number, routeCount = fewestRows): SystemLayout {
  const isWide = width >= 76 && height >= 13;
  if (!isWide) return layoutNarrow(width, height);
  const tables = tablesHeight(height);
  const upper = height - tables;
  const errors = upper >= 13 ? Math.min(9, Math.max(5, Math.floor(upper / 4))) : 0;
  const side = width >= wideFrom ? wideSideWidth : Math.min(sideWidth, Math.floor(width * 0.46));
  const main = width - side;
  return {
    chart: { width: main, height: upper - errors },
    errors: errors > 0 ? { width: main, height: errors } : null,
    ...layoutSide(side, upper),
    ...layoutTables(width, tables, routeCount),
    lines: 0,
  };
}

function tablesHeight(height: number): number {
  return height < 17 ? 0 : Math.max(Math.min(13, height - 13), Math.floor(height * tableShare));
}

function layoutSide(width: number, height: number): Pick<SystemLayout, 'totals' | 'status' | 'latencies'> {
  const rest = height - totalsHeight;
  if (rest < 4) return { totals: { width, height }, status: null, latencies: null };
  const hasLatencies = rest >= statusHeight + latencyHeight;
  return {
    totals: { width, height: totalsHeight },
    status: { width, height: hasLatencies ? statusHeight : rest },
    latencies: hasLatencies ? { width, height: rest - statusHeight } : null,
  };
}

function layoutTables(
  width: number,
  height: number,
  routeCount: number,
): Pick<SystemLayout, 'users' | 'routes' | 'groups'> {
  if (height === 0) return { users: null, routes: null, groups: null };
  const first = Math.ceil(width * 0.5);
  const second = width - first;
  const wanted = tableFrame + Math.max(1, routeCount);
  const hasGroups = height > tableFrame + fewestRows && height - wanted >= groupsHeight;
  return {
    users: { width: first, height },
    routes: { width: second, height: hasGroups ? wanted : height },
    groups: hasGroups ? { width: second, height: height - wanted } : null,
  };
}

/** From this width on a heatmap has room beside the totals. */
const heatBesideWidth = 110;

/** The same with a heatmap, which needs more room: it takes the place of both charts, and on narrow screens of all beside or above them. */
export function withHeatmap(layout: SystemLayout, width: number): SystemLayout {
  const height = layout.chart.height + (layout.errors?.height ?? 0);
  const chart = { width: layout.chart.width, height };
  if (width >= heatBesideWidth) return { ...layout, chart, errors: null };
  const whole = { width, height: height + layout.lines };
  return { ...layout, chart: whole, errors: null, totals: null, status: null, latencies: null, lines: 0 };
}

const narrowLines = 5;
const lowestChart = 3;

function layoutNarrow(width: number, height: number): SystemLayout {
  const none = { errors: null, totals: null, status: null, latencies: null, users: null, routes: null, groups: null };
  // In two columns, above a chart of one row at least.
  const lines = height >= narrowLines + lowestChart ? narrowLines : height;
  const hasChart = lines < height;
  return { chart: { width, height: hasChart ? height - lines : 0 }, lines, ...none };
}
