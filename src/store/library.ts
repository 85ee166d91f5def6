import { resolve } from 'node:path';
import { environment } from '../files/environment.ts';
import type { Location } from '../model/location.ts';
import { checkedStore } from './checks/checked-store.ts';
import {
  actor,
  aFunction,
  clockOf,
  demand,
  fields,
  filledText,
  oneOf,
  optional,
  timeoutMs,
  yesOrNo,
} from './checks/options.ts';
import { type CountedStore, countedStore } from './counters/counted-store.ts';
import { answerAwaiting } from './for-caller.ts';
import { libraryStore } from './library-store.ts';
import { locationAt } from './location.ts';
import { databaseState, type InitOptions, type InitResult, initDatabase as initLocation } from './open.ts';
import type { ServerStoreOptions } from './server/server-store.ts';

export type { CountedStore } from './counters/counted-store.ts';
export type { InitOptions, InitResult } from './open.ts';
export type { ServerStoreOptions } from './server/server-store.ts';

// Called by programs: they name a database by a path or a server's URL, and are told by field what is wrong.

const SERVER_OPTIONS = fields<ServerStoreOptions>({
  actor: optional(actor),
  busyTimeoutMs: optional(timeoutMs),
  now: optional(aFunction()),
});
const INIT_OPTIONS = fields<InitOptions>({
  actor: optional(actor),
  busyTimeoutMs: optional(timeoutMs),
  now: optional(aFunction()),
  partitions: optional(oneOf('day', 'week', 'month', 'none')),
  roles: optional(yesOrNo),
});

/**
 * Opens the store for a server: nothing that waits, for a lock, the disk or a long list, holds this thread up. A path names a file; a
 * database on PostgreSQL servers is `postgresql://…` or `service=NAME`. One store serves all requests of a process.
 *
 * @throws PresentsError `not_found` where there is no database or it lacks tables; `invalid` where there is something else, or the path
 * or an option is not as it must be; `busy` and `unavailable` where it cannot be opened for now.
 * @example
 * const store = await openStore('predict_presents.db');
 * const user = await store.users.authenticate('the key of a request');
 * await store.close();
 */
export async function openServerStore(path: string, options: ServerStoreOptions = {}): Promise<CountedStore> {
  return await answerAwaiting(openServerStore, async () => {
    demand(filledText, path, { name: 'openStore', field: 'path' });
    demand(SERVER_OPTIONS, options, { name: 'openStore', field: 'options' });
    const location = locationOf(path);
    const { openServerStore: open } = await import('./server/server-store.ts');
    const store = countedStore(await open(location, { ...options, now: clockOf(options, 'openStore') }));
    return libraryStore({ ...checkedStore(store), counters: store.counters });
  });
}

/**
 * Tells whether there is a database with the three tables.
 *
 * @throws PresentsError `invalid` where there is something else that cannot be read; `unavailable` where a server is out of reach.
 * @example
 * if (!(await databaseExists('predict_presents.db'))) await initDatabase('predict_presents.db');
 */
export async function databaseExists(path: string): Promise<boolean> {
  return await answerAwaiting(databaseExists, async () => {
    demand(filledText, path, { name: 'databaseExists', field: 'path' });
    return (await databaseState(locationOf(path))) === 'ready';
  });
}

/**
 * Makes the database, or adds what is missing to it, and says what it did; no row is ever lost. A new file is in WAL mode.
 *
 * @throws PresentsError `not_found` where there is no folder for it; `invalid` where something else lies there, or an option is not as it
 * must be; `refused` where the rights to do so are missing; `busy` and `unavailable` where that cannot be done for now.
 * @example
 * const { isNew, added } = await initDatabase('predict_presents.db');
 * console.log(isNew, added.map(({ kind, name }) => `${kind} ${name}`));
 */
export async function initDatabase(path: string, options: InitOptions = {}): Promise<InitResult> {
  return await answerAwaiting(initDatabase, async () => {
    demand(filledText, path, { name: 'initDatabase', field: 'path' });
    demand(INIT_OPTIONS, options, { name: 'initDatabase', field: 'options' });
    return initLocation(locationOf(path), { ...options, now: clockOf(options, 'initDatabase') });
  });
}

function locationOf(path: string): Location {
  return locationAt(path, {
    source: 'the path',
    field: 'path',
    env: environment(),
    workingDirectory: () => resolve('.'),
  });
}
