import { setTimeout as pause } from 'node:timers/promises';
import type { ServerLocation } from '../../../model/location.ts';
import { UserError } from '../../../model/user-error.ts';
import type { Addition, GrantedRole, InitPlan, InitResult, InitSettings, InitWishes } from '../../init.ts';
import type { Asker, Server } from '../server/server.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { createDatabase } from './create-database.ts';
import { checkInit } from './init-checks.ts';
import { type InitWork, initWork } from './init-work.ts';
import { UPKEEP_TIMEOUT_MS, withServer } from './own-server.ts';
import { patientWrite } from './patient-write.ts';
import { grantRoles } from './roles.ts';
import { readDatabaseState } from './state.ts';

const TURN_POLL_MS = 100;
const READ_ROWS_PER_SECOND = 1_000_000;

/** Takes the turn of the one init that may work on a database, until the end of the transaction, unless another has it. */
export const TAKE_TURN = `SELECT pg_try_advisory_xact_lock(hashtextextended('presents init', 0)) AS taken`;

/** Records what init did. */
export const RECORD_INIT = `
  INSERT INTO admin_audit_log (date_time, actor, action, target, detail)
  VALUES (to_timestamp($1::float8), $2, 'init', $3, $4)`;

/** Returns the additions that init would make to a database on a server, without making them. */
export async function planInit(location: ServerLocation, wishes: InitWishes, now: Date): Promise<InitPlan> {
  if ((await readDatabaseState(location)) === 'missing') {
    const additions: readonly Addition[] = [{ kind: 'database', name: location.database }];
    return {
      isNew: true,
      additions,
      callCount: 0,
      isCallCountEstimate: false,
      estimatedSeconds: 0,
      writersWaitSeconds: 0,
    };
  }
  return withServer(location, UPKEEP_TIMEOUT_MS, async (server) => {
    const catalog = await server.read(readCatalog);
    const work = workFor(catalog, wishes, now);
    const readings = work.filter(({ readsLog }) => readsLog).length;
    const isNew = catalog.tables.size === 0;
    return {
      isNew,
      additions: additionsOf(work),
      callCount: catalog.estimatedCalls,
      isCallCountEstimate: true,
      estimatedSeconds: Math.ceil((catalog.estimatedCalls * readings) / READ_ROWS_PER_SECOND),
      writersWaitSeconds: isNew || work.length === 0 ? 0 : 1,
    };
  });
}

/** Makes the database on a server, or adds what is missing to it, and says what it did; no row is ever lost. */
export async function initDatabase(location: ServerLocation, settings: InitSettings): Promise<InitResult> {
  const isMade = (await readDatabaseState(location)) === 'missing' && (await createDatabase(location));
  return withServer(location, UPKEEP_TIMEOUT_MS, (server) =>
    // This transaction only holds the lock, so that nothing waits for it: indexes are built outside of any.
    server.write(async (ask) => {
      await takeTurn(ask, settings);
      const result = await complete(server, settings);
      const database: readonly Addition[] = isMade ? [{ kind: 'database', name: location.database }] : [];
      return { ...result, added: [...database, ...result.added] };
    }),
  );
}

// Asked again and again, since a statement that waits for the lock would hold up the other's indexes.
async function takeTurn(ask: Asker, { busyTimeoutMs }: InitSettings): Promise<void> {
  await ask.run('SET LOCAL idle_in_transaction_session_timeout = 0');
  const deadlineMs = performance.now() + busyTimeoutMs;
  while ((await ask.rows<{ readonly taken: boolean }>(TAKE_TURN))[0]?.taken !== true) {
    if (performance.now() > deadlineMs) {
      throw new UserError('Another init is at work on this database.', {
        nextStep: 'Wait for it to end.',
        exitCode: 3,
      });
    }
    await pause(TURN_POLL_MS);
  }
}

async function complete(server: Server, settings: InitSettings): Promise<InitResult> {
  const catalog = await server.read(readCatalog);
  const work = workFor(catalog, settings, settings.now());
  for (const { run } of work) await run(server);
  const isNew = catalog.tables.size === 0;
  const added = additionsOf(work);
  const roles = settings.roles === true ? await patientWrite(server, grantRoles) : undefined;
  if (added.length > 0 || roles !== undefined) await record(server, settings, { isNew, added, roles });
  return { isNew, added, ...(roles && { roles }) };
}

function workFor(catalog: Catalog, wishes: InitWishes, now: Date): readonly InitWork[] {
  checkInit(catalog, wishes);
  return initWork(catalog, wishes, now);
}

function additionsOf(work: readonly InitWork[]): readonly Addition[] {
  return work.flatMap(({ additions }) => additions);
}

function record(
  server: Server,
  { now, actor }: InitSettings,
  {
    isNew,
    added,
    roles,
  }: {
    readonly isNew: boolean;
    readonly added: readonly Addition[];
    readonly roles: readonly GrantedRole[] | undefined;
  },
): Promise<number> {
  const names = added.map(({ kind, name }) => `${kind} ${name}`);
  const detail = { isNew, added: names, ...(roles && { roles: roles.map(({ name }) => name) }) };
  const seconds = Math.floor(now().getTime() / 1000);
  return server.write((ask) => ask.run(RECORD_INIT, [seconds, actor, server.location.label, JSON.stringify(detail)]));
}
