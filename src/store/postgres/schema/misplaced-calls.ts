import type { Asker } from '../server/server.ts';
import type { Partition } from './partition-list.ts';

const DAY_SECONDS = 86_400;

/** The days of the calls in the default partition. */
export async function findMisplaced(ask: Asker, partitions: readonly Partition[]): Promise<readonly Date[]> {
  const fallback = partitions.find(({ isDefault }) => isDefault);
  if (fallback === undefined) return [];
  const days = await ask.rows<{ readonly day: number }>(`
    SELECT DISTINCT floor(extract(epoch FROM date_time) / ${DAY_SECONDS})::float8 AS day
    FROM ONLY ${fallback.name} WHERE isfinite(date_time)`);
  // Beyond what a date can be, no partition is made.
  return days.map(({ day }) => new Date(day * DAY_SECONDS * 1000)).filter((day) => !Number.isNaN(day.getTime()));
}
