import type { WhyRequest } from '../../../model/call-why.ts';
import { actingAs } from '../../answers/acting-as.ts';
import { createStatistics } from '../../answers/statistics.ts';
import { valueCounts } from '../../answers/value-counts.ts';
import { type CheckedApiLogStore, callValues } from '../../checks/call-values.ts';
import type { ApiLogStore, RecentErrorsOptions } from '../../store.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId } from '../file/ids.ts';
import { requireUser } from '../users/user-rows.ts';
import { namesOfAll } from '../users/user-search.ts';
import { createCallList } from './call-list.ts';
import { findCall, findStoredCall, newestCall } from './calls.ts';
import { cleanUp, countOlderThan } from './cleanup.ts';
import { planCleanup } from './cleanup-plan.ts';
import { createErrorList } from './error-list.ts';
import { firstAndLastCall } from './first-and-last-call.ts';
import { nearestSuccess } from './nearest-success.ts';
import { insertCalls } from './new-calls.ts';
import { payloadPaths } from './payload-paths.ts';
import { recentErrors } from './recent-errors.ts';

const DEFAULT_DAYS = 90;
const DEFAULT_PAYLOADS = 200;

/** Plan for cleaning up old calls. */
export const LOG_CLEANUP = planCleanup('cleanup logs', 'user_api_call_log', 'date_time');

/** The log of calls of a file. */
export function createApiLogStore(context: StoreContext): CheckedApiLogStore {
  const { file, now, sums, resolve, whys } = context;
  const nameAll = async () => file.read(namesOfAll);
  const logMany: ApiLogStore['logMany'] = async (calls) => insertCalls(file, callValues(calls, now()));
  return {
    log: async (call) => (await logMany([call]))[0] ?? 0,
    logMany,
    insert: async (rows) => insertCalls(file, rows),
    ...createStatistics({
      sums,
      now,
      resolve,
      requireUser: async (who) => file.read((connection) => requireUser(connection, who)),
      firstAndLastCall: async ({ id }) => file.read((connection) => firstAndLastCall(connection, bindId(id), now())),
    }),
    recentErrors: (options: RecentErrorsOptions = {}) => recentErrors(context, options),
    errors: createErrorList(context),
    calls: createCallList(context),
    valueCounts: (window, calls = {}) => valueCounts({ ...context, nameAll }, window, calls),
    payloadPaths: async ({ limit = DEFAULT_PAYLOADS } = {}) => payloadPaths(context, { limit }),
    find: async (id) => findCall(context, id),
    findStored: async (id, options) => findStoredCall(context, id, options),
    why: (request: WhyRequest) => whys.ask(request),
    nearestSuccess: async (id) => nearestSuccess(context, id),
    newest: async () => newestCall(context),
    countOlderThan: async (days) => countOlderThan(context, LOG_CLEANUP, days),
    cleanup: async (options = {}) =>
      cleanUp(actingAs(context, options), LOG_CLEANUP, { ...options, days: options.days ?? DEFAULT_DAYS }),
  };
}
