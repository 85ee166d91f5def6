import type { WhyRequest } from '../../../model/call-why.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { createStatistics } from '../../answers/statistics.ts';
import { valueCounts } from '../../answers/value-counts.ts';
import { type CheckedApiLogStore, callValues } from '../../checks/call-values.ts';
import type { ApiLogStore, RecentErrorsOptions } from '../../store.ts';
import { cleanUpLog, countOlderThan, LOG_CLEANUP } from '../cleanup/cleanup.ts';
import type { PostgresContext } from '../context.ts';
import { requireUser } from '../users/user-rows.ts';
import { namesOfAll } from '../users/user-search.ts';
import { createCallList } from './call-list.ts';
import { findCall, newestCall } from './calls.ts';
import { createErrorList } from './error-list.ts';
import { firstAndLastCall } from './first-and-last-call.ts';
import { nearestSuccess } from './nearest-success.ts';
import { insertCalls } from './new-calls.ts';
import { payloadPaths } from './payload-paths.ts';
import { recentErrors } from './recent-errors.ts';
import { createStoredCallFinder } from './stored-calls.ts';

const DEFAULT_DAYS = 90;
const DEFAULT_PAYLOADS = 200;

/** The log of calls on a server. */
export function createApiLogStore(context: PostgresContext): CheckedApiLogStore {
  const { server, now, sums, resolve, whys } = context;
  const logMany: ApiLogStore['logMany'] = async (calls) => insertCalls(server, callValues(calls, now()));
  return {
    log: async (call) => (await logMany([call]))[0] ?? 0,
    logMany,
    insert: (rows) => insertCalls(server, rows),
    ...createStatistics({
      sums,
      now,
      resolve,
      requireUser: (who) => server.read((ask) => requireUser(ask, who)),
      firstAndLastCall: ({ id }) => server.read((ask) => firstAndLastCall(ask, id, now())),
    }),
    recentErrors: (options: RecentErrorsOptions = {}) => recentErrors(context, options),
    errors: createErrorList(context),
    calls: createCallList(context),
    valueCounts: (window, calls = {}) =>
      valueCounts({ ...context, nameAll: () => server.read(namesOfAll) }, window, calls),
    payloadPaths: ({ limit = DEFAULT_PAYLOADS } = {}) => payloadPaths(context, { limit }),
    find: (id) => findCall(context, id),
    findStored: createStoredCallFinder(server),
    why: (request: WhyRequest) => whys.ask(request),
    nearestSuccess: (id) => nearestSuccess(context, id),
    newest: () => newestCall(context),
    countOlderThan: (days) => countOlderThan(context, LOG_CLEANUP, days),
    cleanup: ({ days = DEFAULT_DAYS, ...options } = {}) => cleanUpLog(actingAs(context, options), { ...options, days }),
  };
}
