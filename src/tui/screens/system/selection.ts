import { type ChartSelection, chartSelection } from '../../context/chart-selection.ts';
import type { Mark } from '../../context/route.ts';
import type { ShownHeatmap } from '../../context/use-heatmap.ts';
import type { SystemData } from './data.ts';
import type { SystemLayout } from './layout.ts';

type Row = Extract<Mark, { readonly kind: 'row' }>;

/** Selection on the screen, and the selection that each key moves to. */
export interface Selection {
  /** The selected row; undefined if none is, or it is no longer in the top lists. */
  readonly row: Row | undefined;
  /** Its place in its list. */
  readonly userIndex: number | null;
  readonly routeIndex: number | null;
  readonly statusIndex: number | null;
  readonly chart: ChartSelection;
  /** The selection on the heatmap; undefined if the chart is shown. */
  readonly heat: ShownHeatmap | undefined;
  /** The next row, or why there is none. */
  nextRow(by: 1 | -1): Mark | string;
}

/** The selection that a mark stands for in what is read and has room: rows change their order, bars shift as time goes on. */
export function selectionOf(
  mark: Mark | null,
  { timeline, stats }: SystemData,
  { layout, heat }: { readonly layout: SystemLayout; readonly heat: ShownHeatmap | undefined },
): Selection {
  const rowCount = layout.top ? Math.max(0, layout.top.height - 3) : 0;
  const users = (stats?.topUsers ?? []).slice(0, rowCount).map(({ username }) => rowOf('users', username));
  const routes = (stats?.topRoutes ?? []).slice(0, rowCount).map(({ apiRoute }) => rowOf('routes', apiRoute));
  const statusCount = layout.status ? layout.status.height - 2 : 0;
  const statuses = (stats?.statusCodes ?? [])
    .slice(0, statusCount)
    .map(({ statusCode }) => rowOf('statuses', statusCode === null ? noStatus : String(statusCode)));
  const rows = [...users, ...routes, ...statuses];
  const at = rows.findIndex(({ list, name }) => mark?.kind === 'row' && list === mark.list && name === mark.name);
  const placeIn = (list: readonly Row[], first: number) =>
    at >= first && at < first + list.length ? at - first : null;
  return {
    row: rows[at],
    userIndex: placeIn(users, 0),
    routeIndex: placeIn(routes, users.length),
    statusIndex: placeIn(statuses, users.length + routes.length),
    chart: chartSelection(mark, timeline, layout.chart),
    heat,
    nextRow(by) {
      const next = at < 0 && by < 0 ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, at + by));
      return rows[next] ?? 'There are no rows to select in this window.';
    },
  };
}

/** The name of the row of calls that were logged without a status. */
export const noStatus = 'none';

function rowOf(list: 'users' | 'routes' | 'statuses', name: string): Row {
  return { kind: 'row', list, name };
}
