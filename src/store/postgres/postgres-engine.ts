import type { ServerLocation } from '../../model/location.ts';
import { defaultThresholds } from '../../model/settings.ts';
import { AttentionAnswers } from '../answers/attention/attention-answers.ts';
import { createFilterResolver } from '../answers/call-filters.ts';
import { createErrorGroups } from '../answers/error-groups.ts';
import { findGroupsByState } from '../answers/group-states.ts';
import { withListDefaults } from '../answers/list-defaults.ts';
import { idsInState } from '../answers/user-words.ts';
import { WhyAnswers } from '../answers/why/why-answers.ts';
import type { Engine, EngineOptions, EngineStore } from '../engine.ts';
import { createAttentionFeed } from './attention/attention-feed.ts';
import { createAuditStore } from './audit/audit-store.ts';
import { createApiLogStore } from './calls/api-logs.ts';
import { CallScans } from './calls/call-scans.ts';
import { openLogOf } from './calls/log-source.ts';
import { createLogSums } from './calls/log-sums.ts';
import { createIdReader } from './calls/read-ids.ts';
import { openComparedRows } from './calls/why-rows.ts';
import type { PostgresContext } from './context.ts';
import { createLeaseStore } from './leases/lease-store.ts';
import { createProductStore } from './products/products.ts';
import { Server } from './server/server.ts';
import { readCrowd } from './users/user-overview.ts';
import { requireUser } from './users/user-rows.ts';
import { findUsers, namesOfUsers } from './users/user-search.ts';
import { createUserStore } from './users/users.ts';

const QUESTION_TIMEOUT_MS = 60_000;

/** A store over a database on PostgreSQL servers, and what a statistics index of its log needs. */
export function createPostgresEngine(
  location: ServerLocation,
  {
    now,
    actor,
    triage,
    busyTimeoutMs,
    questionTimeoutMs = QUESTION_TIMEOUT_MS,
    keepWriter,
    thresholds = defaultThresholds,
  }: EngineOptions,
): Engine {
  const server = new Server(location, { timeoutMs: busyTimeoutMs, questionTimeoutMs, isBusy: keepWriter });
  const scans = new CallScans(server, now);
  return {
    sums: createLogSums({ server, scans, now }),
    openLog: openLogOf(server),
    storeOver: (sums) => {
      const resolve = createFilterResolver({
        now,
        requireUser: (who) => server.read((ask) => requireUser(ask, who)),
        findUsers: (tests) => findUsers(server, tests),
        readGroups: (states) => findGroupsByState({ sums, triage }, states, now()),
        readUsers: async () => {
          const limits = { thresholds, now: now() };
          const crowd = await server.read((ask) => readCrowd(ask, limits.now));
          return (state) => idsInState(state, crowd, limits);
        },
      });
      const whys = new WhyAnswers({
        now,
        resolve,
        sums,
        readIds: createIdReader(server, scans),
        openRows: () => openComparedRows(server),
      });
      return createPostgresStore({ server, now, actor, sums, thresholds, triage, scans, resolve, whys });
    },
  };
}

function createPostgresStore(context: PostgresContext): EngineStore {
  const { server, scans, triage, whys } = context;
  const store: EngineStore = {
    users: createUserStore(context),
    apiLogs: createApiLogStore(context),
    errorGroups: createErrorGroups({ ...context, nameUsers: (ids) => server.read((ask) => namesOfUsers(ask, ids)) }),
    attention: new AttentionAnswers({ ...context, feed: createAttentionFeed(context) }),
    products: createProductStore(context),
    audit: createAuditStore(context),
    leases: createLeaseStore(context),
    version: async () => {
      scans.dropUnasked();
      whys.dropUnasked();
      return `${await server.version()} ${triage.version()}`;
    },
    indexState: async () => ({ state: 'none', progress: 0, readyFrom: null }),
    compare: async () => 'not needed',
    checkpoint: async () => undefined,
    close: () => server.close(),
  };
  return withListDefaults(store, context.now);
}
