import type { ServerLocation } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import type { MadePartition, MaintainPlan, MaintainResult, MaintainSettings, OldPartition } from '../../maintain.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Asker, Server } from '../server/server.ts';
import { attachPartition } from './attach-partition.ts';
import { FIND_TABLES } from './catalog.ts';
import { dropPartition, findPartitionsBefore } from './drop-partitions.ts';
import { findMisplaced } from './misplaced-calls.ts';
import { UPKEEP_TIMEOUT_MS, withServer } from './own-server.ts';
import { listPartitions, type Partition } from './partition-list.ts';
import {
  gapIn,
  missingRanges,
  PARTITIONS_AHEAD,
  type PartitionRange,
  rangeAround,
  sizeOf,
} from './partition-ranges.ts';
import { patientWrite } from './patient-write.ts';
import { readDatabaseState } from './state.ts';
import { takeTurn } from './take-turn.ts';

const DAY_MS = 86_400_000;
/** Partitions of past times that calls in the default one may get. */
const MOST_PAST = 520;

/** The owner of the log, and whether this role may act as it: others may neither make nor drop partitions. */
export const LOG_OWNER = `
  SELECT pg_get_userbyid(relowner)::text AS owner, pg_has_role(relowner, 'USAGE') AS owns
  FROM pg_class WHERE oid = to_regclass('user_api_call_log')`;

type Wishes = Pick<MaintainSettings, 'now' | 'dropOlderThanDays'>;

/** Returns the work that the log of a database on a server gives, without doing it. */
export async function planMaintain(location: ServerLocation, wishes: Wishes): Promise<MaintainPlan> {
  await checkReach(location);
  return withServer(location, UPKEEP_TIMEOUT_MS, (server) => server.read((ask) => planFor(ask, wishes)));
}

/**
 * Makes the partitions of the times to come, moves calls from the default partition into those of their times, and drops old ones.
 * Each is one transaction; it can be stopped and run again.
 */
export async function maintain(location: ServerLocation, settings: MaintainSettings): Promise<MaintainResult> {
  await checkReach(location);
  return withServer(location, UPKEEP_TIMEOUT_MS, (server) =>
    takeTurn(server, settings.busyTimeoutMs, async () => {
      const dropped = await dropOld(server, settings);
      const { missing } = await server.read((ask) => planFor(ask, settings));
      const made: MadePartition[] = [];
      for (const range of missing) {
        if (settings.signal?.aborted) break;
        made.push(await makePartition(server, range, settings));
      }
      return { made, dropped };
    }),
  );
}

// A server that does not answer is told soon, however long the questions may take that follow.
async function checkReach(location: ServerLocation): Promise<void> {
  if ((await readDatabaseState(location)) === 'missing') throw noLog();
}

async function planFor(ask: Asker, wishes: Wishes): Promise<MaintainPlan> {
  const [[log], partitions] = await Promise.all([
    ask.rows<{ readonly kind: string }>(FIND_TABLES, [['user_api_call_log']]),
    listPartitions(ask),
  ]);
  if (log === undefined) throw noLog();
  if (log.kind !== 'p') return { log: 'plain table', missing: [], old: [] };
  const limit = limitOf(wishes);
  const old = limit === undefined ? [] : await findPartitionsBefore(ask, limit);
  const size = sizeOf(partitions);
  if (size === undefined) return { log: 'divided by others', missing: [], old };
  if (size === 'none') return { log: 'undivided', missing: [], old };
  await checkOwner(ask);
  const now = wishes.now();
  const ahead = missingRanges(partitions, size, { from: now, ahead: PARTITIONS_AHEAD });
  const misplaced = (await findMisplaced(ask, partitions)).map((day) => rangeAround(day, size));
  const past = rangesOf(misplaced, partitions).filter(
    ({ to }) => to.getTime() <= now.getTime() && (limit === undefined || to.getTime() > limit.getTime()),
  );
  return { log: 'divided', missing: [...past.slice(-MOST_PAST), ...ahead], old };
}

// Of each time once, in their order, without what a partition covers already.
function rangesOf(ranges: readonly PartitionRange[], partitions: readonly Partition[]): readonly PartitionRange[] {
  const byStart = new Map(ranges.map((range) => [range.from.getTime(), range]));
  return [...byStart.values()]
    .sort((a, b) => a.from.getTime() - b.from.getTime())
    .flatMap((range) => gapIn(range, partitions) ?? []);
}

async function makePartition(
  server: Server,
  range: PartitionRange,
  { actor, now, onMade }: MaintainSettings,
): Promise<MadePartition> {
  const { name, ...made } = await patientWrite(server, async (ask) => {
    const fallback = (await listPartitions(ask)).find(({ isDefault }) => isDefault);
    const attached = await attachPartition(ask, range, fallback);
    const detail = { made: range, movedCalls: attached.movedCalls };
    await recordAction(ask, { actor, now }, { action: 'maintain', target: server.location.label, detail });
    return { ...range, ...attached };
  });
  if (made.movedCalls > 0) await server.runAlone(`ANALYZE ${name}`);
  onMade?.(made);
  return made;
}

async function dropOld(server: Server, settings: MaintainSettings): Promise<readonly OldPartition[]> {
  const limit = limitOf(settings);
  if (limit === undefined) return [];
  await server.read(checkOwner);
  const dropped: OldPartition[] = [];
  for (const partition of await server.read((ask) => findPartitionsBefore(ask, limit))) {
    if (settings.signal?.aborted) break;
    dropped.push(
      await dropPartition(server, partition, async (ask, gone) => {
        const detail = { dropped: gone.name, calls: gone.calls };
        await recordAction(ask, settings, { action: 'maintain', target: server.location.label, detail });
        return gone;
      }),
    );
  }
  return dropped;
}

async function checkOwner(ask: Asker): Promise<void> {
  const [log] = await ask.rows<{ readonly owner: string; readonly owns: boolean }>(LOG_OWNER);
  if (log === undefined) throw noLog();
  if (log.owns) return;
  throw new PresentsError(
    `Only ${log.owner}, who owns the log, may make and drop its partitions. Nothing was changed.`,
    { code: 'refused', nextStep: `Run it as ${log.owner}.` },
  );
}

function noLog(): PresentsError {
  return new PresentsError('This database has no table user_api_call_log.', {
    code: 'not_found',
    nextStep: 'Add what is missing.',
    command: 'init',
  });
}

function limitOf({ now, dropOlderThanDays }: Wishes): Date | undefined {
  return dropOlderThanDays === undefined ? undefined : new Date(now().getTime() - dropOlderThanDays * DAY_MS);
}
