import { formatCount } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import { FIND_TABLES } from '../schema/catalog.ts';
import { listPartitions } from '../schema/partition-list.ts';
import { sizeOf } from '../schema/partition-ranges.ts';
import type { Asker } from '../server/server.ts';

const FEW_AHEAD = 2;

/** Says how far ahead partitions are ready, and whether calls came before theirs was there. */
export async function checkPartitions(ask: Asker, now: Date): Promise<readonly NamelessFinding[]> {
  const [[log], partitions] = await Promise.all([
    ask.rows<{ readonly kind: string }>(FIND_TABLES, [['user_api_call_log']]),
    listPartitions(ask),
  ]);
  if (log === undefined) return [];
  if (log.kind !== 'p') return [{ state: 'good', text: 'The log is a plain table without partitions.' }];
  if (sizeOf(partitions) === 'none') return [{ state: 'good', text: 'The log is not divided into partitions.' }];
  const ahead = partitions.filter(({ isDefault, from }) => !isDefault && from !== null && from > now);
  const last = ahead.at(-1)?.to;
  const until = last ? `, until ${last.toISOString().slice(0, 10)}` : '';
  const upkeep = { nextStep: 'Make more; best every night.', command: 'maintain' };
  const readiness: NamelessFinding = {
    state: ahead.length > FEW_AHEAD ? 'good' : 'warn',
    text: `${ahead.length === 1 ? '1 partition is' : `${ahead.length} partitions are`} ready for the times to come${until}.`,
    ...(ahead.length <= FEW_AHEAD && upkeep),
  };
  const misplaced = partitions.find(({ isDefault }) => isDefault)?.estimatedCalls ?? 0;
  if (misplaced === 0) return [readiness];
  const calls = misplaced === 1 ? '1 call is' : `${formatCount(misplaced)} calls are`;
  const text = `About ${calls} in the default partition.`;
  return [readiness, { state: 'warn', text, nextStep: 'Move them where they belong.', command: 'maintain' }];
}
