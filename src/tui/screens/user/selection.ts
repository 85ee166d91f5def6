import type { Term } from '../../../filter/query.ts';
import type { ApiError, ListedCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { LatencyBucket } from '../../../model/statistics.ts';
import { coarsen } from '../../charts/coarsen.ts';
import { type ChartSelection, chartSelection } from '../../context/chart-selection.ts';
import type { Mark } from '../../context/route.ts';
import type { Size } from '../../context/screen.ts';
import { termOf, termsOfCall, termsOfCallsLike } from '../../context/use-filter.ts';
import type { ShownHeatmap } from '../../context/use-heatmap.ts';
import type { UserData } from './data.ts';
import type { UserLayout } from './layout.ts';

type Row = Extract<Mark, { readonly kind: 'row' }>;
/** A list of the screen whose rows can be selected. */
export type UserList = 'endpoints' | 'latencies' | 'calls' | 'errors';

/** Selection on the screen of a user. */
export interface UserSelection {
  /** The place of the selected row in its list; null if it is in another one. */
  placeIn(list: UserList): number | null;
  /** The row at a place of a list. */
  rowAt(list: UserList, place: number): Mark | undefined;
  /** The condition that the selected route or response time stands for. */
  readonly term: Term | undefined;
  readonly call: ListedCall | ApiError | undefined;
  readonly chart: ChartSelection;
  /** The selection on the heatmap; undefined if the chart is shown. */
  readonly heat: ShownHeatmap | undefined;
  /** The next row, or why there is none. */
  next(by: 1 | -1): Mark | string;
  /** The conditions that the selected row stands for, or why there are none. */
  terms(): readonly Term[] | string;
  /** The conditions of calls like the selected row; none if there is none. */
  likeTerms(): readonly Term[];
}

const headingRows = 3;

/** The selection that a mark stands for in what is read and has room. */
export function userSelection(
  mark: Mark | null,
  data: UserData,
  { layout, heat }: { readonly layout: UserLayout; readonly heat: ShownHeatmap | undefined },
): UserSelection {
  const endpoints = shown(data.stats?.endpoints, layout.endpoints);
  const steps = latencySteps(data, layout);
  const calls = shown(data.calls, layout.calls);
  const errors = shown(data.errors, layout.errors);
  const lists = {
    endpoints: endpoints.map(({ apiRoute }) => rowOf('endpoints', apiRoute)),
    latencies: steps.map(({ fromMs }) => rowOf('latencies', String(fromMs))),
    calls: calls.map(({ id }) => rowOf('calls', nameOf(id))),
    errors: errors.map(({ id }) => rowOf('errors', nameOf(id))),
  };
  const rows = [...lists.endpoints, ...lists.latencies, ...lists.calls, ...lists.errors];
  const at = rows.findIndex((row) => isMarked(row, mark));
  const placeIn = (list: UserList): number | null => {
    const place = lists[list].findIndex((row) => isMarked(row, mark));
    return place < 0 ? null : place;
  };
  const route = endpoints[placeIn('endpoints') ?? -1]?.apiRoute;
  const step = steps[placeIn('latencies') ?? -1];
  const term = route !== undefined ? termOf.route(route) : step && termOf.ms(step.fromMs, step.toMs);
  const call = calls[placeIn('calls') ?? -1] ?? errors[placeIn('errors') ?? -1];
  const chart = chartSelection(mark, data.timeline, layout.chart);
  return {
    placeIn,
    rowAt: (list, place) => lists[list][place],
    chart,
    heat,
    term,
    call,
    next(by) {
      const next = at < 0 && by < 0 ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, at + by));
      if (rows[next]) return rows[next];
      return layout.endpoints
        ? 'There are no rows to select in this window.'
        : 'There is no room for rows here; ⏎ opens all calls of the user.';
    },
    likeTerms() {
      if (heat?.terms) return heat.terms;
      if (term) return [term];
      return call ? termsOfCallsLike(call) : [];
    },
    terms() {
      if (heat?.terms) return heat.terms;
      if (chart.atColumn) return [termOf.time(chart.atColumn.from, chart.atColumn.to)];
      if (term) return [term];
      return call
        ? termsOfCall(call).slice(1)
        : 'Select a row with j and k, or a bar with ← and →, to narrow the filter by it.';
    },
  };
}

/** The bars of the response times that there is room for. */
export function latencySteps({ latencies }: UserData, layout: UserLayout): readonly LatencyBucket[] {
  const { latencies: panel } = layout;
  return latencies && panel ? coarsen(latencies, panel.height - 2) : [];
}

function shown<Item>(items: readonly Item[] | undefined, panel: Size | null): readonly Item[] {
  return (items ?? []).slice(0, panel ? Math.max(0, panel.height - headingRows) : 0);
}

function rowOf(list: UserList, name: string): Row {
  return { kind: 'row', list, name };
}

function nameOf(id: Id): string {
  return `${typeof id} ${id}`;
}

function isMarked({ list, name }: Row, mark: Mark | null): boolean {
  return mark?.kind === 'row' && mark.list === list && mark.name === name;
}
