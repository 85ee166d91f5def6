import type { Asker, Server } from '../server/server.ts';
import { listPartitions, type Partition } from './partition-list.ts';
import { patientWrite } from './patient-write.ts';

/** A partition that was dropped, and how many calls went with it. */
export interface DroppedPartition {
  readonly name: string;
  readonly calls: number;
}

/** Options for dropping partitions: work in the same transaction as each, and a signal that stops before the next. */
export interface DropOptions {
  readonly onDrop?: (ask: Asker, dropped: DroppedPartition) => Promise<unknown>;
  readonly signal?: AbortSignal | undefined;
}

/** Tells whether this role owns the log, as only an owner may drop partitions. */
export const OWNS_LOG = `
  SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('user_api_call_log')`;

/** The partitions that hold no call of this time or later, oldest first; none where this role may not drop them. */
export async function findPartitionsBefore(ask: Asker, limit: Date): Promise<readonly Partition[]> {
  const [[owned], partitions] = await Promise.all([
    ask.rows<{ readonly owns: boolean }>(OWNS_LOG),
    listPartitions(ask),
  ]);
  if (owned?.owns !== true) return [];
  return partitions.filter(({ isDefault, to }) => !isDefault && to !== null && to.getTime() <= limit.getTime());
}

/**
 * Drops the partitions that hold no call of this time or later, each in a transaction of its own, and returns how many calls went.
 * The default partition stays, with the calls in it.
 */
export async function dropPartitionsBefore(server: Server, limit: Date, options: DropOptions = {}): Promise<number> {
  let calls = 0;
  for (const { name } of await server.read((ask) => findPartitionsBefore(ask, limit))) {
    if (options.signal?.aborted) break;
    calls += await patientWrite(server, async (ask) => {
      const dropped = await dropPartition(ask, name);
      await options.onDrop?.(ask, dropped);
      return dropped.calls;
    });
  }
  return calls;
}

async function dropPartition(ask: Asker, name: string): Promise<DroppedPartition> {
  // From here on nobody adds calls to it, so that those are counted that go.
  await ask.run(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`);
  const [counted] = await ask.rows<{ readonly calls: number }>(`SELECT count(*) AS calls FROM ${name}`);
  await ask.run(`DROP TABLE ${name}`);
  return { name, calls: Number(counted?.calls ?? 0) };
}
