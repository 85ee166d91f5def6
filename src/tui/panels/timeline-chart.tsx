import { useMemo } from 'react';
import type { TimelineBucket } from '../../model.ts';
import { areaChart, niceMax, stackedChart } from '../../text/chart.ts';
import { formatInterval } from '../../text/format.ts';
import { axisWidth, Chart } from '../components/chart.tsx';
import type { Segment } from '../segments.ts';
import type { Tone } from '../theme.ts';

/** What a chart over time shows of each slice. */
export const measures = ['calls', 'errors', 'average', 'p95'] as const;

/** One of them. */
export type Measure = (typeof measures)[number];

/** What a measure is called, its colour, and whether its values are milliseconds. */
export const measureWords: Readonly<
  Record<Measure, { readonly title: string; readonly tone: Tone; readonly unit: string }>
> = {
  calls: { title: 'Calls', tone: 'chart', unit: '' },
  errors: { title: 'Errors', tone: 'warn', unit: '' },
  average: { title: 'Average time', tone: 'second', unit: 'ms' },
  p95: { title: '95th percentile of time', tone: 'second', unit: 'ms' },
};

/** A measure of a timeline as an area with its axes, or errors as 4xx and 5xx on top of each other. */
export function TimelineChart(props: {
  readonly timeline: readonly TimelineBucket[];
  readonly sliceSeconds: number;
  readonly measure: Measure;
  readonly width: number;
  readonly height: number;
  readonly isUtc: boolean;
  readonly hasTimeAxis: boolean;
  readonly cursor?: number | null;
}) {
  const { timeline, measure, width, height, isUtc, hasTimeAxis, cursor = null } = props;
  const span = timelineSpan(timeline, props.sliceSeconds);
  const plotHeight = Math.max(1, height - (hasTimeAxis ? 2 : 0));
  const { max, rows } = useMemo(() => {
    const top = niceMax(Math.max(0, ...timeline.map((slice) => measureOf(slice, measure))));
    return { max: top, rows: plotRows(timeline, measure, { width: width - axisWidth, height: plotHeight, max: top }) };
  }, [timeline, measure, width, plotHeight]);
  return (
    <Chart
      rows={rows}
      max={max}
      width={width}
      cursor={cursor}
      {...(hasTimeAxis && span ? { time: { ...span, isUtc } } : {})}
    />
  );
}

/** From when to when a timeline goes; undefined where it is empty. */
export function timelineSpan(
  timeline: readonly TimelineBucket[],
  sliceSeconds: number,
): { readonly from: Date; readonly to: Date } | undefined {
  const first = timeline[0];
  const last = timeline.at(-1);
  return first && last && { from: first.from, to: new Date(last.from.getTime() + sliceSeconds * 1000) };
}

/** The value of a slice; where there is nothing to average, nothing is drawn. */
export function measureOf(slice: TimelineBucket, measure: Measure): number {
  if (measure === 'calls') return slice.callCount;
  if (measure === 'errors') return slice.clientErrorCount + slice.serverErrorCount;
  return (measure === 'average' ? slice.avgResponseMs : slice.p95ResponseMs) ?? 0;
}

function plotRows(
  timeline: readonly TimelineBucket[],
  measure: Measure,
  size: { readonly width: number; readonly height: number; readonly max: number },
): readonly (readonly Segment[])[] {
  const options = { ...size, style: 'braille' as const };
  if (measure === 'errors') {
    const series = [timeline.map((slice) => slice.clientErrorCount), timeline.map((slice) => slice.serverErrorCount)];
    const tones = ['warn', 'bad'] as const;
    return stackedChart(series, options).map((runs) =>
      runs.map((run): Segment => ({ text: run.text, tone: tones[run.series] ?? 'warn' })),
    );
  }
  const values = timeline.map((slice) => measureOf(slice, measure));
  return areaChart(values, options).map((text) => [{ text, tone: measureWords[measure].tone }]);
}

/** `5 min`, `30 s`, `6 h`: the width of a slice. */
export function sliceWord(seconds: number): string {
  if (seconds < 60) return formatInterval(seconds * 1000);
  if (seconds < 3600) return `${seconds / 60} min`;
  return seconds < 86_400 ? `${seconds / 3600} h` : `${seconds / 86_400} d`;
}
