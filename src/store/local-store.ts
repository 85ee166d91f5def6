import type { Location } from '../model/location.ts';
import { createSqliteEngine, type SqliteEngineOptions, type SqliteStore } from './sqlite/sqlite-engine.ts';
import { createIndexedStore } from './statistics/indexed-store.ts';
import type { StatisticsIndexUse } from './statistics/statistics-index-use.ts';

/** How a store in this thread is made. */
export interface LocalStoreOptions extends SqliteEngineOptions {
  readonly statisticsIndex?: StatisticsIndexUse | undefined;
}

/** A store in this thread, with a statistics index of its log where one is wanted. */
export function createLocalStore(location: Location, { statisticsIndex, ...options }: LocalStoreOptions): SqliteStore {
  const engine = createSqliteEngine(location.path, options);
  return statisticsIndex === undefined ? engine.storeOver(engine.sums) : createIndexedStore(engine, statisticsIndex);
}
