import { StatisticsIndex } from '../statistics/statistics-index.ts';
import type { StatisticsIndexUse, Store } from '../store.ts';
import { createAuditStore } from './audit/audit.ts';
import { createApiLogStore } from './calls/api-logs.ts';
import type { StoreContext } from './file/context.ts';
import { DatabaseFile, type DatabaseFileOptions } from './file/database.ts';
import { createProductStore } from './products/products.ts';
import { createUserStore } from './users/users.ts';

/** How a store over an SQLite file is made. */
export interface SqliteStoreOptions extends DatabaseFileOptions {
  readonly now: () => Date;
  readonly actor: string;
  readonly statisticsIndex?: StatisticsIndexUse | undefined;
}

/** A store over an SQLite file. */
export interface SqliteStore extends Store {
  /** Copies the write-ahead log into the file, as far as no reader needs it. */
  checkpoint(): Promise<void>;
}

/** A store over an SQLite file, which is opened at the first question. */
export function createSqliteStore(path: string, options: SqliteStoreOptions): SqliteStore {
  const file = new DatabaseFile(path, options);
  const index = options.statisticsIndex && new StatisticsIndex(file, options.statisticsIndex);
  const context: StoreContext = { file, now: options.now, actor: options.actor, index };
  return {
    users: createUserStore(context),
    apiLogs: createApiLogStore(context),
    products: createProductStore(context),
    audit: createAuditStore(context),
    version: async () => {
      const version = file.version();
      index?.noteVersion(version);
      return `${version} ${index?.correctionCount ?? 0}`;
    },
    indexState: async () => index?.state() ?? { state: 'none', progress: 0, readyFrom: null },
    compare: async (window, options = {}) => index?.compare(window, options) ?? 'not needed',
    checkpoint: async () => file.checkpoint(),
    close: async () => {
      index?.close();
      file.close();
    },
  };
}
