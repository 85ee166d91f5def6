import type { RouteStats, RouteTimes } from '../model/statistics.ts';
import { sparkline } from '../text/format.ts';
import type { Column } from './column.ts';

const MOST_WIDTH = 60;
const kept: ReadonlySet<string> = new Set(['apiRoute', 'p95ResponseMs']);

/** The columns of routes with their 95th percentile over time behind that of all the time; each has its own scale. */
export function withRouteTimes(
  columns: readonly Column<RouteStats>[],
  times: readonly RouteTimes[] | undefined,
): readonly Column<RouteStats>[] {
  if (times === undefined) return columns;
  const byRoute = new Map(times.map(({ apiRoute, p95ResponseMs }) => [apiRoute, p95ResponseMs]));
  // On narrow screens the times stay and the rest goes first.
  const others = columns.map((column) =>
    kept.has(column.id)
      ? { ...column, priority: Math.min(1, column.priority) }
      : { ...column, priority: column.priority + 3 },
  );
  return [...others, timesColumn(byRoute)];
}

function timesColumn(byRoute: ReadonlyMap<string, RouteTimes['p95ResponseMs']>): Column<RouteStats> {
  return {
    id: 'p95Times',
    header: 'over time',
    align: 'left',
    minWidth: 10,
    maxWidth: MOST_WIDTH,
    grow: 2,
    priority: 1,
    cell: ({ apiRoute }, { style }, width) => {
      const values = (byRoute.get(apiRoute) ?? []).map((ms) => ms ?? 0);
      const cells = Math.min(width, MOST_WIDTH, values.length);
      return { text: sparkline(values, { width: cells, ascii: style === 'ascii' }), tone: 'second' };
    },
    value: () => null,
  };
}
