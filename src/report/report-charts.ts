import type { CellContext } from '../columns/column.ts';
import { comparedShiftMs } from '../insight/compared-window.ts';
import type { TimelineBucket } from '../model/statistics.ts';
import type { ReportData } from '../questions/report-data.ts';
import { niceMax } from '../text/chart.ts';
import { formatCompact, formatCount, formatMs, formatSpan } from '../text/format.ts';
import { timeTicks } from '../text/time-axis.ts';

/** The parts that a bar is stacked of, and the lines of a chart, by their meaning. */
export type ChartTone = 'chart' | 'second' | 'warn' | 'bad' | 'ghost';

/** A series over the bars of a chart; null where nothing is known. */
export interface ChartSeries {
  readonly name: string;
  readonly tone: ChartTone;
  readonly form: 'bars' | 'line';
  readonly values: readonly (number | null)[];
}

/** A chart over time. Series of bars stand on top of each other, in their order. */
export interface TimeChart {
  readonly title: string;
  /** The value of its upper edge, and the labels of its axis. */
  readonly max: number;
  readonly labels: readonly { readonly value: number; readonly text: string }[];
  /** Labels below, at a share of the width from 0 to 1. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly series: readonly ChartSeries[];
  /** A sentence for each bar. */
  readonly titles: readonly string[];
}

/** Room for labels of the time axis, in characters. */
const AXIS_CHARACTERS = 100;

/** The calls over time: the successful ones, those with an error of the client and of the server, and all of the window before. */
export function callsChart(data: ReportData, cells: CellContext): TimeChart {
  const { timeline } = data;
  const before = callsBefore(data);
  const most = Math.max(0, ...timeline.map(({ callCount }) => callCount), ...before.map((count) => count ?? 0));
  return {
    ...axes(`Calls per ${lengthWords(data)}`, niceMax(most), data, cells),
    series: [
      series('successful', 'chart', timeline, (at) => at.callCount - at.clientErrorCount - at.serverErrorCount),
      series('4xx', 'warn', timeline, ({ clientErrorCount }) => clientErrorCount),
      series('5xx', 'bad', timeline, ({ serverErrorCount }) => serverErrorCount),
      { name: 'before', tone: 'ghost', form: 'line', values: before },
    ],
    titles: timeline.map((bucket, index) => {
      const errors = bucket.clientErrorCount + bucket.serverErrorCount;
      const then = before[index] == null ? '' : `, before ${formatCount(before[index])}`;
      return `${spanOf(bucket, data, cells)}: ${formatCount(bucket.callCount)} calls, ${formatCount(errors)} failed${then}`;
    }),
  };
}

/** The response times over time: the average, and the 95th percentile. */
export function timesChart(data: ReportData, cells: CellContext): TimeChart {
  const { timeline } = data;
  const most = Math.max(0, ...timeline.map(({ p95ResponseMs, avgResponseMs }) => p95ResponseMs ?? avgResponseMs ?? 0));
  return {
    ...axes('Response time, ms', niceMax(most), data, cells),
    series: [
      { ...series('average', 'chart', timeline, ({ avgResponseMs }) => avgResponseMs), form: 'line' },
      { ...series('p95', 'second', timeline, ({ p95ResponseMs }) => p95ResponseMs), form: 'line' },
    ],
    titles: timeline.map(
      (bucket) =>
        `${spanOf(bucket, data, cells)}: average ${formatMs(bucket.avgResponseMs)} ms, p95 ${formatMs(bucket.p95ResponseMs)} ms`,
    ),
  };
}

function series(
  name: string,
  tone: ChartTone,
  timeline: readonly TimelineBucket[],
  of: (bucket: TimelineBucket) => number | null,
): ChartSeries {
  return { name, tone, form: 'bars', values: timeline.map(of) };
}

function axes(title: string, max: number, { from, to }: ReportData, { utc }: CellContext) {
  const ticks = timeTicks(from, to, AXIS_CHARACTERS, utc);
  return {
    title,
    max,
    labels: [0, max / 2, max]
      .filter((value) => Number.isInteger(value))
      .map((value) => ({ value, text: formatCompact(value) })),
    ticks: ticks.map(({ column, text }) => ({ at: column / AXIS_CHARACTERS, text })),
  };
}

/** The calls of the same time in the window before, bucket by bucket. */
function callsBefore({ from, to, timeline, timelineBefore, bucketSeconds }: ReportData): readonly (number | null)[] {
  const shiftMs = comparedShiftMs(to.getTime() - from.getTime());
  const bucketMs = bucketSeconds * 1000;
  const counts = new Map(timelineBefore.map((bucket) => [bucket.from.getTime(), bucket.callCount]));
  return timeline.map((bucket) => {
    const then = bucket.from.getTime() - shiftMs;
    return counts.get(Math.floor(then / bucketMs) * bucketMs) ?? null;
  });
}

function lengthWords({ bucketSeconds }: ReportData): string {
  if (bucketSeconds % 86_400 === 0) return 'day';
  if (bucketSeconds % 3600 === 0) return bucketSeconds === 3600 ? 'hour' : `${bucketSeconds / 3600} h`;
  return bucketSeconds === 60 ? 'minute' : `${bucketSeconds / 60} min`;
}

function spanOf({ from }: TimelineBucket, { bucketSeconds }: ReportData, { utc, now }: CellContext): string {
  return formatSpan(from, new Date(from.getTime() + bucketSeconds * 1000), utc, now);
}
