import { Worker } from 'node:worker_threads';
import type { NewApiCall } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import type { Location } from '../../model/location.ts';
import type { NewClassification } from '../../model/product.ts';
import { systemActor } from '../actor.ts';
import { type CallValues, type CheckedApiLogStore, callValues } from '../checks/call-values.ts';
import { hashDescription } from '../checks/keys.ts';
import { productValues } from '../sqlite/products/product-rows.ts';
import type { StatisticsIndexUse } from '../statistics/statistics-index-use.ts';
import type { CleanupOptions, Comparison, IndexState, Store, StoreOptions } from '../store.ts';
import type { Method, Subject } from './messages.ts';
import { WorkerCalls } from './rpc.ts';

/** How a store in a worker is opened; its clock is the system's, or stands still at `fixedNow`; it waits 250 ms for a lock. */
export interface WorkerStoreOptions extends Omit<StoreOptions, 'now'> {
  readonly fixedNow?: Date;
  /** Answers statistics from an index of ours where that has them; from the log alone unless given. */
  readonly statisticsIndex?: StatisticsIndexUse;
}

const BUSY_TIMEOUT_MS = 250;
// What a question leaves behind is gone after it; more room than this for it is only memory held.
const YOUNG_MB = 16;

/** A store whose log also takes calls that were checked elsewhere. */
export interface WorkerStore extends Store {
  readonly apiLogs: CheckedApiLogStore;
  /** Copies the write-ahead log into the file, as far as no reader needs it. */
  checkpoint(): Promise<void>;
  /** How many calls the thread was sent so far. */
  callsSent(): number;
}

/** A store whose questions are answered by a worker thread, which starts with the first of them. */
export function createWorkerStore(location: Location, options: WorkerStoreOptions): WorkerStore {
  const calls = new WorkerCalls(() => startWorker(location, options));
  const ask = <S extends Subject, M extends Method<S>>(subject: S, method: M) =>
    ((...args: readonly unknown[]) => calls.call({ subject, method, args })) as Store[S][M];
  const cleanUp = (subject: Subject) => async (cleanup?: Partial<CleanupOptions>) => {
    const { onProgress, signal, ...terms } = cleanup ?? {};
    if (signal?.aborted === true) return 0;
    return calls.call({ subject, method: 'cleanup', args: [terms] }, { onProgress, signal }) as Promise<number>;
  };
  // What is stored is checked and made JSON on this side, where it came from: on its way it would lose what JSON keeps.
  const now = () => options.fixedNow ?? new Date();
  const insert = (rows: readonly CallValues[]) =>
    calls.call({ subject: 'apiLogs', method: 'insert', args: [rows] }) as Promise<readonly Id[]>;
  const logMany = async (newCalls: readonly NewApiCall[]) => insert(callValues(newCalls, now()));
  const putMany = async (entries: readonly NewClassification[]) => {
    await calls.call({ subject: 'products', method: 'insert', args: [productValues(entries, now())] });
  };
  return {
    users: {
      create: ask('users', 'create'),
      authenticate: ask('users', 'authenticate'),
      list: ask('users', 'list'),
      find: ask('users', 'find'),
      deactivate: ask('users', 'deactivate'),
      reactivate: ask('users', 'reactivate'),
      regenerateKey: ask('users', 'regenerateKey'),
      overview: ask('users', 'overview'),
    },
    apiLogs: {
      log: async (call) => (await logMany([call]))[0] ?? 0,
      logMany,
      insert,
      userStats: ask('apiLogs', 'userStats'),
      systemStats: ask('apiLogs', 'systemStats'),
      totals: ask('apiLogs', 'totals'),
      timeline: ask('apiLogs', 'timeline'),
      latencies: ask('apiLogs', 'latencies'),
      recentErrors: ask('apiLogs', 'recentErrors'),
      errors: ask('apiLogs', 'errors'),
      find: ask('apiLogs', 'find'),
      findStored: ask('apiLogs', 'findStored'),
      newest: ask('apiLogs', 'newest'),
      countOlderThan: ask('apiLogs', 'countOlderThan'),
      cleanup: cleanUp('apiLogs'),
    },
    products: {
      hash: hashDescription,
      find: ask('products', 'find'),
      findAny: ask('products', 'findAny'),
      put: (entry) => putMany([entry]),
      putMany,
      stats: ask('products', 'stats'),
      list: ask('products', 'list'),
      invalidate: ask('products', 'invalidate'),
      restore: ask('products', 'restore'),
      countOlderThan: ask('products', 'countOlderThan'),
      cleanup: cleanUp('products'),
    },
    audit: { list: ask('audit', 'list') },
    version: () => calls.call({ subject: 'store', method: 'version', args: [] }) as Promise<string>,
    indexState: () => calls.call({ subject: 'store', method: 'indexState', args: [] }) as Promise<IndexState>,
    compare: async (window, { onProgress, signal } = {}) => {
      if (signal?.aborted === true) return 'not needed';
      const call = { subject: 'store', method: 'compare', args: [window, {}] } as const;
      return calls.call(call, { onProgress, signal }) as Promise<Comparison>;
    },
    checkpoint: () => calls.call({ subject: 'store', method: 'checkpoint', args: [] }) as Promise<void>,
    callsSent: () => calls.sentCount,
    close: () => calls.close(),
  };
}

function startWorker(location: Location, options: WorkerStoreOptions): Worker {
  // In the published bundle the entry lies beside this chunk, compiled.
  const entry = import.meta.url.endsWith('.ts') ? './host.ts' : './store-host.js';
  return new Worker(new URL(entry, import.meta.url), {
    // What this process was started with, `--eval` say, is none of the worker's business.
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    workerData: {
      location,
      actor: options.actor ?? systemActor(),
      busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
      keepWriter: options.keepWriter ?? false,
      statisticsIndex: options.statisticsIndex,
      fixedNow: options.fixedNow,
    },
  });
}
