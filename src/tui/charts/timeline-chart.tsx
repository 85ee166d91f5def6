import { useMemo } from 'react';
import type { TimelineBucket } from '../../model/statistics.ts';
import type { ChartStyle } from '../../text/area-chart.ts';
import { areaChart, axisLabels, niceMax, stackedChart } from '../../text/chart.ts';
import { formatCount, formatInterval, formatMs } from '../../text/format.ts';
import { greatest } from '../../text/resample.ts';
import type { Segment } from '../theme/segments.ts';
import type { Theme, Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';
import { axisWidth, Chart } from './chart.tsx';
import { ghostSign, withGhost } from './ghost-line.ts';
import { seriesWords } from './series-words.ts';

/** Measures that a chart over time can show for each bucket. */
export const measures = ['calls', 'errors', 'average', 'p95'] as const;

/** One of them. */
export type Measure = (typeof measures)[number];

/** Words for a measure: its title, the noun for an empty chart, its colour, and its unit. */
export const measureWords: Readonly<
  Record<Measure, { readonly title: string; readonly things: string; readonly tone: Tone; readonly unit: string }>
> = {
  calls: { title: 'Calls', things: 'calls', tone: 'chart', unit: '' },
  errors: { title: 'Errors', things: 'errors', tone: 'warn', unit: '' },
  average: { title: 'Average time', things: 'response times', tone: 'second', unit: 'ms' },
  p95: { title: '95th percentile of time', things: 'response times', tone: 'second', unit: 'ms' },
};

const none: readonly TimelineBucket[] = [];

// Without colours the callers' errors are told from the server's by a shade in place of solid blocks.
const isColorless = (theme: Theme) => theme.name === 'none';

const legendSigns = {
  blocks: { coloured: ['▪', '▪'], plain: ['▒', '█'] },
  ascii: { coloured: ['#', '#'], plain: ['=', '#'] },
} as const;

/** Returns the legend of the two kinds of errors in a chart. */
export function errorLegend(theme: Theme): readonly Segment[] {
  if (theme.isSpoken) return [];
  const [client, server] = legendSigns[theme.style][isColorless(theme) ? 'plain' : 'coloured'];
  return [{ text: `${client} 4xx`, tone: 'warn' }, { text: ' ' }, { text: `${server} 5xx`, tone: 'bad' }];
}

/** A measure of a timeline as an area with its axes, or errors as 4xx and 5xx on top of each other. */
export function TimelineChart(props: {
  readonly timeline: readonly TimelineBucket[];
  readonly secondsPerBucket: number;
  readonly measure: Measure;
  readonly width: number;
  readonly height: number;
  readonly isUtc: boolean;
  readonly hasTimeAxis: boolean;
  readonly cursor?: number | null;
  /** The same of the window before, as a thin line. */
  readonly before?: readonly TimelineBucket[] | undefined;
}) {
  const { timeline, measure, width, height, isUtc, hasTimeAxis, cursor = null, before = none } = props;
  const span = timelineSpan(timeline, props.secondsPerBucket);
  const plotHeight = Math.max(1, height - (hasTimeAxis ? 2 : 0));
  const theme = useTheme();
  const { style } = theme;
  const shaded = isColorless(theme) ? 0 : undefined;
  const { max, rows } = useMemo(() => {
    const heights = timeline.map((bucket) => measureOf(bucket, measure));
    const ghost = before.map((bucket) => measureOf(bucket, measure));
    const plot = {
      width: width - axisWidth,
      height: plotHeight,
      max: niceMax(greatest([...heights, ...ghost])),
      shaded,
      style,
    };
    const own = greatest(heights) > 0 ? plotRows(timeline, measure, plot) : emptyRows(measure, plot);
    return { max: plot.max, rows: withGhost(own, ghost, plot) };
  }, [timeline, before, measure, width, plotHeight, shaded, style]);
  return (
    <Chart
      rows={rows}
      labels={axisLabels(max, rows.length)}
      width={width}
      cursor={cursor}
      {...(hasTimeAxis && span ? { time: { ...span, isUtc } } : {})}
    />
  );
}

/** A measure of a timeline in words; of now is what ends after the time at which it was read. */
export function timelineWords(shown: {
  readonly timeline: readonly TimelineBucket[];
  readonly secondsPerBucket: number;
  readonly measure: Measure;
  readonly isUtc: boolean;
  readonly now: Date;
}): string {
  const { timeline, secondsPerBucket, measure, isUtc, now } = shown;
  const span = timelineSpan(timeline, secondsPerBucket);
  const isCount = measure === 'calls' || measure === 'errors';
  const values = timeline.map((bucket) => ({ from: bucket.from, value: measuredIn(bucket, measure) }));
  if (!values.some(({ value }) => (value ?? 0) > 0)) return `No ${measureWords[measure].things} in this window.`;
  return seriesWords(values, {
    isUtc,
    isRunning: span !== undefined && span.to > now,
    format: (value) => (isCount ? formatCount(value) : `${formatMs(value)} ms`),
  });
}

/** From when to when a timeline goes; undefined if it is empty. */
export function timelineSpan(
  timeline: readonly TimelineBucket[],
  secondsPerBucket: number,
): { readonly from: Date; readonly to: Date } | undefined {
  const first = timeline[0];
  const last = timeline.at(-1);
  return first && last && { from: first.from, to: new Date(last.from.getTime() + secondsPerBucket * 1000) };
}

/** The value of a bucket; null where there is nothing to average. */
export function measuredIn(bucket: TimelineBucket, measure: Measure): number | null {
  if (measure === 'calls') return bucket.callCount;
  if (measure === 'errors') return bucket.clientErrorCount + bucket.serverErrorCount;
  return measure === 'average' ? bucket.avgResponseMs : bucket.p95ResponseMs;
}

/** The height of a bucket; where there is nothing to average, nothing is drawn. */
export function measureOf(bucket: TimelineBucket, measure: Measure): number {
  return measuredIn(bucket, measure) ?? 0;
}

interface NoteContext {
  readonly theme: Theme;
  /** True if the window before is drawn, too. */
  readonly hasGhost: boolean;
  /** Its sums, once they are known. */
  readonly before: { readonly totalCalls: number; readonly errorCount: number } | undefined;
}

/** Returns the note beside the title of a measure: its sum if it has one, and a legend of the kinds of errors. */
export function measureNote(
  measure: Measure,
  sums: { readonly totalCalls: number; readonly errorCount: number } | undefined,
  { theme, hasGhost, before }: NoteContext,
): readonly Segment[] {
  if (!sums) return [];
  const counts = { calls: before?.totalCalls, errors: before?.errorCount, average: undefined, p95: undefined };
  const countBefore = counts[measure] === undefined ? '' : `${formatCount(counts[measure])} `;
  const ghost: readonly Segment[] = hasGhost ? [{ text: `  ${ghostSign} ${countBefore}before`, tone: 'muted' }] : [];
  if (measure === 'calls') return [{ text: formatCount(sums.totalCalls), tone: 'strong' }, ...ghost];
  if (measure === 'errors')
    return [{ text: formatCount(sums.errorCount), tone: 'strong' }, ...ghost, { text: '  ' }, ...errorLegend(theme)];
  return [{ text: 'milliseconds', tone: 'muted' }, ...ghost];
}

interface Plot {
  readonly width: number;
  readonly height: number;
  readonly max: number;
  readonly shaded: number | undefined;
  readonly style: ChartStyle;
}

/** Explains in the middle of an empty chart why nothing is drawn. */
function emptyRows(measure: Measure, { width, height }: Plot): readonly (readonly Segment[])[] {
  const word = `No ${measureWords[measure].things} in this window`;
  // Where nobody called, another window may tell more; where nothing failed, all is well.
  const texts = measure === 'calls' ? [`${word} · t picks another`, word] : [word];
  const text = texts.find(({ length }) => length <= width) ?? '';
  const middle = Math.floor((height - 1) / 2);
  const line = text.padStart(Math.floor((width + text.length) / 2));
  return Array.from({ length: height }, (_, row) => [
    { text: (row === middle ? line : '').padEnd(width), tone: 'muted' },
  ]);
}

function plotRows(timeline: readonly TimelineBucket[], measure: Measure, plot: Plot): readonly (readonly Segment[])[] {
  if (measure === 'errors') {
    const series = [
      timeline.map((bucket) => bucket.clientErrorCount),
      timeline.map((bucket) => bucket.serverErrorCount),
    ];
    const tones = ['warn', 'bad'] as const;
    return stackedChart(series, plot).map((runs) =>
      runs.map((run): Segment => ({ text: run.text, tone: tones[run.series] ?? 'warn' })),
    );
  }
  const values = timeline.map((bucket) => measureOf(bucket, measure));
  return areaChart(values, plot).map((text) => [{ text, tone: measureWords[measure].tone }]);
}

/** `5 min`, `30 s`, `6 h`: the width of a bucket. */
export function bucketWord(seconds: number): string {
  if (seconds < 60) return formatInterval(seconds * 1000);
  if (seconds < 3600) return `${seconds / 60} min`;
  return seconds < 86_400 ? `${seconds / 3600} h` : `${seconds / 86_400} d`;
}
