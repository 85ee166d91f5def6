import type { NamelessFinding } from '../../answers/findings.ts';
import { readCatalog } from '../schema/catalog.ts';
import { checkInit } from '../schema/init-checks.ts';
import { initWork } from '../schema/init-work.ts';
import type { Asker } from '../server/server.ts';

const NEEDED: readonly string[] = ['user', 'user_api_call_log', 'product_attributes'];

/** Says which tables, columns, indexes and triggers are missing. */
export async function checkSchema(ask: Asker, now: Date): Promise<readonly NamelessFinding[]> {
  const catalog = await readCatalog(ask);
  const tables = NEEDED.filter((name) => !catalog.tables.has(name));
  if (tables.length > 0) {
    const text = `The database has no table ${tables.join(', ')}.`;
    return [{ state: 'bad', text, nextStep: 'Add what is missing.', command: 'init' }];
  }
  checkInit(catalog, {});
  const additions = initWork(catalog, {}, now).flatMap((work) => work.additions);
  const restored: readonly NamelessFinding[] = catalog.isRestored
    ? [{ state: 'warn', text: 'The database was restored on another server: new calls cannot be told from old ones.' }]
    : [];
  if (additions.length === 0) return [{ state: 'good', text: 'Tables, indexes and triggers are complete.' }];
  const names = additions.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const missing = {
    state: 'warn',
    text: `There is no ${names}.`,
    nextStep: 'Add what is missing.',
    command: 'init',
  } as const;
  return [...restored, catalog.isRestored ? { ...missing, text: `To be made anew: ${names}.` } : missing];
}
