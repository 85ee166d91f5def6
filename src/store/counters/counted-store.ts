import type { StoreCounters } from '../../model/counters.ts';
import { authenticateBy } from '../checks/authenticator.ts';
import type { Store } from '../store.ts';
import { CallCounter } from './call-counter.ts';

/** Everything that a database holds, asked and changed; it counts what goes through it, for `metrics`. */
export interface CountedStore extends Store {
  /** The calls, key checks and look-ups in the cache that went through this store since it was opened. Costs microseconds. */
  counters(): StoreCounters;
}

/** The same store, which counts what was done; a call that could not be logged, or a key that could not be checked, is not counted. */
export function countedStore(store: Store): CountedStore {
  const calls = new CallCounter();
  const keys = { accepted: 0, refused: 0 };
  const cache = { hits: 0, misses: 0 };
  const countLookUp = (found: unknown) => {
    cache[found === undefined ? 'misses' : 'hits'] += 1;
  };
  return {
    ...store,
    users: {
      ...store.users,
      authenticate: authenticateBy(async (apiKey) => {
        const answer = await store.users.authenticate(apiKey, { reason: true });
        keys[answer.reason === null ? 'accepted' : 'refused'] += 1;
        return answer;
      }),
    },
    apiLogs: {
      ...store.apiLogs,
      log: async (call) => {
        const id = await store.apiLogs.log(call);
        calls.add(call);
        return id;
      },
      logMany: async (many) => {
        const ids = await store.apiLogs.logMany(many);
        for (const call of many) calls.add(call);
        return ids;
      },
    },
    products: {
      ...store.products,
      find: async (...args) => {
        const found = await store.products.find(...args);
        countLookUp(found);
        return found;
      },
      getMany: async (products, options) => {
        const found = await store.products.getMany(products, options);
        // As those of `findAny`, look-ups of any status are no question whether the cache has an answer.
        if (options?.successfulOnly === true) found.forEach(countLookUp);
        return found;
      },
    },
    counters: () => ({ routes: calls.routes(), keys: { ...keys }, cache: { ...cache } }),
  };
}
