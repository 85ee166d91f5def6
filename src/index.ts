export { type CachedClassifier, cachedClassifier } from './integration/cached-classifier.ts';
export type { Classification, ClassifiedProduct, ProductToClassify } from './integration/classification.ts';
export type { CachedClassifierOptions, Classify } from './integration/classifier.ts';
export {
  type HttpLogger,
  type HttpLoggerCounts,
  type HttpLoggerOptions,
  httpLogger,
  type Next,
  userOf,
} from './integration/http-logger.ts';
export type { CallDescription } from './integration/watched-call.ts';
export type * from './model.ts';
export {
  databaseExists,
  type InitResult,
  initDatabase,
  openServerStore as openStore,
  type ServerStoreOptions as OpenStoreOptions,
} from './store/open.ts';
export type {
  ApiLogStore,
  AuditStore,
  CleanupOptions,
  IndexState,
  ProductStore,
  Store,
  UserStore,
} from './store/store.ts';
export { type ExitCode, UserError, type UserErrorOptions } from './user-error.ts';
