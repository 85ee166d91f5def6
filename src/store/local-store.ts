import { TriageFile } from '../files/triage-file.ts';
import type { Location } from '../model/location.ts';
import type { EngineOptions, EngineStore } from './engine.ts';
import { engineOf } from './engines.ts';
import { databaseIdentity } from './location.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';

/** Options for a store in this thread. */
export interface LocalStoreOptions extends Omit<EngineOptions, 'triage'> {
  /** Folder for decisions about groups of failed calls; without one they last as long as the store. */
  readonly triageFolder?: string | undefined;
  readonly statisticsIndex?: StatisticsIndexUse | undefined;
}

/** A store in this thread, with a statistics index of its log if one is wanted. */
export async function openLocalStore(
  location: Location,
  { statisticsIndex, triageFolder, ...options }: LocalStoreOptions,
): Promise<EngineStore> {
  const engine = await engineOf(location).openEngine(location, {
    ...options,
    triage: new TriageFile(triageFolder, databaseIdentity(location)),
  });
  if (statisticsIndex === undefined) return engine.storeOver(engine.sums);
  const { createIndexedStore } = await import('./statistics/indexed-store.ts');
  return createIndexedStore(engine, statisticsIndex);
}
