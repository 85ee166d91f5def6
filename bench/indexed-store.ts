import { setTimeout as delay } from 'node:timers/promises';
import type { Location } from '../src/model/location.ts';
import { fileAt, locationText } from '../src/store/location.ts';
import { openStoreInThread, statisticsFolder } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';

/** A store in its thread whose statistics index is complete, and how long the index took, in milliseconds. */
export interface IndexedStore {
  readonly store: Store;
  /** Until the last 24 hours were answered from it. */
  readonly lastDayMs: number;
  /** Until all was. */
  readonly completeMs: number;
}

const DAY_MS = 86_400_000;
const POLL_MS = 10;
const READY_WITHIN_MS = 300_000;

/** Opens a store in its thread as the dashboard does, and waits until its statistics index is complete. */
export async function openIndexedStore(
  location: Location,
  env: Readonly<Record<string, string>>,
  readyWithinMs = READY_WITHIN_MS,
): Promise<IndexedStore> {
  const startedAt = performance.now();
  const sinceStartMs = () => performance.now() - startedAt;
  const store = await openStoreInThread(location, {
    statisticsIndex: { folder: statisticsFolder(env), builds: true },
  });
  await store.version();
  const { dateTime } = await store.apiLogs.newest();
  const dayBefore = (dateTime ?? new Date()).getTime() - DAY_MS;
  let lastDayMs: number | undefined;
  while (sinceStartMs() < readyWithinMs) {
    const { state, readyFrom } = await store.indexState();
    const isDayReady = state === 'ready' || (readyFrom !== null && readyFrom.getTime() <= dayBefore);
    if (isDayReady) lastDayMs ??= sinceStartMs();
    if (state === 'ready') return { store, lastDayMs: lastDayMs ?? sinceStartMs(), completeMs: sinceStartMs() };
    await delay(POLL_MS);
  }
  await store.close();
  const seconds = readyWithinMs / 1000;
  throw new Error(`The statistics index of ${locationText(location)} was not complete within ${seconds} s.`);
}

/** Makes the statistics index of a database complete, as it is wherever a dashboard was open for a minute. */
export async function completeIndex(path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const { store } = await openIndexedStore(fileAt(path), env);
  await store.close();
}
