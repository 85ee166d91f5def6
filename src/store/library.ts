import { resolve } from 'node:path';
import { environment } from '../files/environment.ts';
import type { Location } from '../model/location.ts';
import { checkedStore } from './checks/checked-store.ts';
import {
  actor,
  aFunction,
  checkedClock,
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
 * Opens the store for a server: nothing that waits, for a lock, the disk or a long list, holds this thread up. Throws a
 * PresentsError where the file is not there or lacks tables.
 */
export async function openServerStore(path: string, options: ServerStoreOptions = {}): Promise<CountedStore> {
  return await answerAwaiting(openServerStore, async () => {
    demand(filledText, path, { name: 'openStore', field: 'path' });
    demand(SERVER_OPTIONS, options, { name: 'openStore', field: 'options' });
    const location = locationOf(path);
    const { openServerStore: open } = await import('./server/server-store.ts');
    const store = countedStore(await open(location, withClock(options, 'openStore')));
    return libraryStore({ ...checkedStore(store), counters: store.counters });
  });
}

/**
 * Tells whether there is a database with the three tables. Throws a PresentsError if there is something that cannot be
 * read.
 */
export async function databaseExists(path: string): Promise<boolean> {
  return await answerAwaiting(databaseExists, async () => {
    demand(filledText, path, { name: 'databaseExists', field: 'path' });
    return (await databaseState(locationOf(path))) === 'ready';
  });
}

/** Makes the database, or adds what is missing to it, and says what it did; no row is ever lost. */
export async function initDatabase(path: string, options: InitOptions = {}): Promise<InitResult> {
  return await answerAwaiting(initDatabase, async () => {
    demand(filledText, path, { name: 'initDatabase', field: 'path' });
    demand(INIT_OPTIONS, options, { name: 'initDatabase', field: 'options' });
    return initLocation(locationOf(path), withClock(options, 'initDatabase'));
  });
}

/** The options with a clock that is checked, and that has told the time once: one that tells none is met before anything is done. */
function withClock<Options extends { readonly now?: () => Date }>(options: Options, name: string): Options {
  if (options.now === undefined) return options;
  const now = checkedClock(options.now, name);
  now();
  return { ...options, now };
}

function locationOf(path: string): Location {
  return locationAt(path, {
    source: 'the path',
    field: 'path',
    env: environment(),
    workingDirectory: () => resolve('.'),
  });
}
