import type { Location } from '../../../model/location.ts';
import { mayPass, UserError } from '../../../model/user-error.ts';
import { systemActor } from '../../actor.ts';
import type { Store } from '../../store.ts';
import { createWorkerStore } from '../../thread/client.ts';
import { readDatabaseState } from '../file/init.ts';
import { createSqliteEngine } from '../sqlite-engine.ts';
import { logOneByOne, type SingleCalls } from './single-calls.ts';

/** How a server opens its store. */
export interface ServerStoreOptions {
  /** Who acts, for the audit log: `user@host`; whoever runs the process unless given. */
  readonly actor?: string;
  /** How long a write, or a question that cannot be answered at once, waits for a lock, in milliseconds (5,000 unless given). */
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
  const { path } = location;
  const settings = { actor: systemActor(), busyTimeoutMs: BUSY_TIMEOUT_MS, ...options };
  const now = () => options.fixedNow ?? new Date();
  const engine = createSqliteEngine(path, {
    ...settings,
    busyTimeoutMs: 0,
    now,
    keepWriter: false,
    trustMs: TRUST_MS,
  });
  const quick = engine.storeOver(engine.sums);
  const writer = createWorkerStore(location, { ...settings, keepWriter: true });
  const reader = createWorkerStore(location, settings);
  const store = join({ quick, writer, reader, singleCalls: logOneByOne(path, { writer, now }) });
  try {
    await writer.version();
    requireTables(path);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function requireTables(path: string): void {
  if (readDatabaseState(path) === 'ready') return;
  throw new UserError(`The database ${path} lacks tables of the API.`, {
    nextStep: 'Add what is missing, which changes nothing else.',
    command: 'init',
  });
}

interface Parts {
  readonly quick: Store;
  readonly writer: Store;
  readonly reader: Store;
  readonly singleCalls: SingleCalls;
}

function join({ quick, writer, reader, singleCalls }: Parts): Store {
  let closing: Promise<void> | undefined;
  const close = async () => {
    await singleCalls.close();
    await Promise.all([quick.close(), reader.close()]);
    // Last, since whoever closes a file last copies the write-ahead log into it, which waits for the disk.
    await writer.close();
  };
  // Whoever asks first after a commit finds every page gone from the cache of the connection: no request shall be that one.
  const warmUp = () => quick.users.authenticate('').catch(() => undefined);
  const logMany: Store['apiLogs']['logMany'] = async (calls) => {
    const ids = await writer.apiLogs.logMany(calls);
    if (closing === undefined) await warmUp();
    return ids;
  };
  const open = whileOpen(() => closing === undefined);
  const whole = open({
    version: patiently(quick.version, writer.version),
    indexState: reader.indexState,
    compare: reader.compare,
  });
  return {
    users: open({
      create: writer.users.create,
      authenticate: patiently(quick.users.authenticate, writer.users.authenticate),
      list: reader.users.list,
      find: patiently(quick.users.find, writer.users.find),
      deactivate: writer.users.deactivate,
      reactivate: writer.users.reactivate,
      regenerateKey: writer.users.regenerateKey,
      overview: reader.users.overview,
    }),
    apiLogs: open({
      ...reader.apiLogs,
      log: singleCalls.log,
      logMany,
      cleanup: writer.apiLogs.cleanup,
      find: patiently(quick.apiLogs.find, writer.apiLogs.find),
      findStored: writer.apiLogs.findStored,
      newest: patiently(quick.apiLogs.newest, writer.apiLogs.newest),
    }),
    products: {
      ...open({
        ...writer.products,
        find: patiently(quick.products.find, writer.products.find),
        findAny: patiently(quick.products.findAny, writer.products.findAny),
        stats: reader.products.stats,
        list: reader.products.list,
        countOlderThan: reader.products.countOlderThan,
      }),
      hash: writer.products.hash,
    },
    audit: open(reader.audit),
    ...whole,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Functions that refuse what comes once the store is being closed, though what came before may still be under way. */
function whileOpen(isOpen: () => boolean) {
  return <Functions extends object>(functions: Functions): Functions => {
    const guarded = Object.entries(functions).map(([name, call]) => [
      name,
      async (...args: readonly unknown[]) => {
        if (isOpen()) return call(...args);
        throw new Error('The store is closed.');
      },
    ]);
    return Object.fromEntries(guarded);
  };
}

/** A question that is answered at once, or, where the file is locked or not in order, by the thread that can wait and mend. */
function patiently<Args extends readonly unknown[], Answer>(
  quick: (...args: Args) => Promise<Answer>,
  patient: (...args: Args) => Promise<Answer>,
) {
  return async (...args: Args): Promise<Answer> => {
    try {
      return await quick(...args);
    } catch (error) {
      if (mayPass(error)) return patient(...args);
      throw error;
    }
  };
}
