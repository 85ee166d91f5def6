import type { Location } from '../../model/location.ts';
import { mayPass } from '../../model/presents-error.ts';
import type { AtOnceLog, EngineDoor } from '../engine.ts';
import type { Store } from '../store.ts';
import { functionAt, type StoreFunction } from '../store-of.ts';
import { createThreadStore } from '../thread/client.ts';
import { bySize } from './by-size.ts';
import type { ServerStoreParts, ServerStoreSettings } from './server-parts.ts';
import { logOneByOne } from './single-calls.ts';

// To look whether the file was replaced costs as much as the question itself.
const TRUST_MS = 50;

/**
 * Opens a file. What each request asks is read in this thread, in microseconds. What writes may wait for a lock or the disk, so it goes
 * to a thread with a connection for writing, and statistics, which may take seconds, go to another: neither can hold up a request.
 * Only a single call of a log in WAL mode, which waits for neither and takes less time than the way to a thread, is written here.
 */
export async function openInThreads(
  door: EngineDoor<Location>,
  location: Location,
  { log, ...settings }: ServerStoreSettings & { readonly log: AtOnceLog },
): Promise<ServerStoreParts> {
  const atOnce = { ...settings, busyTimeoutMs: 0, keepWriter: false, trustMs: TRUST_MS };
  const engine = await door.openEngine(location, atOnce);
  const quick = engine.storeOver(engine.sums);
  const writer = createThreadStore(location, { ...settings, keepWriter: true });
  const reader = createThreadStore(location, settings);
  const singleCalls = logOneByOne(log, { writer, now: settings.now });
  let isClosing = false;
  const logMany: Store['apiLogs']['logMany'] = async (calls) => {
    const ids = await writer.apiLogs.logMany(calls);
    // Whoever asks first after a commit finds every page gone from the cache of the connection: no request shall be that one.
    if (!isClosing) await quick.users.authenticate('').catch(() => undefined);
    return ids;
  };
  return {
    answer: (place, server) => {
      const atOnce = () => patiently(functionAt(quick, place), functionAt(writer, place));
      if (server === 'at once') return atOnce();
      if (server === 'by size') return bySize(atOnce(), functionAt(reader, place));
      return functionAt(server === 'reader' ? reader : writer, place);
    },
    log: singleCalls.log,
    logMany,
    products: writer.products,
    begin: writer.version,
    close: async () => {
      isClosing = true;
      await singleCalls.close();
      await Promise.all([quick.close(), reader.close()]);
      // Last, since whoever closes a file last copies the write-ahead log into it, which waits for the disk.
      await writer.close();
    },
  };
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
