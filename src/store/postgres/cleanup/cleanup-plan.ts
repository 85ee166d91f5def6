import { BATCH_ROWS } from '../../answers/cleanup-run.ts';

/**
 * Statements of a cleanup. `$1` is the time before which rows go; those whose time is infinite, which nobody can read, are left alone.
 */
export interface CleanupPlan {
  readonly action: string;
  readonly table: string;
  /** Counts the rows that are to go, and all. */
  readonly count: string;
  /** Finds ids and times of rows from the time `$2` on, in the order of their times, without the ids `$3`. */
  readonly findByTime: string;
  /** The same from the id `$2` on, in the order of their ids, for a table without an index by time. */
  readonly findById: string;
  /** Deletes the rows with the ids `$2`, whose times are from `$3` to before `$4`. */
  readonly deleteIds: string;
  readonly findKept: string;
}

/** The statements of a cleanup of a table by one of its times. */
export function planCleanup(action: string, table: string, time: string): CleanupPlan {
  const isOld = `${time} < to_timestamp($1) AND ${time} > '-infinity'`;
  const isOfChunk = `id = ANY($2::bigint[]) AND ${isOld} AND ${time} >= to_timestamp($3) AND ${time} < to_timestamp($4)`;
  const find = (from: string, order: string) => `
    SELECT id, extract(epoch FROM ${time})::float8 AS seconds FROM ${table}
    WHERE ${isOld} AND ${from} AND NOT id = ANY($3::bigint[]) ORDER BY ${order} LIMIT ${BATCH_ROWS}`;
  return {
    action,
    table,
    count: `SELECT count(*) FILTER (WHERE ${isOld}) AS matching, count(*) AS total FROM ${table}`,
    findByTime: find(`${time} >= to_timestamp($2)`, time),
    findById: find('id >= $2::bigint', 'id'),
    deleteIds: `DELETE FROM ${table} WHERE ${isOfChunk}`,
    findKept: `SELECT id FROM ${table} WHERE ${isOfChunk}`,
  };
}
