import type { PartitionSize } from '../../init.ts';
import type { Partition } from './partition-list.ts';

/** Times `[from, to)` of a partition to be made. */
export interface PartitionRange {
  readonly from: Date;
  readonly to: Date;
}

/** Number of partitions that are kept ready for the times to come. */
export const PARTITIONS_AHEAD = 8;

const DAY_MS = 86_400_000;
// 1970 began on a Thursday; weeks begin on Monday.
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The partition of a size, in UTC, that a time falls into. */
export function rangeAround(time: Date, size: Exclude<PartitionSize, 'none'>): PartitionRange {
  if (size === 'month') {
    const monthLater = (months: number) => new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + months, 1));
    return { from: monthLater(0), to: monthLater(1) };
  }
  const [length, origin] = size === 'day' ? [DAY_MS, 0] : [7 * DAY_MS, FIRST_MONDAY_MS];
  const from = origin + Math.floor((time.getTime() - origin) / length) * length;
  return { from: new Date(from), to: new Date(from + length) };
}

/** The size of the partitions that a log has, by the last of them; undefined if that is of no size of ours. */
export function sizeOf(partitions: readonly Partition[]): PartitionSize | undefined {
  const ranged = partitions.filter(({ isDefault }) => !isDefault);
  const last = ranged.at(-1);
  if (last === undefined) return 'none';
  const { from, to } = last;
  if (from === null || to === null) return undefined;
  const lengthMs = to.getTime() - from.getTime();
  if (lengthMs === DAY_MS) return 'day';
  if (lengthMs === 7 * DAY_MS) return 'week';
  const month = rangeAround(from, 'month');
  return month.from.getTime() === from.getTime() && month.to.getTime() === to.getTime() ? 'month' : undefined;
}

/**
 * The partitions that are missing so that a time and the next ones have theirs. Times that a partition covers already are left
 * out, and a range that meets one in part ends where that begins.
 */
export function missingRanges(
  partitions: readonly Partition[],
  size: Exclude<PartitionSize, 'none'>,
  { from, ahead }: { readonly from: Date; readonly ahead: number },
): readonly PartitionRange[] {
  const missing: PartitionRange[] = [];
  let range = rangeAround(from, size);
  for (let made = 0; made <= ahead; made += 1) {
    const gap = gapIn(range, partitions);
    if (gap !== undefined) missing.push(gap);
    range = rangeAround(range.to, size);
  }
  return missing;
}

/** The first part of a range that no partition covers. */
export function gapIn(range: PartitionRange, partitions: readonly Partition[]): PartitionRange | undefined {
  let from = range.from.getTime();
  let to = range.to.getTime();
  for (const partition of partitions) {
    if (partition.isDefault) continue;
    const start = partition.from?.getTime() ?? Number.NEGATIVE_INFINITY;
    const end = partition.to?.getTime() ?? Number.POSITIVE_INFINITY;
    if (start <= from && end > from) from = Math.min(end, to);
    else if (start > from && start < to) to = start;
  }
  return from < to ? { from: new Date(from), to: new Date(to) } : undefined;
}
