import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Columns = Readonly<Record<string, string>>;

// The type that a column of SQLite's has on a server.
const SERVER_TYPES: Readonly<Record<string, string>> = {
  TEXT: 'text',
  INTEGER: 'bigint',
  REAL: 'double precision',
  TIMESTAMP: 'timestamptz(0)',
  BOOLEAN: 'boolean',
};

function tablesOf(file: string): Readonly<Record<string, Columns>> {
  const tables = readFileSync(file, 'utf8').matchAll(/CREATE TABLE IF NOT EXISTS "?(\w+)"? \(\n(.*?)\n\)/gs);
  return Object.fromEntries(
    [...tables].map(([, table = '', body = '']) => {
      const columns = [...body.matchAll(/^ {4}([a-z_]+) (\w+(?: precision|\(\d\))?)/gm)];
      return [table, Object.fromEntries(columns.map(([, name = '', type = '']) => [name, type]))];
    }),
  );
}

test('a database on a server has the columns of a file, in their order, and of the types that hold their values', () => {
  const [file, server] = [tablesOf('schema.sql'), tablesOf('schema.postgres.sql')];
  expect(Object.keys(file)).toEqual(['user', 'user_api_call_log', 'product_attributes', 'admin_audit_log']);
  for (const [table, columns] of Object.entries(file)) {
    const { xid: _, ...shared } = server[table] ?? {};
    // A status has at most a few digits.
    const typeOf = (name: string, type: string) => (name === 'response_status_code' ? 'integer' : SERVER_TYPES[type]);
    const wanted = Object.entries(columns).map(([name, type]) => [name, typeOf(name, type)]);
    expect([table, ...Object.entries(shared)]).toEqual([table, ...wanted]);
  }
});
