import type { Worker } from 'node:worker_threads';
import type { NewApiCall } from '../../model/call.ts';
import type { Location } from '../../model/location.ts';
import type { NewClassification } from '../../model/product.ts';
import type { Thresholds } from '../../model/settings.ts';
import { systemActor } from '../actor.ts';
import { authenticator } from '../checks/authenticator.ts';
import { callValues } from '../checks/call-values.ts';
import { hashDescription } from '../checks/keys.ts';
import { productValues } from '../checks/product-values.ts';
import type { EngineStore } from '../engine.ts';
import type { Method } from '../methods.ts';
import type { StatisticsIndexUse } from '../statistics/statistics-index-use.ts';
import type { StoreOptions } from '../store.ts';
import { type MethodPlace, type StoreFunction, storeOf } from '../store-of.ts';
import { type CallControl, HostCalls } from './rpc.ts';
import { Host } from './thread-host.ts';

/** Options for a store in a thread, which takes the time of `now` with each call; it waits 250 ms for a lock. */
export interface ThreadStoreOptions extends StoreOptions {
  /** Answers statistics from an index of ours if that has them; from the log alone unless given. */
  readonly statisticsIndex?: StatisticsIndexUse;
  /** Folder for decisions about groups of failed calls; without one they last as long as the thread. */
  readonly triageFolder?: string | undefined;
  /** Limits that keys are judged by; the usual ones unless given. */
  readonly thresholds?: Thresholds | undefined;
  /** A thread that was started ahead; unless it is free, the first question starts one. */
  readonly host?: Host | undefined;
}

// The thread itself waits for a file's lock, and answers nothing meanwhile.
const BUSY_TIMEOUTS_MS = { file: 250, server: 5_000 };

/** A store in a thread. */
export interface ThreadStore extends EngineStore {
  /** Returns the number of calls sent to the thread so far. */
  callsSent(): number;
}

/** A store whose questions are answered by a thread, which starts with the first of them. */
export function createThreadStore(location: Location, options: ThreadStoreOptions): ThreadStore {
  const calls = new HostCalls(() => startHost(location, options), options.now);
  const far = storeOf((place, method) =>
    method.crosses === 'long' ? longCall(calls, place, method) : plainCall(calls, place),
  );
  const { now = () => new Date() } = options;
  const logMany = async (newCalls: readonly NewApiCall[]) => far.apiLogs.insert(callValues(newCalls, now()));
  const putMany = async (entries: readonly NewClassification[]) => far.products.insert(productValues(entries, now()));
  return {
    ...far,
    users: { ...far.users, authenticate: authenticator(far.users.findByKeyHash) },
    apiLogs: { ...far.apiLogs, log: async (call) => (await logMany([call]))[0] ?? 0, logMany },
    products: { ...far.products, hash: hashDescription, put: (entry) => putMany([entry]), putMany },
    callsSent: () => calls.sentCount,
    close: () => calls.close(),
  };
}

function plainCall(calls: HostCalls, place: MethodPlace): StoreFunction {
  return (...args) => calls.call({ ...place, args });
}

function longCall(
  calls: HostCalls,
  place: MethodPlace,
  { optionsAt, stopped }: Extract<Method, { readonly crosses: 'long' }>,
): StoreFunction {
  return async (...args) => {
    const { onProgress, signal, ...terms }: CallControl = Object(args[optionsAt]);
    if (signal?.aborted === true) return stopped;
    const sent = [...args.slice(0, optionsAt), terms];
    return calls.call({ ...place, args: sent, optionsAt }, { onProgress, signal });
  };
}

function startHost(location: Location, options: ThreadStoreOptions): Worker {
  const host = options.host?.isFree === true ? options.host : new Host();
  host.open({
    location,
    actor: options.actor ?? systemActor(),
    busyTimeoutMs: options.busyTimeoutMs ?? BUSY_TIMEOUTS_MS[location.kind],
    keepWriter: options.keepWriter ?? false,
    statisticsIndex: options.statisticsIndex,
    triageFolder: options.triageFolder,
    thresholds: options.thresholds,
  });
  return host.worker;
}
