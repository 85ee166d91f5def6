import type { TimelineBucket } from '../../model/statistics.ts';
import {
  briefSpan,
  comesTwice,
  formatCount,
  formatMs,
  type SpanContext,
  sinceWords,
  spanWords,
  zoneName,
} from '../../text/format.ts';
import type { Segment } from '../theme/segments.ts';
import type { ChartColumn } from './chart-columns.ts';
import { bucketWord, type Measure, measureOf } from './timeline-chart.tsx';

/**
 * Describes a column in several forms, the most telling first: its span, its calls, the height of its highest bar
 * against the axis, and its errors. The shortest form has the span and the calls.
 */
export function columnForms(
  column: ChartColumn,
  measure: Measure,
  { before, ...context }: SpanContext & { readonly before?: ChartColumn | undefined },
): readonly (readonly Segment[])[] {
  const sum = (of: (bucket: TimelineBucket) => number): number =>
    column.buckets.reduce((total, bucket) => total + of(bucket), 0);
  const clientErrors = sum((bucket) => bucket.clientErrorCount);
  const serverErrors = sum((bucket) => bucket.serverErrorCount);
  const calls = sum((bucket) => bucket.callCount);
  const callsBefore = before?.buckets.reduce((total, { callCount }) => total + callCount, 0);
  const beforeWords = callsBefore === undefined ? '' : `, ${formatCount(callsBefore)} before`;
  const soFar = column.isRunning ? ' so far' : '';
  const facts: readonly Segment[] = [
    { text: `  ${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'}${soFar}${beforeWords}`, tone: 'plain' },
    { text: axisWords(column, measure), tone: 'muted' },
    { text: `  ${formatCount(clientErrors)} 4xx`, tone: clientErrors > 0 ? 'warn' : 'muted' },
    { text: `  ${formatCount(serverErrors)} 5xx`, tone: serverErrors > 0 ? 'bad' : 'muted' },
  ];
  const { days, brief } = spanForms(column, context);
  const form = (span: string, count: number): readonly Segment[] => [
    { text: span, tone: 'accent' },
    ...facts.slice(0, count),
  ];
  return [form(days, 4), form(brief, 4), form(days, 2), form(brief, 2), form(days, 1), form(brief, 1)];
}

/** The highest bar of the column in the unit of the axis; nothing if the column is one bar that was told already. */
function axisWords({ buckets, secondsPerBucket }: ChartColumn, measure: Measure): string {
  const highest = Math.max(0, ...buckets.map((bucket) => measureOf(bucket, measure)));
  const isOne = buckets.length === 1;
  const per = `per ${bucketWord(secondsPerBucket)}`;
  if (measure === 'calls') return isOne || highest === 0 ? '' : `  up to ${formatCount(highest)} ${per}`;
  if (measure === 'errors') {
    const errors = `${formatCount(highest)} ${highest === 1 ? 'error' : 'errors'}`;
    return isOne ? `  ${errors}` : `  up to ${errors} ${per}`;
  }
  const name = measure === 'average' ? 'average' : 'p95';
  if (highest === 0) return `  ${name} –`;
  return isOne ? `  ${name} ${formatMs(highest)} ms` : `  ${name} up to ${formatMs(highest)} ms ${per}`;
}

/** The span with its days, and in the fewest cells; what has not ended goes until now. */
export function spanForms(
  { from, to, isRunning }: Pick<ChartColumn, 'from' | 'to' | 'isRunning'>,
  context: SpanContext,
) {
  const days = isRunning ? sinceWords(from, context) : spanWords(from, to, context);
  const brief = briefSpan(from, isRunning ? null : to, context);
  if (![from, ...(isRunning ? [] : [to])].some((time) => comesTwice(time, context.utc))) return { days, brief };
  // Where summer time ends the clock alone does not say which hour it is.
  const zoneOf = (span: string) => zoneName(span.endsWith('now') || span.includes(' + ') ? from : to, context.utc);
  return { days: `${days} ${zoneOf(days)}`, brief: `${brief} ${zoneOf(brief)}` };
}
