import { globSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { BoundQuery } from '../../src/filter/bound-query.ts';
import { whereSql } from '../../src/store/sqlite/calls/call-question.ts';
import { IN_WINDOW } from '../../src/store/sqlite/calls/call-sql.ts';
import { conditionOf } from '../../src/store/sqlite/calls/query-sql.ts';
import { BOOKMARKS } from '../../src/store/sqlite/copy/file-bookmarks.ts';
import { defineFunctions } from '../../src/store/sqlite/file/functions.ts';
import { schemaObjects } from '../../src/store/sqlite/file/schema.ts';
import { CREATE_TABLE } from '../../src/store/sqlite/leases/lease-store.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { buildDatabase, copyReference } from '../helpers/store.ts';

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
// A copy makes tables of its own, and so does the first lease.
for (const database of [fresh, reference]) database.exec(`${BOOKMARKS}; ${CREATE_TABLE}`);

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

/** A filter of route, status, time and response time, and one of messages. */
const COMPACT: BoundQuery = {
  kind: 'and',
  parts: [
    { kind: 'route', test: { is: 'glob', parts: ['/api/', ''] } },
    { kind: 'not', part: { kind: 'users', ids: new Set([1, 2]) } },
    { kind: 'micros', test: { is: 'range', from: 5_000, to: Infinity, isFromOpen: false, isToOpen: false } },
  ],
};
/** A filter of one route, whose calls of all times have an index, too. */
const ONE_ROUTE: BoundQuery = { kind: 'route', test: { is: 'text', text: '/api/predict' } };
const GROUPS: BoundQuery = { kind: 'groups', prefixes: new Set(['3f2a', '9c01d2e3']) };
const MESSAGE: BoundQuery = { kind: 'message', test: { is: 'contains', text: 'timeout' } };

/** The plan of a statement for calls of a window that fit a query, those of one user or of all. */
function planOf(
  name: string,
  { query, ...where }: Partial<Parameters<typeof whereSql>[0]> & { query?: BoundQuery } = {},
) {
  const condition = query && conditionOf(query, { isByInstant: false });
  const of = { isOfUser: false, isOfWindow: true, isOfErrors: false, condition, ...where };
  const sql = (statements.get(name) ?? '').replaceAll(IN_WINDOW, () => whereSql(of));
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, parameter]) => [parameter, '2026']);
  const values = { ...Object.fromEntries(names), ...condition?.parameters };
  const steps = fresh.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values);
  return (steps as { readonly detail: string }[]).map(({ detail }) => detail).join('\n');
}

