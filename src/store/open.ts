import { ownFolderPath } from '../files/own-folder.ts';
import { systemActor } from './actor.ts';
import { checkedStore } from './checks/checked-store.ts';
import { aFunction, demand, fields, filledText, optional, time, timeoutMs } from './checks/options.ts';
import type { DatabaseState, InitPlan, InitResult } from './sqlite/file/init.ts';
import type { ServerStoreOptions } from './sqlite/server/server-store.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';
import type { Store, StoreOptions } from './store.ts';
import type { WorkerStoreOptions } from './thread/client.ts';

export type { DatabaseState, InitPlan, InitResult } from './sqlite/file/init.ts';
export type { ServerStoreOptions } from './sqlite/server/server-store.ts';
export type { WorkerStoreOptions } from './thread/client.ts';

/** How a database is made or completed. */
export type InitOptions = Omit<StoreOptions, 'keepWriter'>;

/** How a store in this thread is opened. */
export interface LocalOptions extends StoreOptions {
  /** Answers statistics from an index of ours where that has them; from the log alone unless given. */
  readonly statisticsIndex?: StatisticsIndexUse;
}

const BUSY_TIMEOUT_MS = 5_000;
const SERVER_OPTIONS = fields<ServerStoreOptions>({
  actor: optional(filledText),
  busyTimeoutMs: optional(timeoutMs),
  fixedNow: optional(time),
});
const INIT_OPTIONS = fields<InitOptions>({
  actor: optional(filledText),
  busyTimeoutMs: optional(timeoutMs),
  now: optional(aFunction()),
});

/** The folder of the statistics indexes in the user's cache folder; undefined where there is none. */
export function statisticsFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return ownFolderPath(env, 'index');
}

// The driver is loaded by whoever asks the first question: a program that only opens a store in a worker never does.

/** Opens a store in this thread. The file itself is opened, and its faults are met, at the first question. */
export async function openStore(path: string, options: LocalOptions = {}): Promise<Store> {
  const { createLocalStore } = await import('./local-store.ts');
  const store = createLocalStore(path, {
    now: options.now ?? (() => new Date()),
    actor: options.actor ?? systemActor(),
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
    keepWriter: options.keepWriter ?? false,
    statisticsIndex: options.statisticsIndex,
  });
  return checkedStore(store);
}

/** Opens the same store behind a worker thread, so that no question holds this thread up. */
export async function openStoreInWorker(path: string, options: WorkerStoreOptions = {}): Promise<Store> {
  const { createWorkerStore } = await import('./thread/client.ts');
  return checkedStore(createWorkerStore(path, options));
}

/**
 * Opens the store for a server: nothing that waits, for a lock, the disk or a long list, holds this thread up. Throws a
 * UserError where the file is not there or lacks tables.
 */
export async function openServerStore(path: string, options: ServerStoreOptions = {}): Promise<Store> {
  demand(filledText, path, { name: 'openStore', field: 'path' });
  demand(SERVER_OPTIONS, options, { name: 'openStore', field: 'options' });
  return checkedStore(await (await import('./sqlite/server/server-store.ts')).openServerStore(path, options));
}

/** What is at a path. Throws a UserError where there is something that cannot be read. */
export async function databaseState(path: string): Promise<DatabaseState> {
  return (await import('./sqlite/file/init.ts')).readDatabaseState(path);
}

/** Whether there is a database with the three tables. Throws a UserError where there is something that cannot be read. */
export async function databaseExists(path: string): Promise<boolean> {
  demand(filledText, path, { name: 'databaseExists', field: 'path' });
  return (await databaseState(path)) === 'ready';
}

/** Whether a database lies on a medium where nobody can change it, and is read as one that nobody does. */
export async function isOnReadOnlyMedium(path: string): Promise<boolean> {
  const { hasUnreadLog, isImmutable } = await import('./sqlite/file/medium.ts');
  return isImmutable(path) && !hasUnreadLog(path);
}

/** What init would do to a path, without doing it. */
export async function planInit(path: string): Promise<InitPlan> {
  return (await import('./sqlite/file/init.ts')).planInit(path);
}

/** Makes the database, or adds what is missing to it, and says what it did; no row is ever lost. */
export async function initDatabase(path: string, options: InitOptions = {}): Promise<InitResult> {
  demand(filledText, path, { name: 'initDatabase', field: 'path' });
  demand(INIT_OPTIONS, options, { name: 'initDatabase', field: 'options' });
  return (await import('./sqlite/file/init.ts')).initDatabase(path, {
    now: options.now ?? (() => new Date()),
    actor: options.actor ?? systemActor(),
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
  });
}
