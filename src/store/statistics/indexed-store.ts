import type { Engine, EngineStore } from '../engine.ts';
import { createIndexedSums } from './indexed-sums.ts';
import { StatisticsIndex } from './statistics-index.ts';
import type { StatisticsIndexUse } from './statistics-index-use.ts';

/** A store over an engine whose statistics come from an index of its log, as far as that has them. */
export function createIndexedStore(engine: Engine, use: StatisticsIndexUse): EngineStore {
  const index = new StatisticsIndex(engine.openLog, use);
  const store = engine.storeOver(createIndexedSums(engine.sums, index));
  return {
    ...store,
    version: async () => {
      const version = await store.version();
      await index.noteVersion(version);
      return `${version} ${index.correctionCount}`;
    },
    indexState: async () => index.state(),
    compare: (window, options = {}) => index.compare(window, options),
    close: async () => {
      await index.close();
      await store.close();
    },
  };
}
