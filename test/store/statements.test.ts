import { globSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { defineFunctions } from '../../src/store/sqlite/file/functions.ts';
import { schemaObjects } from '../../src/store/sqlite/file/schema.ts';
import { buildDatabase, clearLater, copyReference } from '../helpers/store.ts';

const SOURCES = join(import.meta.dirname, '../../src/store/{sqlite,statistics,answers}/**/*.ts');

/** The statements of a value, alone or in a plan, by their names. */
function statementsIn(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return /^\s*(SELECT|INSERT|UPDATE|DELETE)\b/.test(value) ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([part, inner]) => statementsIn(inner, name === '' ? part : `${name}.${part}`));
}

/** Every statement that a file of the store exports. */
async function collectStatements(): Promise<ReadonlyMap<string, string>> {
  const files = globSync(SOURCES);
  const modules = await Promise.all(files.map((file) => import(file)));
  return new Map(modules.flatMap((exports) => statementsIn({ ...exports }, '')));
}

function open(path: string): Database.Database {
  const database = new Database(path);
  defineFunctions(database);
  clearLater(() => database.close());
  return database;
}

const statements = await collectStatements();
const fresh = open(buildDatabase({}));
const reference = open(copyReference());
for (const { name, sql } of schemaObjects()) if (name === 'admin_audit_log') reference.exec(sql);

describe('Every statement', () => {
  test('is found by this test', () => {
    expect(statements.size).toBeGreaterThan(50);
  });

  test.each([...statements])('%s fits a file of ours and one of the original', (_, sql) => {
    fresh.prepare(sql);
    reference.prepare(sql);
  });

  test.each([...statements])('%s quotes the table user and leaves the time to the clock', (_, sql) => {
    expect(sql).not.toMatch(/(FROM|JOIN|INTO|UPDATE)\s+user\b(?!_)/i);
    expect(sql).not.toMatch(/'now'|CURRENT_TIMESTAMP/i);
  });
});

describe('A statistic of a window', () => {
  const planOf = (name: string) => {
    const sql = statements.get(name) ?? '';
    const names = [...sql.matchAll(/@(\w+)/g)].map(([, parameter]) => [parameter, '2026']);
    const steps = fresh.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(Object.fromEntries(names));
    return (steps as { readonly detail: string }[]).map(({ detail }) => detail).join('\n');
  };

  test.each([
    'TOTALS',
    'TOP_USERS',
    'TOP_ROUTES',
    'STATUS_CODES',
    'TIMELINE',
    'LATENCIES',
    'TRAFFIC',
    'FITTING_TRAFFIC',
    'FITTING_TOTALS',
    'FITTING_TOP_USERS',
    'FITTING_TOP_ROUTES',
    'FITTING_STATUS_CODES',
    'FITTING_TIMELINE',
    'FITTING_LATENCIES',
  ])('%s is answered by the index alone', (name) => {
    expect(planOf(name)).toContain('USING COVERING INDEX idx_api_log_window (date_time>? AND date_time<?)');
  });

  test.each([...['time', 'status', 'route', 'user'].map((sort) => `ERROR_IDS_BY.${sort}`), 'FITTING_ERRORS'])(
    '%s is answered by the index of errors alone',
    (name) => {
      expect(planOf(name)).toContain('USING COVERING INDEX idx_api_log_errors (date_time>? AND date_time<?)');
    },
  );

  test.each([
    'USER_TOTALS',
    'USER_ROUTES',
    'USER_TIMELINE',
    'USER_LATENCIES',
    'CALLS_BY_UNIT',
    'FITTING_CALLS_BY_UNIT',
  ])('%s reads one user’s calls only', (name) => {
    expect(planOf(name)).toContain('idx_api_log_user_date (user_id=? AND date_time>? AND date_time<?)');
  });

  test('RECENT_ERRORS stops at its limit', () => {
    expect(planOf('RECENT_ERRORS')).toContain('SCAN l USING INDEX idx_api_log_errors');
  });
});
