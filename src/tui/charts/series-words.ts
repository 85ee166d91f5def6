import { formatClock, formatDayOfMonth } from '../../text/format.ts';

/** A value of a chart over time; null where there is nothing to tell. */
export interface TimedValue {
  readonly from: Date;
  readonly value: number | null;
}

/** Longer charts tell the day with the time. */
const dayMs = 26 * 3_600_000;

/**
 * A chart in words: `highest 1,279 at 17:10, lowest 12 at 04:00, now 33`; the last value is of now while it still grows. The
 * same chart without a value has no words.
 */
export function seriesWords(
  values: readonly TimedValue[],
  {
    isUtc,
    isRunning,
    format,
  }: { readonly isUtc: boolean; readonly isRunning: boolean; readonly format: (value: number) => string },
): string {
  const last = values.at(-1);
  // What still grows is not yet low.
  const known = (isRunning && values.length > 1 ? values.slice(0, -1) : values).flatMap(({ from, value }) =>
    value === null ? [] : [{ from, value }],
  );
  const [first] = known;
  if (first === undefined) return '';
  const isLong = (last?.from.getTime() ?? 0) - (values[0]?.from.getTime() ?? 0) > dayMs;
  const at = (from: Date) => `${isLong ? `${formatDayOfMonth(from, isUtc)} ` : ''}${formatClock(from, isUtc)}`;
  const highest = known.reduce((most, one) => (one.value > most.value ? one : most), first);
  const lowest = known.reduce((least, one) => (one.value < least.value ? one : least), first);
  const end = last?.value == null ? '' : `, ${isRunning ? 'now' : 'at the end'} ${format(last.value)}`;
  return `highest ${format(highest.value)} at ${at(highest.from)}, lowest ${format(lowest.value)} at ${at(lowest.from)}${end}`;
}
