import type { Location } from '../../model/location.ts';
import type { EngineDoor } from '../engine.ts';
import { functionAt } from '../store-of.ts';
import { createThreadStore } from '../thread/client.ts';
import { bySize } from './by-size.ts';
import { LogQueue } from './log-queue.ts';
import type { ServerStoreParts, ServerStoreSettings } from './server-parts.ts';

// Writers do not wait for each other there, and the further away a server is, the more calls wait for an answer.
const BATCH_CALLS = 2_000;

/**
 * Opens a database that answers over a network: waiting for it holds up nobody. Only answers that take long to put together, or of
 * many megabytes, are left to a thread.
 */
export async function openOverNetwork(
  door: EngineDoor<Location>,
  location: Location,
  settings: ServerStoreSettings,
): Promise<ServerStoreParts> {
  // A request is not kept waiting by what takes long, or by a server that says nothing, any longer than by a lock.
  const questionTimeoutMs = settings.busyTimeoutMs;
  const engine = await door.openEngine(location, { ...settings, questionTimeoutMs, keepWriter: true });
  const here = engine.storeOver(engine.sums);
  const reader = createThreadStore(location, settings);
  const queue = new LogQueue({ insert: here.apiLogs.insert, now: settings.now, batchCalls: BATCH_CALLS });
  return {
    answer: (place, server) => {
      const [far, near] = [functionAt(reader, place), functionAt(here, place)];
      if (server === 'by size') return bySize(near, far);
      return server === 'large' || server === 'reader' ? far : near;
    },
    log: queue.log,
    logMany: here.apiLogs.logMany,
    products: here.products,
    begin: here.version,
    close: async () => {
      await queue.drain();
      await Promise.all([here.close(), reader.close()]);
    },
  };
}
