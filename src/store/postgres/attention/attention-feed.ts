import type { Id } from '../../../model/id.ts';
import type { AttentionFeed, KeyEntry } from '../../answers/attention/attention-feed.ts';
import { toId } from '../../answers/ids.ts';
import { toFlag, toText } from '../../answers/values.ts';
import { AUDIT_TABLE } from '../../checks/audited-action.ts';
import { HAS_TABLE } from '../audit/record-action.ts';
import { FIRST_SECOND, LAST_SECOND } from '../calls/call-sql.ts';
import { newestCall } from '../calls/calls.ts';
import { LOG_CLEANUP } from '../cleanup/cleanup.ts';
import type { PostgresContext } from '../context.ts';
import { ABOUT_CALLS, TABLES_OF_CALLS } from '../schema/catalog.ts';
import type { Asker } from '../server/server.ts';
import { SOME_LAST_CALLS } from '../users/user-overview.ts';
import { namesOfUsers } from '../users/user-search.ts';
import { bindId, bindIds, SECONDS, toSeconds } from '../values.ts';

const KEYS_AT_ONCE = 5_000;
const QUESTIONS_AT_ONCE = 8;

/** Some users in the order of their ids, those behind `$1`. */
export const KEYS_AFTER = `
  SELECT id, username, is_active, extract(epoch FROM created_at)::float8 FROM "user"
  WHERE $1::bigint IS NULL OR id > $1::bigint ORDER BY id LIMIT ${KEYS_AT_ONCE}`;

/** Counts the entries of the cache that nobody invalidated. */
export const COUNT_ENTRIES = `
  SELECT count(*) FILTER (WHERE classification_status IS DISTINCT FROM 'invalidated'),
    count(*) FILTER (WHERE classification_status = 'failed'),
    extract(epoch FROM max(classified_at) FILTER (WHERE classification_status = 'failed'))::float8
  FROM product_attributes`;

/** Bytes of the log with its indexes and of its partitions, and about how many calls it holds. */
export const LOG_SIZE = `
  SELECT sum(pg_total_relation_size(c.oid))::float8, ${ABOUT_CALLS} FROM ${TABLES_OF_CALLS}`;

/** The last action of a kind, or partition that was dropped. */
export const LAST_ACTION = `
  SELECT extract(epoch FROM max(date_time))::float8 FROM ${AUDIT_TABLE}
  WHERE action = $1 OR action = 'maintain' AND detail LIKE '%"dropped":%'`;

/** Answers what Attention asks of a server. */
export function createAttentionFeed(context: PostgresContext): AttentionFeed {
  const { server } = context;
  return {
    atOnce: QUESTIONS_AT_ONCE,
    version: () => server.version(),
    newestCallAt: async () => (await newestCall(context)).dateTime,
    keysAfter: (id) => server.read((ask) => keysAfter(ask, id)),
    lastCalls: (ids, until) => server.read((ask) => lastCalls(ask, ids, until)),
    nameUsers: (ids) => server.read((ask) => namesOfUsers(ask, ids)),
    cacheAfter: () => server.read(countCache),
    size: () => server.read(sizeOf),
    lastCleanupAt: () => server.read(lastCleanupAt),
  };
}

type Row = readonly unknown[];

async function keysAfter(ask: Asker, after: Id | null): Promise<readonly KeyEntry[]> {
  const rows = await ask.tuples<Row>(KEYS_AFTER, [after === null ? null : bindId(after)]);
  return rows.map(([id, username, isActive, createdAt]) => ({
    id: toId(id),
    username: toText(username) ?? '',
    isActive: toFlag(isActive),
    createdAt: SECONDS.toDate(createdAt),
  }));
}

async function lastCalls(ask: Asker, ids: readonly Id[], until: Date): Promise<ReadonlyMap<Id, Date>> {
  const rows = await ask.tuples<Row>(SOME_LAST_CALLS, [toSeconds(until), FIRST_SECOND, LAST_SECOND, bindIds(ids)]);
  return new Map(
    rows.flatMap(([id, second]) => {
      const date = SECONDS.toDate(second);
      return date === null ? [] : [[toId(id), date] as const];
    }),
  );
}

async function countCache(ask: Asker) {
  const [row = []] = await ask.tuples<Row>(COUNT_ENTRIES);
  const [entryCount, failedCount, lastFailedAt] = row;
  const counts = { entryCount: Number(entryCount), failedCount: Number(failedCount) };
  return { ...counts, lastFailedAt: SECONDS.toDate(lastFailedAt), next: null };
}

async function sizeOf(ask: Asker) {
  const [row = []] = await ask.tuples<Row>(LOG_SIZE);
  const [sizeBytes, logCount] = row.map(Number);
  return sizeBytes === undefined || !logCount ? undefined : { sizeBytes, logCount };
}

async function lastCleanupAt(ask: Asker): Promise<Date | null> {
  const [has] = await ask.tuples<Row>(HAS_TABLE);
  if (has?.[0] !== true) return null;
  const [row] = await ask.tuples<Row>(LAST_ACTION, [LOG_CLEANUP.action]);
  return SECONDS.toDate(row?.[0]);
}
