import { defaultThresholds } from '../../model/settings.ts';
import { AttentionAnswers } from '../answers/attention/attention-answers.ts';
import { createFilterResolver, type ResolveFilter } from '../answers/call-filters.ts';
import { createErrorGroups } from '../answers/error-groups.ts';
import { findGroupsByState } from '../answers/group-states.ts';
import { withListDefaults } from '../answers/list-defaults.ts';
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
import type { StoreContext } from './file/context.ts';
import { DatabaseFile } from './file/database.ts';
import { createLeaseStore } from './leases/lease-store.ts';
import { createProductStore } from './products/products.ts';
import { KnownCrowd } from './users/known-crowd.ts';
import { requireUser } from './users/user-rows.ts';
import { createUserSearch, namesOfUsers } from './users/user-search.ts';
import { createUserStore } from './users/users.ts';

/** A store over an SQLite file, which is opened at the first question, and what a statistics index of its log needs. */
export function createSqliteEngine(
  path: string,
  { now, actor, triage, thresholds = defaultThresholds, ...options }: EngineOptions,
): Engine {
  const file = new DatabaseFile(path, options);
  const scans = new CallScans(file, now);
  return {
    sums: createLogSums({ file, scans, now }),
    openLog: openLogOf(file),
    storeOver: (sums) => {
      const crowd = new KnownCrowd(file, sums);
      const resolve = resolverOf({ file, now, sums, thresholds, crowd, triage });
      const whys = new WhyAnswers({
        now,
        resolve,
        sums,
        readIds: createIdReader(file),
        openRows: () => openComparedRows(file),
      });
      return createSqliteStore({ file, now, actor, sums, thresholds, crowd, triage, scans, resolve, whys });
    },
  };
}

function resolverOf({
  file,
  now,
  sums,
  thresholds,
  crowd,
  triage,
}: Pick<StoreContext, 'file' | 'now' | 'sums' | 'thresholds' | 'crowd' | 'triage'>): ResolveFilter {
  const search = createUserSearch(file);
  return createFilterResolver({
    now,
    requireUser: async (who) => file.read((connection) => requireUser(connection, who)),
    findUsers: async () => search,
    readGroups: (states) => findGroupsByState({ sums, triage }, states, now()),
    readUsers: async () => (state) => crowd.idsIn(state, { thresholds, now: now() }),
  });
}

function createSqliteStore(context: StoreContext): EngineStore {
  const { file, scans, triage, whys } = context;
  const store: EngineStore = {
    users: createUserStore(context),
    apiLogs: createApiLogStore(context),
    errorGroups: createErrorGroups({
      ...context,
      nameUsers: async (ids) => file.read((connection) => namesOfUsers(connection, ids)),
    }),
    attention: new AttentionAnswers({ ...context, feed: createAttentionFeed(context) }),
    products: createProductStore(context),
    audit: createAuditStore(context),
    leases: createLeaseStore(context),
    version: async () => {
      scans.dropUnasked();
      whys.dropUnasked();
      return `${file.version()} ${triage.version()}`;
    },
    indexState: async () => ({ state: 'none', progress: 0, readyFrom: null }),
    compare: async () => 'not needed',
    checkpoint: async () => file.checkpoint(),
    close: async () => file.close(),
  };
  return withListDefaults(store, context.now);
}
