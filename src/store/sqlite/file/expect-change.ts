import type { PresentsError } from '../../../model/presents-error.ts';
import { toText } from '../../answers/values.ts';
import { type Change, changeNotDone, severalRows } from '../../checks/change-faults.ts';
import type { Connection } from './connection.ts';
import { schemaObjects } from './schema.ts';

/** Reads the type of a table by its name: `table` or `view`. */
export const TABLE_TYPE = `SELECT type FROM sqlite_schema WHERE name = ? AND type IN ('table', 'view')`;

/** The triggers of a table. */
export const TRIGGERS_OF = `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?) ORDER BY name`;

/** Holds a change to exactly one row. Throws a PresentsError, which undoes the transaction, if it was none or several. */
export function expectOneRow(connection: Connection, changes: number, change: Change): void {
  if (changes === 0) throw notDone(connection, change);
  if (changes > 1) throw severalRows(change, changes);
}

/** The fault of a change that the database ignored or took back, with the rule of its own that may have done it. */
export function notDone(connection: Connection, change: Change): PresentsError {
  return changeNotDone(change, reasonOf(connection, change.table));
}

/** Explains, by the schema of the database, why a change of a table may not have happened. */
export function reasonOf(connection: Connection, table: string): string {
  if (connection.prepare(TABLE_TYPE).pluck().get(table) === 'view') return `“${table}” is a view`;
  const ours = new Set(schemaObjects().map(({ name }) => name));
  const triggers = connection
    .prepare(TRIGGERS_OF)
    .pluck()
    .all(table)
    .map((name) => toText(name) ?? '')
    .filter((name) => !ours.has(name));
  if (triggers.length === 0) return `“${table}” stayed as it was`;
  const names = triggers.map((name) => `“${name}”`).join(', ');
  return `a trigger of “${table}” prevents it (${names})`;
}
