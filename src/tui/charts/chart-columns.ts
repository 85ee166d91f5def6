import type { TimelineBucket } from '../../model/statistics.ts';
import type { Window } from '../../model/window.ts';

/** The start of a bucket. */
interface Started {
  readonly from: Date;
}

/** The calls of a window in buckets of time, as they stood at a moment. */
export interface ReadBuckets<Bucket extends Started> {
  readonly window: Window;
  readonly readAt: Date;
  readonly secondsPerBucket: number;
  readonly buckets: readonly Bucket[];
}

/** The same of a timeline. */
export type ReadTimeline = ReadBuckets<TimelineBucket>;

/** The buckets of a timeline that a column of its chart stands for. Its span is what they hold: cut where the window begins and ends. */
export interface ChartColumn<Bucket = TimelineBucket> {
  readonly from: Date;
  readonly to: Date;
  /** True when some calls of its span are still to come. */
  readonly isRunning: boolean;
  readonly secondsPerBucket: number;
  readonly buckets: readonly Bucket[];
}

/** Returns the content of a column in a chart of `columnCount` columns. */
export function chartColumn<Bucket extends Started>(
  timeline: ReadBuckets<Bucket>,
  columnCount: number,
  column: number,
): ChartColumn<Bucket> | undefined {
  const { window, readAt, secondsPerBucket } = timeline;
  const { first, end } = bucketsOf(timeline.buckets.length, columnCount, column);
  const buckets = timeline.buckets.slice(first, end);
  const [from, last] = [buckets[0], buckets.at(-1)];
  if (!from || !last) return undefined;
  const bucketEnd = last.from.getTime() + secondsPerBucket * 1000;
  const to = Math.min(bucketEnd, window.to?.getTime() ?? bucketEnd);
  return {
    from: new Date(Math.max(from.from.getTime(), window.from.getTime())),
    to: new Date(to),
    isRunning: to > readAt.getTime(),
    secondsPerBucket,
    buckets,
  };
}

/** The column of a chart that shows this moment; null if it is not on the chart. */
export function columnAt(timeline: ReadBuckets<Started>, columnCount: number, time: Date): number | null {
  const { buckets, secondsPerBucket } = timeline;
  const at = buckets.findLastIndex(({ from }) => from <= time);
  const bucket = buckets[at];
  if (!bucket || time.getTime() >= bucket.from.getTime() + secondsPerBucket * 1000) return null;
  const columns = Array.from({ length: columnCount }, (_, column) => bucketsOf(buckets.length, columnCount, column));
  return columns.findIndex(({ end }) => at < end);
}

/** The middle of the bar that a column shows; undefined beside the chart. */
export function barAt(timeline: ReadBuckets<Started>, columnCount: number, column: number): Date | undefined {
  if (column < 0 || column >= columnCount) return undefined;
  const { buckets, secondsPerBucket } = timeline;
  const { first, end } = bucketsOf(buckets.length, columnCount, column);
  const from = buckets[first]?.from.getTime();
  return from === undefined ? undefined : new Date(from + ((end - first) * secondsPerBucket * 1000) / 2);
}

/**
 * The middle of the bar that stands beside the one of a moment, earlier or later; of the same one at the ends of the chart, and
 * of the newest if there is none. Bars shift as time goes on, and what was in the middle of one is in one of much the same span.
 */
export function nextBar(
  timeline: ReadBuckets<Started>,
  columnCount: number,
  time: Date | null,
  by: 1 | -1,
): Date | undefined {
  const middleOf = (column: number) => barAt(timeline, columnCount, column);
  const at = time && columnAt(timeline, columnCount, time);
  if (at === null) return middleOf(columnCount - 1);
  const own = middleOf(at);
  for (let column = at + by; column >= 0 && column < columnCount; column += by) {
    const next = middleOf(column);
    // A bar is several columns wide where there are fewer buckets than columns.
    if (next?.getTime() !== own?.getTime()) return next;
  }
  return own;
}

/** Finds the buckets of a column, `end` excluded: several where buckets outnumber columns, else one, perhaps shared. */
function bucketsOf(
  count: number,
  columnCount: number,
  column: number,
): { readonly first: number; readonly end: number } {
  const first = Math.min(count - 1, Math.floor((column * count) / columnCount));
  return { first, end: Math.max(first + 1, Math.floor(((column + 1) * count) / columnCount)) };
}
