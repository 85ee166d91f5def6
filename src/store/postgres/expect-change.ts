import type { PresentsError } from '../../model/presents-error.ts';
import { toText } from '../answers/values.ts';
import { type Change, changeNotDone, severalRows } from '../checks/change-faults.ts';
import { sqlState } from './schema/sql-state.ts';
import type { Asker } from './server/server.ts';

/** Reads what a table is: `v` a view, and whether its rows are kept from some roles. */
export const TABLE_TYPE = `SELECT relkind = 'v', relrowsecurity FROM pg_class WHERE oid = to_regclass(quote_ident($1))`;

/** The triggers and rules of a table that are not ours. */
export const RULES_OF = `
  SELECT tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
  WHERE tgrelid = to_regclass(quote_ident($1)) AND NOT tgisinternal AND proname NOT LIKE 'presents\\_%'
  UNION ALL
  SELECT rulename FROM pg_rewrite WHERE ev_class = to_regclass(quote_ident($1)) AND rulename <> '_RETURN' ORDER BY 1`;

/** Holds a change to exactly one row. Throws a PresentsError, which undoes the transaction, if it was none or several. */
export async function expectOneRow(ask: Asker, changes: number, change: Change): Promise<void> {
  if (changes === 0) throw await notDone(ask, change);
  if (changes > 1) throw severalRows(change, changes);
}

/** The fault of a change that the database ignored or took back, with the rule of its own that may have done it. */
export async function notDone(ask: Asker, change: Change): Promise<PresentsError> {
  return changeNotDone(change, await reasonOf(ask, change.table));
}

/** Explains, by the schema of the database, why a change of a table may not have happened. */
export async function reasonOf(ask: Asker, table: string): Promise<string> {
  const [[type], rules] = await Promise.all([
    ask.tuples<readonly [isView: boolean, hasPolicies: boolean]>(TABLE_TYPE, [table]),
    ask.tuples<readonly [name: unknown]>(RULES_OF, [table]),
  ]);
  if (type?.[0] === true) return `“${table}” is a view`;
  if (rules.length > 0) {
    const names = rules.map(([name]) => `“${toText(name)}”`).join(', ');
    return `a trigger or rule of “${table}” prevents it (${names})`;
  }
  return type?.[1] === true ? `a row security policy of “${table}” prevents it` : `“${table}” stayed as it was`;
}

// Values that a column or an index does not take, constraints, what a trigger raises, and a rule that does something else instead.
const BROKEN_RULE = /^(?:22|23|54|P0|0A000)/;

/** The words in which the database says which rule of its own a change breaks, or undefined if that is not the fault. */
export function ruleOf(error: unknown): string | undefined {
  if (!BROKEN_RULE.test(sqlState(error) ?? '') || !(error instanceof Error)) return undefined;
  return error.cause instanceof Error ? ruleOf(error.cause) : error.message;
}
