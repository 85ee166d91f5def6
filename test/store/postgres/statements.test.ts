import { globSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../helpers/postgres/server-place.ts';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';

// A copy has tables of its own, which its tests make.
const SOURCES = join(import.meta.dirname, '../../../src/store/postgres/!(copy)/**/*.ts');

/** Statements that read the log by an index alone, however long it is. */
const QUICK =
  /^(?:FIND_CALL|FIND_STORED_CALL|NEWEST_CALL|LATEST_TIME|USER_FIRST_AND_LAST|CALL_TO_MATCH|NEAREST_\w+\.\d|STRANGERS|PARTS\.\w+|PAIR_COUNTS\.\w+|LOG_CLEANUP\.(?:findByTime|findById|deleteIds|findKept))$/;

/** The statements of a value, alone or in a plan, by their names. */
function statementsIn(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') {
    // A grant begins as a statement does, and one with a name in it is yet to be completed.
    const isWhole = !name.startsWith('ROLES.') && !/@[a-z]+\b/.test(value);
    return isWhole && /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/.test(value) ? [[name, value]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([part, inner]) => statementsIn(inner, name === '' ? part : `${name}.${part}`));
}

/** Every statement that a file of the engine exports. */
async function collectStatements(): Promise<readonly (readonly [name: string, sql: string])[]> {
  const modules = await Promise.all(globSync(SOURCES).map((file) => import(file)));
  return modules.flatMap((exports) => statementsIn({ ...exports }, ''));
}

const countOf = (sql: string) => Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));

const statements = await collectStatements();

describe.runIf(hasPostgres)('Every statement for PostgreSQL', () => {
  const faults = new Map<string, string>();
  const plans = new Map<string, string>();
  beforeAll(async () => {
    const { servers, database } = await createDatabase();
    const [server] = servers;
    if (!server) throw new Error('The location has no server.');
    await withClient(server, { database }, async (client) => {
      // As if the tables were large; and a plan for any parameters, as a database makes that knows none.
      await client.query('SET enable_seqscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan');
      for (const [index, [name, sql]] of statements.entries()) {
        const values = Array.from({ length: countOf(sql) }, () => 'NULL').join(', ');
        const explain = `EXPLAIN EXECUTE s${index}${values === '' ? '' : `(${values})`}`;
        try {
          await client.query(`PREPARE s${index} AS ${sql}`);
          if (QUICK.test(name)) plans.set(name, JSON.stringify((await client.query(explain)).rows));
        } catch (error) {
          faults.set(name, String(error));
        }
      }
    });
  });

  test('is found by this test', () => {
    expect(statements.length).toBeGreaterThan(50);
  });

  test('fits a database of ours', () => {
    expect(Object.fromEntries(faults)).toEqual({});
  });

  test('that is to be quick reads the log by an index', () => {
    expect(plans.size).toBeGreaterThan(15);
    for (const [name, plan] of plans) expect(`${name}: ${plan}`).not.toMatch(/Seq Scan on user_api_call_log/);
  });

  test.each(statements)('%s quotes the table user and leaves the time to the clock', (_, sql) => {
    expect(sql).not.toMatch(/(FROM|JOIN|INTO|UPDATE)\s+user\b(?!_)/i);
    expect(sql).not.toMatch(/\bnow\(\)|CURRENT_TIMESTAMP|SELECT \*\s+FROM "user"/i);
  });
});
