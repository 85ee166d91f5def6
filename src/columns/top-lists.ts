import type { RouteStats, TopUser } from '../model/statistics.ts';
import { bar } from '../text/chart.ts';
import { callsCell, errorShareCell, msCell, routeCell, textCell } from './cells.ts';
import type { Column } from './column.ts';

const BAR_MAX_WIDTH = 40;

/** Figures that users and routes have in common in a window. */
interface Traffic {
  readonly callCount: number;
  readonly errorCount: number;
  readonly avgResponseMs: number | null;
}

/** The columns of the busiest users; the bars compare the rows given. */
export function topUserColumns(rows: readonly TopUser[]): readonly Column<TopUser>[] {
  const name: Column<TopUser> = {
    id: 'username',
    header: 'username',
    align: 'left',
    minWidth: 12,
    maxWidth: 40,
    grow: 2,
    priority: 0,
    cell: (user, _context, width) => textCell(user.username, width),
    value: (user) => user.username,
  };
  return [name, callsColumn(), barColumn(mostCalls(rows)), errorsColumn(), averageColumn()];
}

/** The columns of the busiest routes. */
export const topRouteColumns: readonly Column<RouteStats>[] = [
  routeColumn(),
  callsColumn(),
  errorsColumn(),
  p95Column(),
];

/** From this width on there is room for bars beside whole names of routes. */
const wideFrom = 76;

/** The columns of the busiest routes in so many cells; the bars compare the rows given. */
export function topRouteColumnsIn(width: number, rows: readonly RouteStats[]): readonly Column<RouteStats>[] {
  if (width < wideFrom) return topRouteColumns;
  return [
    { ...routeColumn(), maxWidth: 60 },
    callsColumn(),
    { ...barColumn(mostCalls(rows)), priority: 7 },
    errorsColumn(),
    { ...averageColumn(), priority: 6 },
    p95Column(),
  ];
}

/** The columns of one user's endpoints. */
export const endpointColumns: readonly Column<RouteStats>[] = [
  routeColumn(),
  callsColumn(),
  errorsColumn(),
  { ...averageColumn(), priority: 4 },
  { ...p95Column(), priority: 3 },
];

function mostCalls(rows: readonly Traffic[]): number {
  return rows.reduce((highest, { callCount }) => Math.max(highest, callCount), 0);
}

function routeColumn(): Column<RouteStats> {
  return {
    id: 'apiRoute',
    header: 'route',
    align: 'left',
    minWidth: 12,
    maxWidth: 40,
    grow: 1,
    priority: 0,
    cell: (route, _context, width) => routeCell(route.apiRoute, width),
    value: (route) => route.apiRoute,
  };
}

function callsColumn(): Column<Traffic> {
  return {
    id: 'callCount',
    header: 'calls',
    align: 'right',
    minWidth: 7,
    maxWidth: 13,
    priority: 1,
    cell: (row, _context, width) => callsCell(row.callCount, width),
    value: (row) => row.callCount,
  };
}

function barColumn(most: number): Column<Traffic> {
  return {
    id: 'bar',
    header: '',
    align: 'left',
    minWidth: 6,
    maxWidth: BAR_MAX_WIDTH,
    grow: 1,
    priority: 5,
    cell: ({ callCount }, { style }, width) => ({
      text: bar(callCount, most, Math.min(BAR_MAX_WIDTH, width), style),
      tone: 'chart',
    }),
    value: () => null,
  };
}

function errorsColumn(): Column<Traffic> {
  return {
    id: 'errorCount',
    header: 'errors',
    align: 'right',
    minWidth: 7,
    priority: 2,
    cell: (row, context) => errorShareCell(row.errorCount, row.callCount, context),
    value: (row) => row.errorCount,
  };
}

function averageColumn(): Column<Traffic> {
  return {
    id: 'avgResponseMs',
    header: 'avg ms',
    align: 'right',
    minWidth: 7,
    priority: 3,
    cell: (row, _context, width) => msCell(row.avgResponseMs, width),
    value: (row) => row.avgResponseMs,
  };
}

function p95Column(): Column<RouteStats> {
  return {
    id: 'p95ResponseMs',
    header: 'p95 ms',
    align: 'right',
    minWidth: 7,
    priority: 4,
    cell: (route, _context, width) => msCell(route.p95ResponseMs, width),
    value: (route) => route.p95ResponseMs,
  };
}
