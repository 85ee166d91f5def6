import type { Location } from '../model/location.ts';
import type { EngineOptions, EngineStore } from './engine.ts';
import { engineOf } from './engines.ts';
import { createIndexedStore } from './statistics/indexed-store.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';

/** How a store in this thread is made. */
export interface LocalStoreOptions extends EngineOptions {
  readonly statisticsIndex?: StatisticsIndexUse | undefined;
}

/** A store in this thread, with a statistics index of its log where one is wanted. */
export async function openLocalStore(
  location: Location,
  { statisticsIndex, ...options }: LocalStoreOptions,
): Promise<EngineStore> {
  const engine = await engineOf(location).openEngine(location, options);
  return statisticsIndex === undefined ? engine.storeOver(engine.sums) : createIndexedStore(engine, statisticsIndex);
}
