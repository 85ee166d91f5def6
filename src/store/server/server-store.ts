import { TriageFile } from '../../files/triage-file.ts';
import type { Location } from '../../model/location.ts';
import { mayPass, UserError } from '../../model/user-error.ts';
import { systemActor } from '../actor.ts';
import type { EngineStore } from '../engine.ts';
import { engineOf } from '../engines.ts';
import { locationText } from '../location.ts';
import type { Method } from '../methods.ts';
import type { Store } from '../store.ts';
import { functionAt, type MethodPlace, type StoreFunction, storeOf } from '../store-of.ts';
import { createThreadStore } from '../thread/client.ts';
import { logOneByOne, type SingleCalls } from './single-calls.ts';

/** Options for opening the store of a server. */
export interface ServerStoreOptions {
  /** Person who acts, for the audit log: `user@host`; the user who runs the process unless given. */
  readonly actor?: string;
  /**
   * Time that a write, or a question that cannot be answered immediately, waits for a lock, in milliseconds (5,000 unless
   * given).
   */
  readonly busyTimeoutMs?: number;
  /** The time at which the store's clock stands still, for tests; it runs unless given. */
  readonly fixedNow?: Date;
}

const BUSY_TIMEOUT_MS = 5_000;
// To look whether the file was replaced costs as much as the question itself.
const TRUST_MS = 50;

/**
 * A store for a process that answers requests. What each request asks is read in this thread, in microseconds. What writes
 * may wait for a lock or the disk, so it goes to a thread with a connection for writing, and statistics, which may take seconds,
 * go to another: neither can hold up a request. Only a single call of a log in WAL mode, which waits for neither and takes less
 * time than the way to a thread, is written here.
 */
export async function openServerStore(location: Location, options: ServerStoreOptions): Promise<Store> {
  const settings = { actor: systemActor(), busyTimeoutMs: BUSY_TIMEOUT_MS, ...options };
  const now = () => options.fixedNow ?? new Date();
  const door = engineOf(location);
  const triage = new TriageFile(undefined, locationText(location));
  const atOnce = { ...settings, triage, busyTimeoutMs: 0, now, keepWriter: false, trustMs: TRUST_MS };
  const engine = await door.openEngine(location, atOnce);
  const log = await door.openAtOnceLog(location);
  const quick = engine.storeOver(engine.sums);
  const writer = createThreadStore(location, { ...settings, keepWriter: true });
  const reader = createThreadStore(location, settings);
  const store = join({ quick, writer, reader, singleCalls: logOneByOne(log, { writer, now }) });
  try {
    await writer.version();
    await requireTables(location);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function requireTables(location: Location): Promise<void> {
  if ((await engineOf(location).state(location)) === 'ready') return;
  throw new UserError(`The database ${locationText(location)} lacks tables of the API.`, {
    nextStep: 'Add what is missing, which changes nothing else.',
    command: 'init',
  });
}

interface Parts {
  readonly quick: EngineStore;
  readonly writer: EngineStore;
  readonly reader: EngineStore;
  readonly singleCalls: SingleCalls;
}

function join({ quick, writer, reader, singleCalls }: Parts): EngineStore {
  let closing: Promise<void> | undefined;
  // What comes once the store is being closed is refused, though what came before may still be under way.
  const whileOpen =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Answer | Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      if (closing === undefined) return call(...args);
      throw new Error('The store is closed.');
    };
  const routed = storeOf((place, { server }) => whileOpen(answerOf({ quick, writer, reader }, place, server)));
  const logMany: Store['apiLogs']['logMany'] = async (calls) => {
    const ids = await writer.apiLogs.logMany(calls);
    // Whoever asks first after a commit finds every page gone from the cache of the connection: no request shall be that one.
    if (closing === undefined) await quick.users.authenticate('').catch(() => undefined);
    return ids;
  };
  const { put, putMany, hash } = writer.products;
  const close = async () => {
    await singleCalls.close();
    await Promise.all([quick.close(), reader.close()]);
    // Last, since whoever closes a file last copies the write-ahead log into it, which waits for the disk.
    await writer.close();
  };
  return {
    ...routed,
    apiLogs: { ...routed.apiLogs, log: whileOpen(singleCalls.log), logMany: whileOpen(logMany) },
    products: { ...routed.products, put: whileOpen(put), putMany: whileOpen(putMany), hash },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The function of the part of the server's store that answers it. */
function answerOf(
  { quick, writer, reader }: Omit<Parts, 'singleCalls'>,
  place: MethodPlace,
  server: Method['server'],
): StoreFunction {
  if (server === 'at once') return patiently(functionAt(quick, place), functionAt(writer, place));
  return functionAt(server === 'writer' ? writer : reader, place);
}

/** A question that is answered immediately, or, where the file is locked or not in order, by the thread that can wait and mend. */
function patiently(quick: StoreFunction, patient: StoreFunction): StoreFunction {
  return async (...args) => {
    try {
      return await quick(...args);
    } catch (error) {
      if (mayPass(error)) return patient(...args);
      throw error;
    }
  };
}
