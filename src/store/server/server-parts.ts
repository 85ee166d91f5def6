import type { EngineOptions, EngineStore } from '../engine.ts';
import type { Method } from '../methods.ts';
import type { Store } from '../store.ts';
import type { MethodPlace, StoreFunction } from '../store-of.ts';

/** Settings of the store of a server. */
export type ServerStoreSettings = Omit<EngineOptions, 'keepWriter' | 'trustMs'>;

/** The store of a server in its parts. */
export interface ServerStoreParts {
  /** Returns the function that answers. */
  readonly answer: (place: MethodPlace, server: Method['server']) => StoreFunction;
  readonly log: Store['apiLogs']['log'];
  readonly logMany: Store['apiLogs']['logMany'];
  readonly products: Pick<EngineStore['products'], 'put' | 'putMany' | 'hash'>;
  /** Meets the faults of the database that the first request would meet. */
  readonly begin: () => Promise<unknown>;
  /** Ends everything, after what is under way. */
  readonly close: () => Promise<void>;
}
