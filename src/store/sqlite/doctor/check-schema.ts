import type { NamelessFinding } from '../../answers/findings.ts';
import type { Connection } from '../file/connection.ts';
import { isComplete, missingObjects } from '../file/init.ts';

/** Says which tables, indexes and triggers are missing. */
export function checkSchema(connection: Connection): readonly NamelessFinding[] {
  const missing = missingObjects(connection);
  if (missing.length === 0) return [{ state: 'good', text: 'Tables, indexes and triggers are complete.' }];
  const names = missing.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const state = isComplete(connection) ? 'warn' : 'bad';
  return [{ state, text: `There is no ${names}.`, nextStep: 'Add what is missing.', command: 'init' }];
}
