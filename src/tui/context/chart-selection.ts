import { nextPeak, type Peak, peaksOf } from '../../insight/peaks.ts';
import { axisWidth } from '../charts/chart.tsx';
import { barAt, type ChartColumn, chartColumn, columnAt, nextBar, type ReadTimeline } from '../charts/chart-columns.ts';
import { type Measure, measuredIn, measureWords } from '../charts/timeline-chart.tsx';
import type { Clicked, Mark } from './route.ts';
import type { Size } from './screen.ts';

/** The bar under the cursor of a chart over time, and where each key moves the cursor. */
export interface ChartSelection {
  /** The column of the chart under the cursor; null if the selected bar is not on the chart. */
  readonly column: number | null;
  readonly atColumn: ChartColumn | undefined;
  /** The bar that a column shows. */
  clicked(column: number): Clicked | undefined;
  /** The next bar, or why there is none. */
  nextBar(by: 1 | -1): Mark | string;
  /** The highest peak if no bar is selected, else the next one, and what it is among the others; or why there is none. */
  nextPeak(by: 1 | -1, measure: Measure): { readonly mark: Mark; readonly words: string } | string;
}

const noRoom = 'There is no room for the chart.';
const unread = 'The chart is still being read.';

/** The selection that a mark stands for on a chart in a panel of this size. Bars shift as time goes on. */
export function chartSelection(mark: Mark | null, timeline: ReadTimeline | undefined, panel: Size): ChartSelection {
  const plotWidth = panel.width - 4 - axisWidth;
  const hasChart = panel.height > 0;
  const bar = mark?.kind === 'bar' ? mark.at : null;
  const column = bar && timeline && hasChart ? columnAt(timeline, plotWidth, bar) : null;
  return {
    column,
    atColumn: column === null || !timeline ? undefined : chartColumn(timeline, plotWidth, column),
    clicked(clickedColumn) {
      const at = timeline && hasChart ? barAt(timeline, plotWidth, clickedColumn) : undefined;
      if (!timeline || !at) return undefined;
      return { mark: { kind: 'bar', at }, isSelected: columnAt(timeline, plotWidth, at) === column };
    },
    nextBar(by) {
      if (!hasChart) return noRoom;
      const next = timeline && nextBar(timeline, plotWidth, bar, by);
      return next ? { kind: 'bar', at: next } : unread;
    },
    nextPeak(by, measure) {
      if (!hasChart) return noRoom;
      if (!timeline) return unread;
      const { buckets, secondsPerBucket } = timeline;
      const values = buckets.map((bucket) => measuredIn(bucket, measure));
      const peaks = peaksOf(values, measure === 'calls' || measure === 'errors' ? 'counts' : 'times');
      const at = column === null || bar === null ? null : buckets.findLastIndex(({ from }) => from <= bar);
      const peak = nextPeak(peaks, at, by);
      const from = peak && buckets[peak.index]?.from.getTime();
      if (!peak || from === undefined) return 'No bar stands out: none is above average + 3 standard deviations.';
      const mark: Mark = { kind: 'bar', at: new Date(from + (secondsPerBucket * 1000) / 2) };
      return { mark, words: `${measureWords[measure].title}: ${peakWords(peaks, peak, averageOf(values))}` };
    },
  };
}

function averageOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function peakWords(peaks: readonly Peak[], peak: Peak, average: number): string {
  const times = peak.value / average;
  const height = `${times < 10 ? times.toFixed(1) : Math.round(times)} × the average`;
  if (peaks.length === 1) return `The only peak: ${height}.`;
  const place = `Peak ${peaks.indexOf(peak) + 1} of ${peaks.length}`;
  return `${place}${peaks.every(({ value }) => value <= peak.value) ? ', the highest' : ''}: ${height}.`;
}
