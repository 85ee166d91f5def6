import { attachPartition } from '../schema/attach-partition.ts';
import { listPartitions } from '../schema/partition-list.ts';
import { gapIn, rangeAround, sizeOf } from '../schema/partition-ranges.ts';
import { patientWrite } from '../schema/patient-write.ts';
import type { Server } from '../server/server.ts';

/** More are not made: each takes its part of planning every question. */
const MOST_PARTITIONS = 600;

/** Makes the partitions of the log that calls of some days fall into, as large as those that are there; the newest come first. */
export async function makePartitions(server: Server, days: readonly Date[]): Promise<void> {
  const partitions = [...(await server.read(listPartitions))];
  const fallback = partitions.find(({ isDefault }) => isDefault);
  const size = sizeOf(partitions);
  if (size === undefined || size === 'none') return;
  const ranges = new Map(
    days.map((day) => {
      const range = rangeAround(day, size);
      return [range.from.getTime(), range];
    }),
  );
  // Years before the first are written in a way of their own; who logged such a time did so by mistake.
  const wanted = [...ranges.values()]
    .filter(({ from }) => from.getUTCFullYear() > 0)
    .sort((a, b) => b.from.getTime() - a.from.getTime());
  for (const range of wanted.slice(0, MOST_PARTITIONS)) {
    const gap = gapIn(range, partitions);
    if (gap !== undefined) await patientWrite(server, (ask) => attachPartition(ask, gap, fallback));
  }
}
