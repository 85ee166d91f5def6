import { createStatistics } from '../../answers/statistics.ts';
import { type CheckedApiLogStore, callValues } from '../../checks/call-values.ts';
import type { ApiLogStore } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { unfinished } from '../unfinished.ts';
import { requireUser } from '../users/user-rows.ts';

/** The log of calls on a server. */
export function createApiLogStore(context: PostgresContext): CheckedApiLogStore {
  const { server, now, sums, resolve, whys } = context;
  const logMany: ApiLogStore['logMany'] = async (calls) => unfinished(`insertCalls ${callValues(calls, now())}`);
  return {
    log: async (call) => (await logMany([call]))[0] ?? 0,
    logMany,
    insert: async () => unfinished('insertCalls'),
    ...createStatistics({
      sums,
      now,
      resolve,
      requireUser: (who) => server.read((ask) => requireUser(ask, who)),
      firstAndLastCall: () => unfinished('firstAndLastCall'),
    }),
    recentErrors: () => unfinished('recentErrors'),
    errors: () => unfinished('errors'),
    calls: () => unfinished('calls'),
    valueCounts: () => unfinished('valueCounts'),
    payloadPaths: () => unfinished('payloadPaths'),
    find: () => unfinished('find'),
    findStored: () => unfinished('findStored'),
    why: (request) => whys.ask(request),
    nearestSuccess: () => unfinished('nearestSuccess'),
    newest: () => unfinished('newest'),
    countOlderThan: () => unfinished('countOlderThan'),
    cleanup: () => unfinished('cleanup'),
  };
}
