import { withTerm } from '../../filter/edit.ts';
import { formatSpan } from '../../text/format.ts';
import type { ChartColumn } from '../charts/chart-columns.ts';
import { type Measure, measures } from '../charts/timeline-chart.tsx';
import { useKeys } from '../keys/use-keys.ts';
import type { ChartSelection } from './chart-selection.ts';
import type { Mark, Opening, View } from './route.ts';
import { useServices } from './services.tsx';
import { termOf, withoutTime } from './use-filter.ts';
import { notShown, useHeatKeys } from './use-heat-keys.ts';
import type { ShownHeatmap } from './use-heatmap.ts';
import { stepReasons, useWindowSteps } from './use-window-steps.ts';
import type { WhySubject } from './why-opening.ts';
import type { WindowChoice } from './window-choice.ts';
import { pinnedTo, windowCompared, zoomedTo } from './windows.ts';

const unselected = 'Select a bar with ← and →, or a peak with n, to zoom into it.';

/** Answers the keys of a chart over time: its view, the window that it looks at, and its selection. */
export function useChartKeys(
  view: View,
  {
    window,
    chart,
    heat,
    isUtc,
    isActive,
  }: {
    readonly window: WindowChoice;
    readonly chart: ChartSelection;
    readonly heat: ShownHeatmap | undefined;
    readonly isUtc: boolean;
    readonly isActive: boolean;
  },
): void {
  const { clock, dispatch, windowAt } = useServices();
  const select = (mark: Mark): void => dispatch({ type: 'view', change: { mark } });
  const toBar = (by: 1 | -1): string | undefined => {
    const next = chart.nextBar(by);
    if (typeof next === 'string') return next;
    select(next);
    return undefined;
  };
  const toPeak = (by: 1 | -1): string | undefined => {
    const next = chart.nextPeak(by, shownMeasure(view));
    if (typeof next === 'string') return next;
    select(next.mark);
    dispatch({ type: 'say', message: { tone: 'good', text: next.words } });
    return undefined;
  };
  const shown = heat ? heat.span : chart.atColumn;
  const handlers = {
    ...useWindowSteps(window, isUtc),
    chart: () => dispatch({ type: 'view', change: { chart: (view.chart + 1) % measures.length } }),
    left: () => toBar(-1),
    right: () => toBar(1),
    peak: () => toPeak(1),
    previousPeak: () => toPeak(-1),
    compare: () => {
      dispatch({ type: 'view', change: { isCompared: !view.isCompared } });
      const before = windowCompared(windowAt(window), window);
      const span = formatSpan(before.from, before.to, isUtc, clock.now());
      const text = view.isCompared ? 'No longer compared.' : `Compared with ${span}.`;
      dispatch({ type: 'say', message: { tone: 'good', text } });
    },
    zoom: () => {
      const zoomed = shown && zoomedTo(shown, window);
      if (zoomed === undefined) return 'This is the closest look: a minute.';
      dispatch({ type: 'window', window: zoomed });
      return undefined;
    },
    ...useHeatKeys(view, heat),
  };
  const labels = {
    ...(view.heat !== null && { heatmap: 'chart', chart: 'p50 p95' }),
  };
  const peak = chart.nextPeak(1, shownMeasure(view));
  const reasons = {
    ...stepReasons(window),
    ...(shown === undefined && { zoom: unselected }),
    ...(view.heat === null && { share: notShown, extend: notShown }),
    ...(typeof peak === 'string' && { peak, previousPeak: peak }),
  };
  useKeys('chart', handlers, { isActive, labels, reasons });
}

/** The measure that the chart of a view shows. */
export function shownMeasure({ chart }: Pick<View, 'chart'>): Measure {
  return measures[chart] ?? 'calls';
}

/** The list of the calls that a bar of the chart of a view stands for. */
export function barOpening(view: View, column: ChartColumn): Opening<'calls'> {
  const { filter, window } = barSubject(view, column);
  return { screen: 'calls', args: {}, filter, window };
}

/** The calls that a bar of the chart of a view stands for: those of its span; of a chart of errors those that failed. */
export function barSubject(view: View, { from, to }: ChartColumn): WhySubject {
  const shown = shownMeasure(view) === 'errors' ? withTerm(view.filter, termOf.failed(), 'only') : view.filter;
  const { filter } = withoutTime({ filter: shown });
  return { filter, window: pinnedTo(from, to), isSpan: true };
}
