import type { OldPartition } from '../../maintain.ts';
import type { Asker, Server } from '../server/server.ts';
import { listPartitions } from './partition-list.ts';
import { patientWrite } from './patient-write.ts';

const DROP_TIMEOUT_MS = 80;
const DROP_TRIES = 2;

/** Tells whether this role owns the log, as only an owner may drop partitions. */
export const OWNS_LOG = `
  SELECT pg_has_role(relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('user_api_call_log')`;

/** The partitions that hold no call of this time or later, oldest first; none where this role may not drop them. */
export async function findPartitionsBefore(ask: Asker, limit: Date): Promise<readonly OldPartition[]> {
  const [[owned], partitions] = await Promise.all([
    ask.rows<{ readonly owns: boolean }>(OWNS_LOG),
    listPartitions(ask),
  ]);
  if (owned?.owns !== true) return [];
  return partitions
    .filter(({ isDefault, to }) => !isDefault && to !== null && to.getTime() <= limit.getTime())
    .map(({ name, from, to, estimatedCalls }) => ({ name, from, to, calls: estimatedCalls }));
}

/**
 * Drops a partition, with other work in the same transaction. Whoever writes to the log waits behind this while it waits for others, so
 * it waits for a moment only, a few times.
 */
export function dropPartition<Answer>(
  server: Server,
  partition: OldPartition,
  work: (ask: Asker, dropped: OldPartition) => Promise<Answer>,
): Promise<Answer> {
  const { name } = partition;
  const drop = async (ask: Asker) => {
    const [counted] = await ask.rows<{ readonly calls: number }>(`SELECT count(*) AS calls FROM ${name}`);
    const answer = await work(ask, { ...partition, calls: Number(counted?.calls ?? 0) });
    // Last, since it holds up everybody until the end of the transaction.
    await ask.run(`DROP TABLE ${name}`);
    return answer;
  };
  return patientWrite(server, drop, { lockTimeoutMs: DROP_TIMEOUT_MS, tries: DROP_TRIES });
}
