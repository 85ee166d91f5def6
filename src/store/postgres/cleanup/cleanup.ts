import type { CleanupEstimate } from '../../../model/cleanup.ts';
import {
  afterDeleting,
  type CleanupPace,
  type CleanupProgress,
  NOTHING_DELETED,
  runCleanup,
} from '../../answers/cleanup-run.ts';
import { daysBefore } from '../../answers/periods.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { CleanupOptions } from '../../store.ts';
import { HAS_TIME_INDEX } from '../calls/time-index.ts';
import type { PostgresContext } from '../context.ts';
import { dropPartition, findPartitionsBefore } from '../schema/drop-partitions.ts';
import { sqlState } from '../schema/sql-state.ts';
import { toSeconds } from '../values.ts';
import { type CleanupPlan, planCleanup } from './cleanup-plan.ts';
import { type CleanupTerms, Deletion, recordDeleted, UNHURRIED } from './deletion.ts';

/** Plan for cleaning up old calls. */
export const LOG_CLEANUP = planCleanup('cleanup logs', 'user_api_call_log', 'date_time');

/** Plan for cleaning up old entries of the cache. */
export const CACHE_CLEANUP = planCleanup('cleanup cache', 'product_attributes', 'classified_at');

/** Tells whether the log has an index by time, and whether the database has a rule of its own about what may be deleted. */
export const LOG_TRAITS = `
  SELECT ${HAS_TIME_INDEX} AS "hasTimeIndex",
    EXISTS (SELECT FROM pg_trigger WHERE tgrelid = l.oid AND NOT tgisinternal AND tgtype & 8 <> 0)
      OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = l.oid AND ev_type = '4') OR l.relrowsecurity AS "hasRules"
  FROM pg_class l WHERE oid = to_regclass('user_api_call_log')`;

const PACE: CleanupPace = { firstChunkRows: 250, smallestChunkRows: 25, chunkMs: 50, shortestGapMs: 5 };
const LOCK_NOT_AVAILABLE = '55P03';

/** Counts the rows that a cleanup would delete. */
export async function countOlderThan(
  { server, now }: PostgresContext,
  plan: CleanupPlan,
  days: number,
): Promise<CleanupEstimate> {
  const { beforeSeconds } = termsOf(now(), days);
  const [counts] = await server.read((ask) => ask.rows<CleanupEstimate>(plan.count, [beforeSeconds]), UNHURRIED);
  return counts ?? { matching: 0, total: 0 };
}

/** Deletes old entries of the cache in short transactions, recorded as one action, and returns how many went. */
export async function cleanUpCache(context: PostgresContext, options: CleanupOptions): Promise<number> {
  const terms = termsOf(context.now(), options.days);
  return runCleanup(new Deletion(context, CACHE_CLEANUP, terms, true), PACE, options);
}

/**
 * Deletes old calls, recorded as one action, and returns how many went: whole partitions are dropped where this role may and no rule
 * of the database has a say in it, the other calls are deleted in short transactions.
 */
export async function cleanUpLog(context: PostgresContext, options: CleanupOptions): Promise<number> {
  const terms = termsOf(context.now(), options.days);
  const [traits] = await context.server.read((ask) => ask.rows<LogTraits>(LOG_TRAITS));
  const begun = traits?.hasRules === false ? await dropOld(context, terms, options) : NOTHING_DELETED;
  const deletion = new Deletion(context, LOG_CLEANUP, terms, traits?.hasTimeIndex === true);
  return runCleanup(deletion, PACE, options, begun);
}

interface LogTraits {
  readonly hasTimeIndex: boolean;
  readonly hasRules: boolean;
}

async function dropOld(
  context: PostgresContext,
  terms: CleanupTerms,
  { signal, onProgress }: CleanupOptions,
): Promise<CleanupProgress> {
  const limit = new Date(terms.beforeSeconds * 1000);
  const partitions = await context.server.read((ask) => findPartitionsBefore(ask, limit));
  let progress = NOTHING_DELETED;
  for (const partition of partitions) {
    if (signal?.aborted === true) break;
    try {
      progress = await dropPartition(context.server, partition, (ask, { calls }) =>
        recordDeleted(ask, context, LOG_CLEANUP, terms, { deleted: calls, progress }),
      );
    } catch (error) {
      // Somebody reads the log for long, and nobody shall wait behind us for that: row by row it goes, too.
      if (sqlState(error) === LOCK_NOT_AVAILABLE) break;
      throw afterDeleting(progress.deletedCount, error);
    }
    onProgress?.(progress.deletedCount);
  }
  return progress;
}

function termsOf(now: Date, days: number): CleanupTerms {
  const before = daysBefore(now, days);
  return { days, before, beforeSeconds: toSeconds(fromTimestamp(before) ?? now) };
}
