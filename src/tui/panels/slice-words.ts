import type { TimelineBucket } from '../../model.ts';
import { formatClock, formatCount, formatDay, formatMs } from '../../text/format.ts';
import type { Segment } from '../segments.ts';

/** The slices of a timeline that a column of its chart stands for, with their span. */
export interface ChartColumn {
  readonly from: Date;
  readonly to: Date;
  readonly slices: readonly TimelineBucket[];
}

/** What stands at a column of a chart of `columnCount` columns. */
export function chartColumn(
  timeline: readonly TimelineBucket[],
  sliceSeconds: number,
  columnCount: number,
  column: number,
): ChartColumn | undefined {
  const first = Math.min(timeline.length - 1, Math.floor((column * timeline.length) / columnCount));
  const end = Math.max(first + 1, Math.floor(((column + 1) * timeline.length) / columnCount));
  const slices = timeline.slice(first, end);
  const [from, last] = [slices[0], slices.at(-1)];
  return from && last && { from: from.from, to: new Date(last.from.getTime() + sliceSeconds * 1000), slices };
}

/** What happened in a column: its time, calls, errors and the greatest p95. */
export function columnWords(column: ChartColumn, isUtc: boolean): readonly Segment[] {
  const sum = (of: (slice: TimelineBucket) => number): number =>
    column.slices.reduce((total, slice) => total + of(slice), 0);
  const clientErrors = sum((slice) => slice.clientErrorCount);
  const serverErrors = sum((slice) => slice.serverErrorCount);
  const p95 = Math.max(-1, ...column.slices.map((slice) => slice.p95ResponseMs ?? -1));
  return [
    { text: `${formatDay(column.from, isUtc)} ${formatClock(column.from, isUtc)}`, tone: 'accent' },
    { text: ` ${formatCount(sum((slice) => slice.callCount))} calls`, tone: 'plain' },
    { text: `  ${formatCount(clientErrors)} 4xx`, tone: clientErrors > 0 ? 'warn' : 'muted' },
    { text: `  ${formatCount(serverErrors)} 5xx`, tone: serverErrors > 0 ? 'bad' : 'muted' },
    { text: `  p95 ${formatMs(p95 < 0 ? null : p95)} ms`, tone: 'muted' },
  ];
}
