import type { Id } from '../../../model/id.ts';
import type { AttentionFeed, KeyEntry } from '../../answers/attention/attention-feed.ts';
import { toId } from '../../answers/ids.ts';
import { fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import { toFlag, toText } from '../../answers/values.ts';
import { AUDIT_TABLE } from '../../checks/audited-action.ts';
import { HAS_TABLE } from '../audit/record-action.ts';
import { LOG_CLEANUP } from '../calls/api-logs.ts';
import { newestCall } from '../calls/calls.ts';
import { LOG_EXTENT } from '../calls/log-position.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { SEEK_SOME_LAST_CALLS } from '../users/last-calls.ts';
import { namesOfUsers } from '../users/user-search.ts';

// So many are read in some milliseconds.
const KEYS_AT_ONCE = 1_000;
const ENTRIES_AT_ONCE = 5_000;

/** Some users in the order of their ids. */
export const KEYS_AFTER = `
  SELECT id, username, is_active, created_at FROM "user"
  WHERE id > @after ORDER BY id LIMIT ${KEYS_AT_ONCE}`;

/** Counts some entries of the cache in the order of their ids. */
export const ENTRIES_AFTER = `
  SELECT MAX(id) AS last, COUNT(*) AS readCount,
    COUNT(*) FILTER (WHERE classification_status IS NOT 'invalidated') AS entryCount,
    COUNT(*) FILTER (WHERE classification_status = 'failed') AS failedCount,
    MAX(CASE WHEN classification_status = 'failed' THEN classified_at END) AS lastFailedAt
  FROM (SELECT id, classification_status, classified_at FROM product_attributes
    WHERE id > @after ORDER BY id LIMIT ${ENTRIES_AT_ONCE})`;

/** Bytes of the file that hold something. */
export const FILE_SIZE = `
  SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size`;

/** The last action of a kind. */
export const LAST_ACTION = `SELECT MAX(date_time) FROM admin_audit_log WHERE action = @action`;

/** Answers what Attention asks of a file. */
export function createAttentionFeed(context: StoreContext): AttentionFeed {
  const { file } = context;
  return {
    atOnce: 1,
    version: async () => file.version(),
    newestCallAt: async () => newestCall(context).dateTime,
    keysAfter: async (id) => file.read((connection) => keysAfter(connection, id)),
    lastCalls: async (ids, until) => file.read((connection) => lastCalls(connection, ids, until)),
    nameUsers: async (ids) => file.read((connection) => namesOfUsers(connection, ids)),
    cacheAfter: async (id) => file.read((connection) => cacheAfter(connection, id)),
    size: async () => file.read(sizeOf),
    lastCleanupAt: async () => file.read(lastCleanupAt),
  };
}

function keysAfter(connection: Connection, after: Id | null): readonly KeyEntry[] {
  const rows = connection
    .prepareExact(KEYS_AFTER)
    .raw()
    .all({ after: boundAfter(after) });
  return (rows as (readonly unknown[])[]).map(([id, username, isActive, createdAt]) => ({
    id: toId(id),
    username: toText(username) ?? '',
    isActive: toFlag(isActive),
    createdAt: fromTimestamp(createdAt),
  }));
}

function lastCalls(connection: Connection, ids: readonly Id[], until: Date): ReadonlyMap<Id, Date> | undefined {
  if (!connection.hasIndex('idx_api_log_user_date')) return undefined;
  const parameters = { ids: bindIds(ids), now: toTimestamp(until) };
  const rows = connection.prepareExact(SEEK_SOME_LAST_CALLS).raw().all(parameters) as (readonly unknown[])[];
  return new Map(
    rows.flatMap(([id, time]) => {
      const date = fromTimestamp(time);
      return date === null ? [] : [[toId(id), date] as const];
    }),
  );
}

function cacheAfter(connection: Connection, after: Id | null) {
  const row = connection.prepareExact(ENTRIES_AFTER).get({ after: boundAfter(after) });
  const { last, readCount, entryCount, failedCount, lastFailedAt } = row as Readonly<Record<string, unknown>>;
  return {
    entryCount: Number(entryCount),
    failedCount: Number(failedCount),
    lastFailedAt: fromTimestamp(lastFailedAt),
    next: Number(readCount) < ENTRIES_AT_ONCE ? null : toId(last),
  };
}

function sizeOf(connection: Connection) {
  const { first, last } = connection.prepareExact(LOG_EXTENT).get() as {
    readonly first: unknown;
    readonly last: unknown;
  };
  const sizeBytes = Number(connection.prepare(FILE_SIZE).pluck().get());
  // Only numbers tell how many rows there may be.
  if (typeof first !== 'bigint' || typeof last !== 'bigint' || !Number.isFinite(sizeBytes)) return undefined;
  return { sizeBytes, logCount: Number(last - first) + 1 };
}

function lastCleanupAt(connection: Connection): Date | null {
  if (connection.prepare(HAS_TABLE).get(AUDIT_TABLE) === undefined) return null;
  return fromTimestamp(connection.prepare(LAST_ACTION).pluck().get({ action: LOG_CLEANUP.action }));
}

/** The id after which to read; all ids that are numbers are greater than the first bound, and the range is found by the index. */
function boundAfter(after: Id | null): unknown {
  return after === null ? Number.NEGATIVE_INFINITY : bindId(after);
}
