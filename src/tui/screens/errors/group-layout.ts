import type { Size } from '../../context/screen.ts';

/** Smallest height of the screen that has room for panels beside a full list, and the share of it that they take. */
const leastHeight = 24;
const share = 0.3;
const leastRows = 8;
const mostRows = 16;

/** Returns the number of rows that the panels take beside a full list on a screen of this height; 0 if the list needs them all. */
export function panelsHeight(height: number): number {
  if (height < leastHeight) return 0;
  return Math.min(mostRows, Math.max(leastRows, Math.floor(height * share)));
}

/** Panels about the selected group below the list: its calls over time, and with more room its users, routes and newest calls. */
export interface GroupLayout {
  readonly trend: Size;
  readonly calls: Size | null;
  readonly users: Size | null;
  readonly routes: Size | null;
}

const tallestTrend = 16;
/** Panels of details stand side by side from this width on, and from this height on there is room for them below the trend. */
const detailsFrom = { width: 100, height: leastRows + 8 } as const;
const shareOfCalls = 0.6;
/** Below this height the users take the room of the routes. */
const leastForBoth = 12;

/** Shares out the rows below the list; undefined if there are too few for a chart. */
export function layoutGroup(width: number, height: number): GroupLayout | undefined {
  if (height < leastRows) return undefined;
  if (width < detailsFrom.width || height < detailsFrom.height)
    return { trend: { width, height }, calls: null, users: null, routes: null };
  const upper = Math.min(tallestTrend, Math.max(leastRows, Math.floor(height * 0.4)));
  const lower = height - upper;
  const calls = Math.floor(width * shareOfCalls);
  const side = width - calls;
  const users = lower < leastForBoth ? lower : Math.ceil(lower / 2);
  return {
    trend: { width, height: upper },
    calls: { width: calls, height: lower },
    users: { width: side, height: users },
    routes: users === lower ? null : { width: side, height: lower - users },
  };
}
