import type { TimelineBucket } from '../../model/statistics.ts';
import { areaChart, axisLabels, type ChartStyle, niceMax, timeAxis } from '../../text/chart.ts';

/** The cells of a chart with its axes, and the time it spans. */
export interface CallsChartOptions {
  readonly title: string;
  readonly width: number;
  /** The rows of the area; the time axis comes below. */
  readonly height: number;
  readonly from: Date;
  readonly to: Date;
  readonly style: ChartStyle;
}

/** The calls over time as an area with its axes. */
export function callsChart(timeline: readonly TimelineBucket[], options: CallsChartOptions): readonly string[] {
  const { title, width, height, from, to, style } = options;
  const counts = timeline.map((bucket) => bucket.callCount);
  const max = niceMax(Math.max(0, ...counts));
  const labels = new Map(axisLabels(max, height).map(({ row, text }) => [row, text]));
  const labelWidth = Math.max(...[...labels.values()].map((text) => text.length));
  const areaWidth = width - labelWidth - 1;
  const area = areaChart(counts, { width: areaWidth, height, max, style });
  return [
    `${' '.repeat(labelWidth + 1)}${title}`.slice(0, width),
    ...area.map((row, index) => {
      const label = labels.get(index);
      return `${(label ?? '').padStart(labelWidth)}${label === undefined ? '│' : '┤'}${row}`.trimEnd();
    }),
    `${' '.repeat(labelWidth + 1)}${timeAxis(from, to, areaWidth, false)}`.trimEnd(),
  ];
}
