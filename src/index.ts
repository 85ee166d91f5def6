import { missingNode } from './text/node-version.ts';

export { allRows } from './integration/all-rows.ts';
export { type CachedClassifier, cachedClassifier } from './integration/classifying/cached-classifier.ts';
export type { Classification, ClassifiedProduct, ProductToClassify } from './integration/classifying/classification.ts';
export type { CachedClassifierOptions } from './integration/classifying/classifier.ts';
export type { Classify } from './integration/classifying/product-answers.ts';
export type { CallDescription } from './integration/logging/call-record.ts';
export type { FailedKeysOptions } from './integration/logging/failed-keys.ts';
export {
  type HttpLogger,
  httpLogger,
  type Next,
  type NodeRequest,
  type NodeResponse,
  userOf,
} from './integration/logging/http-logger.ts';
export type { HttpLoggerOptions, RequestLoggerOptions } from './integration/logging/http-logger-options.ts';
export { type RefusalReason, RequestRefusedError } from './integration/logging/refusal.ts';
export type { HttpLoggerCounts } from './integration/logging/request-recorder.ts';
export {
  type CountingLogger,
  type MetricsOptions,
  metrics,
  metricsContentType,
} from './integration/metrics/metrics.ts';
export {
  type Interval,
  type Retention,
  type RetentionOptions,
  type RetentionReport,
  retention,
} from './integration/retention/retention.ts';
export { type Closable, type EndOnSignalsOptions, endOnSignals } from './integration/shutdown/end-on-signals.ts';
export type { EndableServer } from './integration/shutdown/server-drain.ts';
export type * from './model/audit.ts';
export type * from './model/call.ts';
export type * from './model/call-filter.ts';
export type * from './model/cleanup.ts';
export type * from './model/counters.ts';
export type * from './model/id.ts';
export type * from './model/page.ts';
export {
  PresentsError,
  type PresentsErrorCode,
  type PresentsErrorOptions,
} from './model/presents-error.ts';
export type * from './model/product.ts';
export type * from './model/scan.ts';
export type * from './model/statistics.ts';
export type * from './model/user.ts';
export type * from './model/values.ts';
export type * from './model/window.ts';
export {
  type CountedStore as Store,
  databaseExists,
  type InitResult,
  initDatabase,
  openServerStore as openStore,
  type ServerStoreOptions as OpenStoreOptions,
} from './store/library.ts';
export type {
  ActionOptions,
  ApiLogStore,
  AuditStore,
  CallPage,
  CallPageRequest,
  CleanupOptions,
  ErrorPageRequest,
  GroupPageRequest,
  IndexState,
  ProductStore,
  RecentErrorsOptions,
  UserOverviewRequest,
  UserStore,
} from './store/store.ts';

// Before anybody can open a store: on an old Node the driver would end the process without a word.
const missing = missingNode(process.versions.node);
if (missing !== undefined) {
  // With a stack, Node would print the line that it points to: of what is published, that is the whole program.
  const error = Object.assign(new Error(missing), { stack: `Error: ${missing}` });
  // Where nobody catches it, Node would print lines of its own around the sentence.
  process.on('uncaughtExceptionMonitor', (thrown) => {
    if (thrown !== error || process.listenerCount('uncaughtException') > 0) return;
    process.stderr.write(`${missing}\n`);
    process.exit(1);
  });
  throw error;
}
