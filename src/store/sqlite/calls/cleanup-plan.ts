import { BATCH_ROWS } from '../../answers/cleanup-run.ts';
import { instantOf } from '../file/instants.ts';
import { type CountPlan, planCount } from './count-before.ts';

/**
 * Statements of a cleanup; `@before` is the time, `@beforeText` a text that sorts after all older ones, `@ids` a JSON
 * list of row ids.
 */
export interface CleanupPlan {
  readonly action: string;
  readonly table: string;
  readonly count: CountPlan;
  readonly findIds: string;
  readonly deleteIds: string;
  readonly findKept: string;
}

/** The statements of a cleanup of a table by one of its times; rows whose time cannot be read are left alone. */
export function planCleanup(action: string, table: string, timeColumn: string): CleanupPlan {
  const isOld = `${timeColumn} > '' AND ${timeColumn} < @beforeText AND ${instantOf(timeColumn)} < julianday(@before)`;
  return {
    action,
    table,
    count: planCount(table, timeColumn),
    findIds: `
      SELECT id FROM ${table}
      WHERE ${isOld} AND typeof(id) IN ('integer', 'text') AND id NOT IN (SELECT value FROM json_each(@kept))
      LIMIT ${BATCH_ROWS}`,
    deleteIds: `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(@ids)) AND ${isOld}`,
    findKept: `SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(@ids)) AND ${isOld}`,
  };
}
