import type { Location } from '../model/location.ts';
import type { EngineOptions, EngineStore } from './engine.ts';
import { engineOf } from './engines.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';

/** Options for a store in this thread. */
export interface LocalStoreOptions extends EngineOptions {
  readonly statisticsIndex?: StatisticsIndexUse | undefined;
}

/** A store in this thread, with a statistics index of its log if one is wanted. */
export async function openLocalStore(
  location: Location,
  { statisticsIndex, ...options }: LocalStoreOptions,
): Promise<EngineStore> {
  const engine = await engineOf(location).openEngine(location, options);
  if (statisticsIndex === undefined) return engine.storeOver(engine.sums);
  const { createIndexedStore } = await import('./statistics/indexed-store.ts');
  return createIndexedStore(engine, statisticsIndex);
}