describe('A statistic of a window', () => {
  test.each([
    'TOTALS',
    'TOP_USERS',
    'TOP_ROUTES',
    'STATUS_CODES',
    'TIMELINE',
    'LATENCIES',
    'LATENCY_HEAT',
    'ROUTE_TIMES',
    'TRAFFIC',
    'IDS_OF_WINDOW',
  ])('%s is answered by the index alone, of all calls and of those that fit', (name) => {
    const plan = 'USING COVERING INDEX idx_api_log_window (date_time>? AND date_time<?)';
    expect(planOf(name)).toContain(plan);
    for (const query of [COMPACT, ONE_ROUTE]) expect(planOf(name, { query })).toContain(plan);
  });

  test.each([
    'TOTALS',
    'TOP_ROUTES',
    'USER_TOTALS',
    'USER_ROUTES',
    'TIMELINE',
    'LATENCIES',
    'LATENCY_HEAT',
    'CALLS_BY_UNIT',
  ])('%s of one user reads that user’s calls only', (name) => {
    const plan = 'idx_api_log_user_date (user_id=? AND date_time>? AND date_time<?)';
    expect(planOf(name, { isOfUser: true })).toContain(plan);
    for (const query of [COMPACT, ONE_ROUTE]) expect(planOf(name, { isOfUser: true, query })).toContain(plan);
  });

  test.each(['USER_TIMES', 'TOP_ROUTES_OF_USERS', 'LAST_ERRORS_OF_USERS'])(
    '%s reads the calls of its users alone, or those of the window by their index',
    (name) => {
      const whose = /idx_api_log_user_date \(user_id=\? AND date_time>\? AND date_time<\?\)/;
      const when = /COVERING INDEX idx_api_log_(window|errors) \(date_time>\? AND date_time<\?\)/;
      for (const query of [undefined, COMPACT]) {
        const plan = planOf(name, query && { query });
        expect(plan).toMatch(new RegExp(`${whose.source}|${when.source}`));
        expect(plan).not.toContain('SCAN user_api_call_log');
      }
    },
  );

  test.each([...['time', 'status', 'route', 'user'].map((sort) => `ERROR_IDS_BY.${sort}`), 'ERROR_COUNT'])(
    '%s is answered by the index of errors alone, also of one user or of a message',
    (name) => {
      const plan = 'USING COVERING INDEX idx_api_log_errors (date_time>? AND date_time<?)';
      expect(planOf(name)).toContain(plan);
      expect(planOf(name, { isOfErrors: true, isOfUser: true, query: MESSAGE })).toContain(plan);
    },
  );

  test('MESSAGES_OF_SPAN is answered by the index of errors alone, MESSAGES_AFTER and MESSAGES_OF by ids', () => {
    expect(planOf('MESSAGES_OF_SPAN')).toContain('USING COVERING INDEX idx_api_log_errors');
    expect(planOf('MESSAGES_AFTER')).toContain('USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
    expect(planOf('MESSAGES_OF')).toContain('USING INTEGER PRIMARY KEY (rowid=?)');
  });

  test('FAILED_IDS_OF_SPAN is answered by the index of errors alone, FAILED_IDS_AFTER by ids', () => {
    const covering = 'USING COVERING INDEX idx_api_log_errors (date_time>? AND date_time<?)';
    expect(planOf('FAILED_IDS_OF_SPAN')).toContain(covering);
    expect(planOf('FAILED_IDS_AFTER')).toContain('USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
  });

  test('groups are read from the index of errors alone, what came since by ids, and hours of all calls from their index', () => {
    const ofErrors = 'USING COVERING INDEX idx_api_log_errors (date_time>? AND date_time<?)';
    expect(planOf('GROUPED_ERRORS', { isOfErrors: true })).toContain(ofErrors);
    expect(planOf('GROUPED_ERRORS', { isOfErrors: true, isOfUser: true, query: GROUPS })).toContain(ofErrors);
    expect(planOf('ERRORS_UP_TO')).toContain('USING COVERING INDEX idx_api_log_errors');
    expect(planOf('HOURS_UP_TO')).toContain('USING COVERING INDEX idx_api_log_window (date_time>? AND date_time<?)');
    for (const name of ['ERRORS_BETWEEN', 'HOURS_BETWEEN'])
      expect(planOf(name)).toContain('USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
  });

  test.each(['NEAR_OF_USER_BY_TIME', 'NEAR_OF_ROUTE_BY_TIME'])(
    '%s reads a bounded part of the index alone, in both directions',
    (name) => {
      expect(planOf(`${name}.before`)).toContain('USING COVERING INDEX idx_api_log_window (date_time<?)');
      expect(planOf(`${name}.after`)).toContain('USING COVERING INDEX idx_api_log_window (date_time>?)');
      for (const side of ['before', 'after']) expect(planOf(`${name}.${side}`)).not.toContain('TEMP B-TREE');
    },
  );

  test.each([
    ['NEAR_OF_USER.before', 'idx_api_log_user_date (user_id=? AND date_time<?)'],
    ['NEAR_OF_USER.after', 'idx_api_log_user_date (user_id=? AND date_time>?)'],
    ['NEAR_OF_ROUTE.before', 'idx_api_log_route (api_route=? AND rowid<?)'],
    ['NEAR_OF_ROUTE.after', 'idx_api_log_route (api_route=? AND rowid>?)'],
  ])('%s reads a bounded number of rows in the order of an index', (name, index) => {
    expect(planOf(name)).toContain(index);
    expect(planOf(name)).not.toContain('TEMP B-TREE');
    expect(statements.get(name)).toMatch(/LIMIT \d{4}\)\s+WHERE/);
  });

  test('RECENT_ERRORS stops at its limit', () => {
    const where = { isOfErrors: true, isOfWindow: false };
    expect(planOf('RECENT_ERRORS', where)).toContain('SCAN l USING INDEX idx_api_log_errors');
    expect(planOf('RECENT_ERRORS', { ...where, query: MESSAGE })).toContain('SCAN l USING INDEX idx_api_log_errors');
  });
});

describe('A look-up that requests wait for', () => {
  const planOfAll = (name: string) => {
    const explain = `EXPLAIN QUERY PLAN ${statements.get(name)?.replaceAll('?', 'NULL')}`;
    return (fresh.prepare(explain).all() as { readonly detail: string }[]).map(({ detail }) => detail).join('\n');
  };

  test('of a key reads the one row by its index, and sorts nothing', () => {
    expect(planOfAll('FIND_BY_KEY')).toMatch(/^SEARCH user USING INDEX \w+ \(api_key=\?\)$/);
  });

  test.each(['FIND_MANY', 'FIND_ANY_OF_MANY'])('of many products, %s, reads each row by its indexes', (name) => {
    const plan = planOfAll(name);
    expect(plan).toMatch(/SEARCH product_attributes USING INTEGER PRIMARY KEY \(rowid=\?\)/);
    expect(plan).toMatch(/SEARCH product_attributes USING (?:COVERING )?INDEX \w+ \(product_id=\?\)/);
    expect(plan).toMatch(/SEARCH product_attributes USING (?:COVERING )?INDEX \w+ \(product_hash=\?\)/);
    expect(plan).not.toContain('SCAN product_attributes');
  });
});
