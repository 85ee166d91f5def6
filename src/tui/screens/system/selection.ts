import type { LatencyBucket } from '../../../model/statistics.ts';
import { coarsen } from '../../charts/coarsen.ts';
import { type ChartSelection, chartSelection } from '../../context/chart-selection.ts';
import type { Mark } from '../../context/route.ts';
import type { Size } from '../../context/screen.ts';
import type { ShownHeatmap } from '../../context/use-heatmap.ts';
import type { SystemData } from './data.ts';
import type { SystemLayout } from './layout.ts';

type Row = Extract<Mark, { readonly kind: 'row' }>;

/** The lists of the screen, in the order in which the cursor goes through them. */
const lists = ['users', 'routes', 'groups', 'statuses', 'latencies'] as const;

/** A list of the screen. */
export type ListName = (typeof lists)[number];

/** Selection on the screen, and the selection that each key moves to. */
export interface Selection {
  /** The selected row; undefined if none is, or it is no longer in its list. */
  readonly row: (Row & { readonly list: ListName }) | undefined;
  /** Its place in its list; null if it is in another one. */
  placeIn(list: ListName): number | null;
  /** The row at a place of a list. */
  rowAt(list: ListName, place: number): Mark | undefined;
  /** The response times that are selected. */
  readonly step: LatencyBucket | undefined;
  readonly chart: ChartSelection;
  /** The selection on the heatmap; undefined if the chart is shown. */
  readonly heat: ShownHeatmap | undefined;
  /** The next row, or why there is none. */
  nextRow(by: 1 | -1): Mark | string;
}

/** The selection that a mark stands for in what is read and has room: rows change their order, bars shift as time goes on. */
export function selectionOf(
  mark: Mark | null,
  data: SystemData,
  { layout, heat }: { readonly layout: SystemLayout; readonly heat: ShownHeatmap | undefined },
): Selection {
  const { timeline, stats, groups } = data;
  const steps = latencySteps(data, layout);
  const names: Readonly<Record<ListName, readonly string[]>> = {
    users: rowsIn(stats?.topUsers, layout.users).map(({ username }) => username),
    routes: rowsIn(stats?.topRoutes, layout.routes).map(({ apiRoute }) => apiRoute),
    groups: rowsIn(groups, layout.groups).map(({ id }) => id),
    statuses: (stats?.statusCodes ?? [])
      .slice(0, layout.status ? layout.status.height - 2 : 0)
      .map(({ statusCode }) => (statusCode === null ? noStatus : String(statusCode))),
    latencies: steps.map(({ fromMs }) => String(fromMs)),
  };
  const rows = lists.flatMap((list) => names[list].map((name) => ({ kind: 'row', list, name }) as const));
  const at = rows.findIndex(({ list, name }) => mark?.kind === 'row' && list === mark.list && name === mark.name);
  const row = rows[at];
  return {
    row,
    placeIn: (list) => (row?.list === list ? names[list].indexOf(row.name) : null),
    rowAt(list, place) {
      const name = names[list][place];
      return name === undefined ? undefined : { kind: 'row', list, name };
    },
    step: row?.list === 'latencies' ? steps.find(({ fromMs }) => String(fromMs) === row.name) : undefined,
    chart: chartSelection(mark, timeline, layout.chart),
    heat,
    nextRow(by) {
      const next = at < 0 && by < 0 ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, at + by));
      return rows[next] ?? 'There are no rows to select in this window.';
    },
  };
}

/** The bars of the response times that there is room for. */
export function latencySteps({ latencies }: SystemData, { latencies: panel }: SystemLayout): readonly LatencyBucket[] {
  return latencies && panel ? coarsen(latencies, panel.height - 2) : [];
}

/** The name of the row of calls that were logged without a status. */
export const noStatus = 'none';

const tableFrame = 3;

function rowsIn<Item>(items: readonly Item[] | undefined, panel: Size | null): readonly Item[] {
  return (items ?? []).slice(0, panel ? Math.max(0, panel.height - tableFrame) : 0);
}
