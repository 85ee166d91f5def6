import { join } from 'node:path';
import { ownFolderPath, stateFolderPath } from '../files/own-folder.ts';
import type { Location } from '../model/location.ts';
import type { Thresholds } from '../model/settings.ts';
import { systemActor } from './actor.ts';
import type { BulkWriter } from './bulk-writer.ts';
import { checkedStore } from './checks/checked-store.ts';
import { engineOf } from './engines.ts';
import type { DatabaseState, InitPlan, InitResult, InitSettings, InitWishes } from './init.ts';
import { openLocalStore } from './local-store.ts';
import type { MaintainPlan, MaintainResult, MaintainSettings } from './maintain.ts';
import { readOnlyStore } from './read-only-store.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';
import type { Store, StoreOptions } from './store.ts';
import type { ThreadStoreOptions } from './thread/client.ts';

export type { DatabaseState, InitPlan, InitResult, InitWishes } from './init.ts';
export type { ThreadStoreOptions } from './thread/client.ts';

/** Options for the upkeep of a database. */
export type UpkeepOptions = Omit<StoreOptions, 'keepWriter'>;

/** Options for making or completing a database; `partitions` and `roles` are for databases on servers. */
export type InitOptions = UpkeepOptions & InitWishes;

/** Options for opening a store in this thread. */
export interface LocalOptions extends StoreOptions {
  /** Answers statistics from an index of ours if that has them; from the log alone unless given. */
  readonly statisticsIndex?: StatisticsIndexUse;
  /** Folder for decisions about groups of failed calls; without one they last as long as the store. */
  readonly triageFolder?: string | undefined;
  /** Sentence why nothing can be changed; every change is refused with it. */
  readonly readOnlyReason?: string | undefined;
  /** Limits that keys are judged by; the usual ones unless given. */
  readonly thresholds?: Thresholds | undefined;
}

const BUSY_TIMEOUT_MS = 5_000;

/** The folder of the statistics indexes in the user's cache folder; undefined if there is none. */
export function statisticsFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return ownFolderPath(env, 'index');
}

/** The folder of the decisions about groups in the user's state folder; undefined if there is none. */
export function triageFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = stateFolderPath(env);
  return folder && join(folder, 'groups');
}

/** Opens a store in this thread. The database itself is opened, and its faults are met, at the first question. */
export async function openStore(location: Location, options: LocalOptions = {}): Promise<Store> {
  const store = await openLocalStore(location, {
    now: options.now ?? (() => new Date()),
    actor: options.actor ?? systemActor(),
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
    keepWriter: options.keepWriter ?? false,
    statisticsIndex: options.statisticsIndex,
    triageFolder: options.triageFolder,
    thresholds: options.thresholds,
  });
  return openedStore(store, options.readOnlyReason);
}

/** Opens the same store behind a thread, so that no question holds this thread up. */
export async function openStoreInThread(
  location: Location,
  { readOnlyReason, ...options }: ThreadStoreOptions & Pick<LocalOptions, 'readOnlyReason'> = {},
): Promise<Store> {
  const { createThreadStore } = await import('./thread/client.ts');
  return openedStore(createThreadStore(location, options), readOnlyReason);
}

function openedStore(store: Store, readOnlyReason: string | undefined): Store {
  const checked = checkedStore(store);
  return readOnlyReason === undefined ? checked : readOnlyStore(checked, readOnlyReason);
}

/** Returns the state of a location. Throws a PresentsError if there is something that cannot be read. */
export async function databaseState(location: Location): Promise<DatabaseState> {
  return engineOf(location).state(location);
}

/** Tells whether there is nothing at a location, as far as can be seen without opening it. Throws a PresentsError if that cannot be determined. */
export async function isMissing(location: Location): Promise<boolean> {
  return engineOf(location).isMissing(location);
}

/** Tells whether a database lies on a medium where nobody can change it; it is then read as one that never changes. */
export async function isOnReadOnlyMedium(location: Location): Promise<boolean> {
  return engineOf(location).isUnchangeable(location);
}

/** Returns the additions that init would make to a location, without making them. */
export async function planInit(location: Location, wishes: InitWishes = {}, now = new Date()): Promise<InitPlan> {
  return engineOf(location).planInit(location, wishes, now);
}

/** Makes the database, or adds what is missing to it, and says what it did; no row is ever lost. */
export async function initDatabase(location: Location, options: InitOptions = {}): Promise<InitResult> {
  const { partitions, roles } = options;
  return engineOf(location).initDatabase(location, { partitions, roles, ...initSettings(options) });
}

/** Makes a new database to be filled fast. Throws a PresentsError if there is one already. */
export async function openBulkWriter(location: Location, options: UpkeepOptions = {}): Promise<BulkWriter> {
  return engineOf(location).openBulkWriter(location, initSettings(options));
}

/** Removes a database that was made to be filled, and nothing else. */
export async function removeFilled(location: Location): Promise<void> {
  return engineOf(location).removeFilled(location);
}

/** Options for making a database, with what holds unless they are given. */
export function initSettings({ now, actor, busyTimeoutMs }: UpkeepOptions): InitSettings {
  return {
    now: now ?? (() => new Date()),
    actor: actor ?? systemActor(),
    busyTimeoutMs: busyTimeoutMs ?? BUSY_TIMEOUT_MS,
  };
}

/** Options for the maintenance of a log. */
export type MaintainOptions = UpkeepOptions & Omit<MaintainSettings, 'actor' | 'now' | 'busyTimeoutMs'>;

/** Returns the work that maintenance of a log gives, without doing it. */
export async function planMaintain(location: Location, options: MaintainOptions = {}): Promise<MaintainPlan> {
  const { now = () => new Date(), dropOlderThanDays } = options;
  return engineOf(location).planMaintain(location, { now, dropOlderThanDays });
}

/** Makes the partitions of a log for the times to come, and drops old ones if that is wanted. */
export async function maintain(location: Location, options: MaintainOptions = {}): Promise<MaintainResult> {
  return engineOf(location).maintain(location, {
    ...options,
    now: options.now ?? (() => new Date()),
    actor: options.actor ?? systemActor(),
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
  });
}
