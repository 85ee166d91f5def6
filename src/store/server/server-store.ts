import { TriageFile } from '../../files/triage-file.ts';
import type { Location } from '../../model/location.ts';
import { PresentsError } from '../../model/presents-error.ts';
import { systemActor } from '../actor.ts';
import { authenticator } from '../checks/authenticator.ts';
import type { EngineDoor, EngineStore } from '../engine.ts';
import { engineOf } from '../engines.ts';
import { locationText } from '../location.ts';
import type { Store } from '../store.ts';
import { storeOf } from '../store-of.ts';
import { openInThreads } from './in-threads.ts';
import { openOverNetwork } from './over-network.ts';
import type { ServerStoreParts, ServerStoreSettings } from './server-parts.ts';

/** Options for opening the store of a server. */
export interface ServerStoreOptions {
  /** Person who acts, for the audit log: `user@host`; the user who runs the process unless given. */
  readonly actor?: string;
  /**
   * Time that a write, or a question that cannot be answered immediately, waits for a lock, in milliseconds (5,000 unless
   * given).
   */
  readonly busyTimeoutMs?: number;
  /** Returns the current time; the system's clock unless given. A thread of the store takes it with each call. */
  readonly now?: () => Date;
}

const BUSY_TIMEOUT_MS = 5_000;

/** A store for a process that answers requests, which nothing that is asked of it holds up. */
export async function openServerStore(location: Location, options: ServerStoreOptions): Promise<Store> {
  const door = engineOf(location);
  const parts = await openParts(door, location, {
    actor: systemActor(),
    busyTimeoutMs: BUSY_TIMEOUT_MS,
    ...options,
    now: options.now ?? (() => new Date()),
    triage: new TriageFile(undefined, locationText(location)),
  });
  const store = join(parts);
  try {
    await parts.begin();
    await requireTables(door, location);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function openParts(
  door: EngineDoor<Location>,
  location: Location,
  settings: ServerStoreSettings,
): Promise<ServerStoreParts> {
  const log = await door.openAtOnceLog?.(location);
  return log === undefined
    ? openOverNetwork(door, location, settings)
    : openInThreads(door, location, { ...settings, log });
}

async function requireTables(door: EngineDoor<Location>, location: Location): Promise<void> {
  if ((await door.state(location)) === 'ready') return;
  throw new PresentsError(`The database ${locationText(location)} lacks tables of the API.`, {
    code: 'not_found',
    nextStep: 'Add what is missing, which changes nothing else.',
    command: 'init',
  });
}

function join({ answer, log, logMany, products, close }: ServerStoreParts): EngineStore {
  const routed = storeOf((place, { server }) => answer(place, server));
  const { put, putMany, hash } = products;
  return {
    ...routed,
    users: { ...routed.users, authenticate: authenticator(routed.users.findByKeyHash) },
    apiLogs: { ...routed.apiLogs, log, logMany },
    products: { ...routed.products, put, putMany, hash },
    close,
  };
}
