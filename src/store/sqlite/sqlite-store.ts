import type { Store } from '../store.ts';
import { createApiLogStore } from './api-logs.ts';
import { createAuditStore } from './audit.ts';
import type { StoreContext } from './context.ts';
import { DatabaseFile, type DatabaseFileOptions } from './database.ts';
import { createProductStore } from './products.ts';
import { createUserStore } from './users.ts';

/** How a store over an SQLite file is made. */
export interface SqliteStoreOptions extends DatabaseFileOptions {
  readonly now: () => Date;
  readonly actor: string;
}

/** A store over an SQLite file, which is opened at the first question. */
export function createSqliteStore(path: string, options: SqliteStoreOptions): Store {
  const file = new DatabaseFile(path, options);
  const context: StoreContext = { file, now: options.now, actor: options.actor };
  return {
    users: createUserStore(context),
    apiLogs: createApiLogStore(context),
    products: createProductStore(context),
    audit: createAuditStore(context),
    version: async () => file.version(),
    close: async () => file.close(),
  };
}
