import type { ServerLocation } from '../../../model/location.ts';
import type { Addition, InitPlan, InitResult, InitSettings, InitWishes } from '../../init.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Server } from '../server/server.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { createDatabase } from './create-database.ts';
import { checkInit } from './init-checks.ts';
import { type InitWork, initWork } from './init-work.ts';
import { UPKEEP_TIMEOUT_MS, withServer } from './own-server.ts';
import { grantRoles } from './roles.ts';
import { readDatabaseState } from './state.ts';
import { takeTurn } from './take-turn.ts';

const READ_ROWS_PER_SECOND = 1_000_000;
const MOVED_ROWS_PER_SECOND = 150_000;

/** Returns the additions that init would make to a database on a server, without making them. */
export async function planInit(location: ServerLocation, wishes: InitWishes, now: Date): Promise<InitPlan> {
  if ((await readDatabaseState(location)) === 'missing') {
    return { ...NOTHING, isNew: true, additions: [{ kind: 'database', name: location.database }] };
  }
  return withServer(location, UPKEEP_TIMEOUT_MS, async (server) => {
    const catalog = await server.read(readCatalog);
    const work = workFor(catalog, wishes, now);
    return { ...timesOf(catalog, work), isNew: catalog.tables.size === 0, additions: additionsOf(work) };
  });
}

type Times = Pick<InitPlan, 'callCount' | 'isCallCountEstimate' | 'estimatedSeconds' | 'writersWaitSeconds'>;

const NOTHING: Times = { callCount: 0, isCallCountEstimate: false, estimatedSeconds: 0, writersWaitSeconds: 0 };

// Writers wait a moment for every change, and for calls that are moved into their partitions.
function timesOf({ estimatedCalls, partitions }: Catalog, work: readonly InitWork[]): Times {
  if (estimatedCalls === 0) return NOTHING;
  const readings = work.filter(({ readsLog }) => readsLog).length;
  const isDividing = additionsOf(work).some(({ kind }) => kind === 'partition');
  const moved = isDividing ? (partitions.find(({ isDefault }) => isDefault)?.estimatedCalls ?? 0) : 0;
  const moving = Math.ceil(moved / MOVED_ROWS_PER_SECOND);
  return {
    callCount: estimatedCalls,
    isCallCountEstimate: true,
    estimatedSeconds: Math.ceil((estimatedCalls * readings) / READ_ROWS_PER_SECOND) + moving,
    writersWaitSeconds: Math.max(work.length === 0 ? 0 : 1, moving),
  };
}

/** Makes the database on a server, or adds what is missing to it, and says what it did; no row is ever lost. */
export async function initDatabase(location: ServerLocation, settings: InitSettings): Promise<InitResult> {
  const isMade = (await readDatabaseState(location)) === 'missing' && (await createDatabase(location));
  return withServer(location, UPKEEP_TIMEOUT_MS, (server) =>
    takeTurn(server, settings.busyTimeoutMs, async () => {
      const result = await complete(server, settings);
      const database: readonly Addition[] = isMade ? [{ kind: 'database', name: location.database }] : [];
      return { ...result, added: [...database, ...result.added] };
    }),
  );
}

async function complete(server: Server, settings: InitSettings): Promise<InitResult> {
  const catalog = await server.read(readCatalog);
  const work = workFor(catalog, settings, settings.now());
  for (const { run } of work) await run(server);
  const isNew = catalog.tables.size === 0;
  const added = additionsOf(work);
  const roles = settings.roles === true ? await grantRoles(server) : undefined;
  const result = { isNew, added, ...(roles && { roles }) };
  if (added.length > 0 || roles !== undefined) await record(server, settings, result);
  return result;
}

function workFor(catalog: Catalog, wishes: InitWishes, now: Date): readonly InitWork[] {
  checkInit(catalog, wishes);
  return initWork(catalog, wishes, now);
}

function additionsOf(work: readonly InitWork[]): readonly Addition[] {
  return work.flatMap(({ additions }) => additions);
}

async function record(server: Server, settings: InitSettings, { isNew, added, roles }: InitResult): Promise<void> {
  const names = added.map(({ kind, name }) => `${kind} ${name}`);
  const detail = { isNew, added: names, ...(roles && { roles: roles.map(({ name }) => name) }) };
  await server.write((ask) => recordAction(ask, settings, { action: 'init', target: server.location.label, detail }));
}
