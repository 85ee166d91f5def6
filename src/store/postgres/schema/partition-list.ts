import type { Asker } from '../server/server.ts';

/** A partition of the log: calls of `[from, to)`; null where it has no end, both where it takes what no other does. */
export interface Partition {
  /** Its name as it stands in statements, in quotes where it needs them. */
  readonly name: string;
  readonly isDefault: boolean;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Rows as the server last counted them. */
  readonly estimatedCalls: number;
  readonly bytes: number;
}

/** The partitions of the log in the order of their times; times without a zone are UTC. Only partitions by time have any. */
export const LIST_PARTITIONS = `
  SELECT oid::regclass::text AS name, bound = 'DEFAULT' AS "isDefault", pg_total_relation_size(oid) AS bytes,
    greatest(calls, 0) AS "estimatedCalls",
    extract(epoch FROM (regexp_match(times, 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz)::float8 AS "from",
    extract(epoch FROM (regexp_match(times, 'TO \\(''([^'']+)''\\)'))[1]::timestamptz)::float8 AS "to"
  FROM (SELECT c.oid, c.reltuples::float8 AS calls, pg_get_expr(c.relpartbound, c.oid) AS bound,
      CASE pg_get_partkeydef(i.inhparent) WHEN 'RANGE (date_time)' THEN pg_get_expr(c.relpartbound, c.oid) END AS times
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass('user_api_call_log')) p
  ORDER BY "from" NULLS FIRST, name`;

// Bounds are printed and read in the zone of the session.
const IN_UTC = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = ISO`;

interface PartitionRow extends Omit<Partition, 'from' | 'to'> {
  readonly from: number | null;
  readonly to: number | null;
}

/** Lists the partitions of the log, none where it is a plain table or not there. */
export async function listPartitions(ask: Asker): Promise<readonly Partition[]> {
  const [, rows] = await Promise.all([ask.run(IN_UTC), ask.rows<PartitionRow>(LIST_PARTITIONS)]);
  return rows.map((row) => ({ ...row, from: toDate(row.from), to: toDate(row.to) }));
}

function toDate(seconds: number | null): Date | null {
  return seconds === null || !Number.isFinite(seconds) ? null : new Date(seconds * 1000);
}
